"""Loaded by the interpreter before the program, which then begins as in any run: no frame of ours
is below it, and nothing imitates ``__main__``. Whatever brought this file here is taken back."""

import os
import sys


def _begin() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]
    sys.path_importer_cache.pop(here, None)
    import asyncio  # noqa: F401

    with_asyncio = set(sys.modules)
    sys.path.insert(0, os.path.dirname(os.path.dirname(here)))
    from recorder import program

    program.prepare()
    del sys.path[0]
    program.MODULES.update((n, sys.modules.pop(n)) for n in set(sys.modules) - with_asyncio)


def _theirs() -> None:
    """Their own ``sitecustomize``, if there is one."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec("sitecustomize")
    if spec and spec.loader:
        sys.modules["sitecustomize"] = module = module_from_spec(spec)
        spec.loader.exec_module(module)


_begin()
_theirs()
