"""What one page shows of runs: from a name in its text to HTML, as late as possible.

The host (MkDocs, by hooks.py) gives the text of a page and takes it back; a fence or a value
becomes a place first, and its HTML when the program has run, while other pages are rendered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import judge, places, player, predict, render
from .engine import Engine, TooOld
from .programs import Program

# What `asked.faults` has told with its line; here it only must not end the build.
Told = (LookupError, render.BadOption)


@dataclass(frozen=True)
class PageOfRuns:
    """A page in ``language`` and its runs.

    ``places``: those of the build. ``link``: gives the address of a program's file from here.
    ``fault``: is told, in a sentence, what only a run can show to be wrong with the page.
    """

    engine: Engine
    language: str
    words: render.Words
    places: places.Places
    link: Callable[[Program], str]
    fault: Callable[[str], None]

    def fill_in(self, markdown: str) -> str:
        """The text with line numbers and links to moments, and with places for values and
        predictions."""
        markdown = places.replace_lines(markdown, self._line)
        markdown = places.replace_moments(markdown, self._moment)
        markdown = places.replace_values(markdown, self._value)
        return predict.replace_blocks(markdown, self._prediction, self._wrong)

    def figure(self, name: str, options: Mapping[str, str]) -> str:
        """A place for the figure of a run; ``options`` are those of its fence."""
        make = functools.partial(self._figure, name, options)
        return self.places.block_later(make, functools.partial(self._figure_words, name, options))

    def _program(self, name: str) -> Program:
        return self.engine.programs.get(self.language, name)

    def _wrong(self, message: str) -> str:
        return render.failure(self.words["not_shown"], message)

    def _figure(self, name: str, given: Mapping[str, str]) -> str:
        try:
            options, program = render.Options.read(given), self._program(name)
            options.marked(program)
        except Told as error:
            return self._wrong(str(error))
        try:
            outcome = self.engine.outcome(self.language, name)
        except TooOld as error:
            return render.too_old(program, error, options, self.words, self.link(program))
        if outcome.faults:
            report = judge.report(outcome.run, outcome.faults)
            return render.failure(self.words["failed"], report)
        try:
            return render.figure(outcome, options, self.words, self.link(program))
        except player.NoMoment as error:
            self.fault(str(error))
            return self._wrong(str(error))

    def _figure_words(self, name: str, given: Mapping[str, str]) -> str:
        """What a search finds of a figure: the program, and what it printed."""
        try:
            outcome = self.engine.outcome(self.language, name)
            return render.words_of(outcome, render.Options.read(given))
        except (*Told, TooOld):
            return ""

    def _line(self, name: str, code: str) -> str:
        try:
            return str(places.line_number(self._program(name), code))
        except LookupError:
            return "?"

    def _moment(self, name: str, moment: str) -> str:
        try:
            return f"#{player.anchor(self._program(name), moment)}"
        except LookupError:
            return "#"

    def _value(self, name: str, value: str) -> str:
        def make() -> str:
            try:
                run = self.engine.outcome(self.language, name).run
                return render.value(run, value, self.words)
            except LookupError:  # or its program did not print it, which is told there
                return "?"
            except TooOld as error:
                self.fault(f"{{{{ {name}.{value} }}}}: {error}")
                return "?"

        return self.places.later(make)

    def _prediction(self, asked: predict.Prediction) -> str:
        def make(html: Callable[[predict.Prediction, int, render.Words], str]) -> str:
            try:
                outcome = self.engine.outcome(self.language, asked.run)
                if outcome.faults:
                    return self.words["failed"]
                return html(asked, predict.right_option(asked, outcome.run), self.words)
            except (predict.BadPrediction, TooOld) as error:
                self.fault(f'predict run="{asked.run}": {error}')
            except LookupError:
                pass
            return self.words["not_shown"]

        # A search finds the question, and not the answer.
        options = self.places.later(functools.partial(make, predict.options_html), str)
        answer = self.places.later(functools.partial(make, predict.answer_html), str)
        return predict.block(asked, self.words, options, answer)
