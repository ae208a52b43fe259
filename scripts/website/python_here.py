"""Python for the reader's browser, in the site: its files, and what a page says of it.

It is made beside the build, and kept: a build needs none of it before a page is filled. Without
it (no network the first time, say) the site is whole, and its programs have no buttons to run them.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from browser.bundle import EDITOR, Bundle, Maker, locales
from browser.telling import words_for
from languages import interface
from markupsafe import Markup
from mkdocs.exceptions import BuildError
from runs import ends
from runs.contracts import Contract
from runs.programs import Program
from runs.templating import for_script

FOLDER = "assets/python"
ELEMENT = "python-here"  # the id by which the script of a page, and its policy, know that it runs
_HERE = Markup('<script type="application/json" id="{}">{}</script>')
LEFT_OUT = "Python for readers' browsers is not there, so programs have no Run and Edit: {}"
PLAIN = "The editor of programs could not be made, so they are changed in a plain one: {}"
LATER = "`python3 scripts/build` brings it, and all else is as always."


@dataclass
class PythonHere:
    """``root``: of the project; ``say`` is told what is left out, and why."""

    root: Path
    say: Callable[[str], None]
    process: subprocess.Popen[str] | None = None
    bundle: Bundle | None = None

    def __post_init__(self) -> None:
        self.maker = Maker(self.root, locales(self.root))

    def begin(self, make: bool) -> None:
        """Look for it and, if it is not there and is to be made, begin with that."""
        self.bundle = self.maker.known()
        if self.bundle or not self.maker.lock.exists():
            return
        if not make:
            self.say(f"{LEFT_OUT.format('it was not made yet')}\n{LATER}")
            return
        command = [sys.executable, "-P", "-m", "browser"]
        env = {**os.environ, "PYTHONPATH": str(self.root / "scripts")}
        self.process = ends.start(command, env=env, text=True, stderr=subprocess.PIPE)

    def made(self) -> Bundle | None:
        """What there is; waits for it."""
        if self.process:
            _, said = self.process.communicate()
            if self.process.returncode:
                self._left_out(said.strip())
            elif said.strip():
                self.say(PLAIN.format(said.strip()))
            self.process, self.bundle = None, self.maker.known()
        return self.bundle

    def _left_out(self, why: str) -> None:
        if os.environ.get("PYTHON_HERE") == "needed":  # `scripts/build --with-python`
            raise BuildError(LEFT_OUT.format(why))
        self.say(f"{LEFT_OUT.format(why)}\n{LATER}")

    def publish(self, site: Path, languages: Iterable[str]) -> None:
        """Put its files into a site."""
        if not (bundle := self.made()):
            return
        target = site / FOLDER / bundle.name
        target.mkdir(parents=True)
        for name in bundle.sizes:
            shutil.copyfile(bundle.folder / name, target / name)
        shutil.copyfile(bundle.folder / "info.json", target / "info.json")
        if bundle.has_editor:
            shutil.copyfile(bundle.folder / EDITOR, target / EDITOR)
        for language in languages:
            words = json.dumps(words_for(interface.words(language)), ensure_ascii=False)
            (target / f"words.{language}.json").write_text(words, encoding="utf-8")

    def said(self, language: str, base: str, shown: Iterable[tuple[Program, Contract]]) -> Markup:
        """What a page in ``language`` says of it to its script; nothing where there is none.
        ``base``: the address of `FOLDER` from there."""
        if not (bundle := self.made()):
            return Markup("")
        words = interface.words(language)
        size = f"{sum(bundle.sizes.values()) / 1e6:.0f}"
        programs = list(shown)
        lacking = [(program, each) for program, each in programs if each.not_in_browser]
        data = {
            "base": f"{base}/{bundle.name}/",
            "sizes": bundle.sizes,
            "python": bundle.python,
            "built": platform.python_version(),
            "language": language,
            "editor": bundle.has_editor,
            "words": {
                "run": words["python_run"],
                "edit": words["python_edit"],
                "failed": words["python_not_come"],
                "first": words["python_run_first"].format(size=size),
                "console": words["python_console"],
                "console_first": words["python_console_first"].format(size=size),
            },
            **_of_exercises(words, size, [program for program, _ in programs]),
            "beside": {p.name: [n.file.name for n in p.beside] for p, _ in programs if p.beside},
            "not_here": {p.name: words[f"python_no_{c.not_in_browser}"] for p, c in lacking},
        }
        return _HERE.format(ELEMENT, for_script({key: each for key, each in data.items() if each}))


def _of_exercises(
    words: Mapping[str, str], size: str, programs: Iterable[Program]
) -> dict[str, object]:
    """What the buttons of exercises say, on a page that has some."""
    if not any(program.is_of_an_exercise for program in programs):
        return {}
    first = words["exercise_check_first"].format(size=size)
    given = {"recorded": words["exercise_given"]}
    return {"check": {"run": words["exercise_check"], "first": first, **given}}
