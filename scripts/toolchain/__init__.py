"""What a fresh machine lacks: an environment with the packages, Node with what checks the browser's
part, a browser for the tests; and how the versions of all that are renewed.

Standard library only: most of it runs before anything is installed.
"""
