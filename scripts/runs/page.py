"""What one page shows of runs: from a name in its text to HTML, as late as possible.

The host (MkDocs, by hooks.py) gives the text of a page and takes it back; a fence or a value
becomes a place first, and its HTML when the program has run, while other pages are rendered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import judge, places, predict, render
from .engine import Engine, TooOld
from .programs import Program

Wrong = (LookupError, TooOld, render.BadOption)


@dataclass(frozen=True)
class PageOfRuns:
    """A page in ``language`` and its runs.

    ``places``: those of the build. ``link``: gives the address of a program's file from here.
    ``fault``: is told, in a sentence, what is wrong with the page; nothing is raised.
    """

    engine: Engine
    language: str
    words: render.Words
    places: places.Places
    link: Callable[[Program], str]
    fault: Callable[[str], None]

    def fill_in(self, markdown: str) -> str:
        """The text with line numbers, and with places for values and predictions.

        Raises LookupError for what cannot even be a place.
        """
        markdown = places.replace_lines(markdown, self._program)
        markdown = places.replace_values(markdown, self._value)
        return predict.replace_blocks(markdown, self._prediction)

    def figure(self, name: str, options: Mapping[str, str]) -> str:
        """A place for the figure of a run; ``options`` are those of its fence."""
        return self.places.block_later(functools.partial(self._figure, name, options))

    def _program(self, name: str) -> Program:
        return self.engine.programs.get(self.language, name)

    def _figure(self, name: str, given: Mapping[str, str]) -> str:
        try:
            options, program = render.Options.read(given), self._program(name)
            options.marked(program)  # a mark that is nowhere is told on every Python
            try:
                outcome = self.engine.outcome(self.language, name)
            except TooOld as error:
                return render.too_old(program, error, options, self.words, self.link(program))
            if outcome.faults:
                report = judge.report(outcome.run, outcome.faults)
                return render.failure(self.words["failed"], report)
            return render.figure(outcome, options, self.words, self.link(program))
        except Wrong as error:
            self.fault(f'run="{name}": {error}')
            return render.failure(self.words["failed"], str(error))

    def _value(self, name: str, value: str) -> str:
        def make() -> str:
            try:
                run = self.engine.outcome(self.language, name).run
                return render.value(run, value, self.words)
            except Wrong as error:
                self.fault(f"{{{{ {name}.{value} }}}}: {error}")
                return "?"

        return self.places.later(make)

    def _prediction(self, asked: predict.Prediction) -> str:
        def make(html: Callable[[predict.Prediction, int, render.Words], str]) -> str:
            try:
                run = self.engine.outcome(self.language, asked.run).run
                return html(asked, predict.right_option(asked, run), self.words)
            except Wrong as error:
                self.fault(f'predict run="{asked.run}": {error}')
                return self.words["failed"]

        options = self.places.later(functools.partial(make, predict.options_html))
        answer = self.places.later(functools.partial(make, predict.answer_html))
        return predict.block(asked, self.words, options, answer)
