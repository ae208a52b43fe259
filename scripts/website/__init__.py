"""The room that knows MkDocs and its plugins: from MkDocs's events to pages, and back.

`site.Site` answers the events (``scripts/hooks.py`` binds them). What belongs to one build is in
`build.Build`; nothing is kept in a module. Imports run one way: ``build ← i18n ← links, lab,
status, publishing, at_once, server, templates ← pages ← site``. What is about finished pages alone
knows no MkDocs: ``document ← addresses, policy ← last_look``.
"""
