"""Be MkDocs, in this very process: whoever ends the command ends MkDocs, and nothing stays."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NoReturn


def run(*words: str) -> NoReturn:
    """``mkdocs`` with these words, inside the environment. Its temporary files, of which MkDocs
    makes some before it calls any plugin, lie in a folder that ends with the command."""
    from runs import mishaps
    from toolchain.environment import ROOT

    try:
        from runs import ends
        from website import configured

        configured.refuse(ROOT)
        ends.begin()
        tempfile.tempdir = str(ends.scratch().folder)
        here = str(Path(__file__).parent)
        sys.path[:] = [path for path in sys.path if path != here]  # as for `mkdocs build`
        from mkdocs.__main__ import cli

        configured.with_lines(ROOT)
        sys.exit(cli(words, prog_name="mkdocs"))
    except Exception as error:
        if told := mishaps.sentence(error, ROOT):
            sys.exit(told)
        raise
