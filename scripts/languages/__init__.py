"""Several languages, one site: the same programs, the same sections, one word for one thing.

Nothing here imports MkDocs. Imports run one way: programs (``reader_text ← strings, program_text ←
trees ← same_program, sync``), pages (``markdown_text ← prose ← structure ← pages``), words
(``terms ← glossary``), how far a translation is (``marks ← freshness ← located ← workshop``), what
a reader sees of it (``shown``), and on top ``check`` and the commands of ``translate``.
"""
