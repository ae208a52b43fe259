"""Loaded by the interpreter before the program, which then begins as in any run: no frame of ours
is below it, and nothing imitates ``__main__``. Whatever brought this file here is taken back."""

import os
import sys


def _begin() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]
    sys.path_importer_cache.pop(here, None)
    import asyncio  # noqa: F401

    with_asyncio, importers = set(sys.modules), set(sys.path_importer_cache)
    sys.path.insert(0, os.path.dirname(os.path.dirname(here)))
    from recorder import program

    program.prepare()
    del sys.path[0]
    program.MODULES.update((n, sys.modules.pop(n)) for n in set(sys.modules) - with_asyncio)
    for entry in set(sys.path_importer_cache) - importers:
        del sys.path_importer_cache[entry]


def _theirs() -> None:
    """Their own ``sitecustomize``, if there is one."""
    ours = sys.modules.pop("sitecustomize")
    try:
        import sitecustomize  # type: ignore[import-not-found]  # noqa: F401
    except ImportError as error:
        if error.name != "sitecustomize":
            raise
        sys.modules["sitecustomize"] = ours  # until the program begins


_begin()
_theirs()
