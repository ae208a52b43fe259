"""Python in the reader's browser: what is put into the site for it, and what lives in it there.

``bundle`` makes the files; ``inside`` is the Python that stands around a program in the reader's
browser. Pyodide, a CPython for browsers, comes from npm with the rest of ``package.json``; the
scripts that start it in a worker are in ``docs/assets/python``.
"""
