"""The digests in the marks of translations are the same on every Python that builds the site."""

from __future__ import annotations

import ast
import subprocess

import pytest
from languages.fingerprint import logic
from made import ROOT
from runs.interpreters import interpreters

DIGESTS = """
import sys
sys.path.insert(0, "scripts")
from languages.fingerprint import logic, words
text = sys.stdin.read()
print(words(text), logic(text))
"""
# Of what programs are made of.
SOURCE = '''"""Tea."""
import asyncio, sys as system
from time import sleep


class Cup(dict):
    size: int = 3


async def brew(leaves: int, *, hot=True, **more):
    # slowly
    async with more["pot"] as pot:
        async for drop in pot:
            yield f"{drop!r:>{leaves}} drop{1 + 2}"
    try:
        [cup async for cup in pot if cup] or {1: {2}, **more}
    except* ValueError as error:
        raise KeyError("no tea") from error
    finally:
        print("tea", end="")
    match leaves:
        case {"a": [1, *rest], **others}: pass
        case Cup(size=3) | None: pass
    lambda a, /, b=1: (a := b) if not hot else await_(b)
'''


@pytest.mark.parametrize("python", interpreters().values(), ids=map(str, interpreters()))
def test_every_python_digests_alike(python):
    done = subprocess.run(
        [python, "-c", DIGESTS], cwd=ROOT, input=SOURCE, capture_output=True, text=True
    )
    assert done.stdout == "b1680540 7ccf13a6\n", done.stderr


@pytest.mark.parametrize("source", ["import a\n", "from a import b\n"])
def test_an_import_that_is_lazy_is_another(source):
    if "is_lazy" not in ast.Import._fields:
        pytest.skip("imports of this Python are not")
    assert logic(source) != logic("lazy " + source)
