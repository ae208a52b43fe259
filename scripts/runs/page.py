"""What one page shows of runs: from what it asks for to HTML, as late as possible.

The host (MkDocs, by ``website``) gives the text of a page and takes it back with places for what
was asked for; fences carry the number of their ask to where Markdown makes HTML of them. A place
gets its HTML when the program has run, while other pages are rendered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from . import asked, beside, exercise, judge, offered, pieces, places, player, predict, render
from .asks import Ask, Reading
from .engine import Engine
from .outcome import Outcome, TooOld
from .programs import Program
from .what_if import Changed

ASK = "ask"  # the option by which a fence says which ask of its page it is


@dataclass(frozen=True)
class PageOfRuns:
    """A page in ``language`` that was read (``reading``), and its runs.

    ``places``: those of the build. ``blocks``: gives the Markdown of each block that the site
    makes, by name, for what was asked of it. ``link``: gives the address of a program's file from
    here. ``fault``: is told what only a run can show to be wrong with the page: the ask, and a
    sentence. ``speaks``: the language of what an ask asks for, which is another where a page is not
    wholly translated. ``say``: the words of the interface in a language. ``frame``: puts HTML that
    is in the words of another language into an element that says so. ``players``: the addresses,
    from here, of the pages that show recorded runs to step through, by program. ``check``: gives
    the address of what an exercise is judged by.
    """

    engine: Engine
    language: str
    words: render.Words
    places: places.Places
    reading: Reading
    blocks: Mapping[str, Callable[[str], str]]
    link: Callable[[Program], str]
    fault: Callable[[Ask, str], None]
    speaks: Callable[[Ask], str]
    say: Callable[[str], render.Words]
    frame: Callable[[str, str], str]
    players: Callable[[], Mapping[str, str]] = dict
    check: Callable[[str], str] = str
    alone: Callable[[Program, Outcome, Changed | None], str] = lambda *_: ""

    @property
    def has_players(self) -> bool:
        """Whether it asks for a recorded run to step through."""
        return any(self._stepped())

    @property
    def offers_changes(self) -> bool:
        """Whether it asks for one that can be seen with a change."""
        contracts = self.engine.contracts
        return any(name in contracts and contracts[name].what_if for name in self._stepped())

    @property
    def has_exercises(self) -> bool:
        """Whether it asks its reader to do something."""
        return any(ask.kind == "exercise" for ask in self.reading.asks)

    def _stepped(self) -> Iterator[str]:
        """The programs whose players it asks for."""
        for ask in self.reading.asks:
            if ask.kind == "figure" and ask.options.get("show") == "player":
                yield ask.name

    def needs(self) -> Iterator[tuple[Program, Callable[[Outcome], None]]]:
        """The programs that it shows something of, and their changes, some more than once; and what
        can be made when one has run, before the page is filled."""
        for ask in self.reading.asks:
            if ask.name not in self.engine.programs.names or self._told(ask):
                continue
            here, options = self._speaker(ask), ask.options
            # One that stands alone, or that is changed, has its lanes by moments.
            axes = (
                {False, options.get("lanes") == "time"} if options.get("show") == "player" else ()
            )
            make = functools.partial(player.prepare, words=here.words, by_time=axes)
            for name in filter(None, (ask.name, options.get("beside"))):
                program = self.engine.programs.get(here.language, name)
                for each in (program, *(one.program for one in self.engine.changes(program))):
                    yield each, make

    @property
    def programs(self) -> list[Program]:
        """Those that it shows, each once."""
        asks = (a for a in self.reading.asks if a.kind == "figure" and not self._told(a))
        found = [self._speaker(ask)._program(ask) for ask in asks]
        return list({program.name: program for program in found}.values())

    def text(self) -> str:
        """The Markdown with places for values and lines, and with fences that carry the number of
        their ask, and with the blocks that the site makes."""
        parts, end = [], 0
        for number, ask in enumerate(self.reading.asks):
            if instead := self._instead(number, ask):
                parts += [self.reading.text[end : ask.span[0]], instead]
                end = ask.span[1]
        return "".join([*parts, self.reading.text[end:]])

    def _instead(self, number: int, ask: Ask) -> str:
        if ask.kind == "value":
            return self.places.later(functools.partial(self._speaker(ask)._value, ask))
        if ask.kind == "block":
            return self.blocks[ask.name](ask.what)
        if ask.kind == "program":
            return self.places.later(functools.partial(self._speaker(ask)._opened, ask))
        if ask.kind == "line":
            return self.places.later(functools.partial(self._speaker(ask)._line, ask))
        if ask.fence:
            return f'{ask.fence.margin}{ask.fence.marks}{ask.opens} {ASK}="{number}"'
        return ""

    def figure(self, number: int) -> str:
        """A place for the figure of the ask with this number; none, where it stands around a
        question."""
        ask = self.reading.asks[number]
        if self._question(ask):
            return ""
        here = self._speaker(ask)
        make = functools.partial(here._figure, ask)
        place = self.places.block_later(make, functools.partial(here._figure_words, ask))
        return place if here is self else self.frame(here.language, place)

    def _speaker(self, ask: Ask) -> PageOfRuns:
        """This page in the language of what ``ask`` asks for: that of the words around it, or of
        the program that is shown because they have none."""
        around = self.speaks(ask)
        language = self.engine.programs.view.instead.get((around, ask.name), around)
        if language == self.language:
            return self
        return replace(self, language=language, words=self.say(language))

    def _around(self, here: PageOfRuns) -> tuple[Markup, Markup]:
        """What stands before and behind what is in the words of ``here``. Where that goes into an
        element, Markdown would take it for text: it comes with what the places get."""
        frame = "{}" if here is self else self.frame(here.language, "{}")
        begin, end = frame.split("{}")
        return Markup(begin), Markup(end)

    def prediction(self, number: int, text: str) -> Element:
        """The element of the prediction with this number, of which the block holds ``text``. The
        figure that follows is made around it, so that its program stands before the question, and
        what it did behind."""
        ask = self.reading.asks[number]
        form = self._speaker(ask)._asking(ask, text)
        shown = next((a for a in self.reading.asks if self._question(a) is ask), None)
        if not shown:
            return form
        here = self._speaker(shown)
        begin, end = self._around(here)
        whole = Element("div", {"class": "asked"})
        words = functools.partial(here._figure_words, shown)
        whole.text = self.places.later(lambda: begin + here._part(shown, 0), words)
        whole.append(form)
        form.tail = self.places.later(lambda: here._part(shown, 1) + end, str)
        return whole

    def exercise(self, number: int, text: str) -> Element:
        """The element of the exercise with this number, of which the block holds ``text``."""
        ask = self.reading.asks[number]
        here = self._speaker(ask)
        try:
            parsed = exercise.parse(text)
        except exercise.BadExerciseBlock:
            place = Element("div")
            place.text = self.places.later(lambda: self._wrong(self._told(ask)), str)
            return place
        start, solution = (
            each for each in self.reading.asks if each.span == ask.span and each.kind == "figure"
        )
        later = exercise.Places(
            self._part_of_exercise(start),
            self._part_of_exercise(solution),
            self.places.later(lambda: exercise.kept_html(here.words), str),
        )
        return exercise.block(parsed, ask.name, self.check(ask.name), here.words, later)

    def _part_of_exercise(self, ask: Ask) -> str:
        """The place of a figure of an exercise; a search finds no solution."""
        here = self._speaker(ask)
        is_solution = exercise.is_solution(ask.name)
        words = str if is_solution else functools.partial(here._figure_words, ask)
        begin, end = self._around(here)
        return self.places.later(lambda: begin + here._figure(ask) + end, words)

    def _question(self, ask: Ask) -> Ask | None:
        """The prediction about the same run of which the block ends right above a figure."""
        if ask.kind != "figure" or not ask.fence:
            return None
        lines, first = self.reading.text.split("\n"), ask.fence.lines[0]
        for each in self.reading.asks:
            if (each.kind, each.name) == ("prediction", ask.name) and each.fence:
                last = each.fence.lines[1]
                if last < first and not "".join(lines[last : first - 1]).strip():
                    return each
        return None

    def _asking(self, ask: Ask, text: str) -> Element:
        try:
            parsed = predict.parse(ask, text)
        except predict.BadPrediction:
            place = Element("div")
            place.text = self.places.later(lambda: self._wrong(self._told(ask)), str)
            return place

        def later(html: Callable[[predict.Prediction, int, render.Words], Markup]) -> str:
            # A search finds the question, and not the answer.
            return self.places.later(lambda: self._predicted(ask, parsed, html), str)

        options, answer = later(predict.options_html), later(predict.answer_html)
        return predict.block(parsed, self.words, options, answer)

    def moment(self, target: str) -> str:
        """The address of a moment, on this page if it is there; ``target``: as the page links to
        it."""
        raw = f"moment:{target}"
        ask = next((a for a in self.reading.asks if (a.kind, a.raw) == ("moment", raw)), None)
        if ask is None or self._told(ask):
            return self.places.failed("#")
        page = "" if asked.has_player(self.reading, ask.name) else self.players()[ask.name]
        return f"{page}#{player.anchor(self._program(ask), ask.what)}"

    def _program(self, ask: Ask) -> Program:
        return self.engine.programs.get(self.language, ask.name)

    def _told(self, ask: Ask) -> str:
        """What is wrong with an ask, which the check has told with its line."""
        programs, contracts = self.engine.programs, self.engine.contracts
        around = asked.Around(self.reading, self.players)
        return asked.fault(ask, around, self.language, programs, contracts)

    def _wrong(self, message: str) -> Markup:
        self.places.broken.add(message)
        return pieces.failure(self.words["not_shown"], message)

    def _only_now(self, ask: Ask, message: str) -> None:
        """What only the run could show to be wrong."""
        self.places.broken.add(message)
        self.fault(ask, message)

    def _figure(self, ask: Ask) -> Markup:
        return Markup("").join(self._parts(ask))

    def _part(self, ask: Ask, number: int) -> Markup:
        return [*self._parts(ask), Markup("")][number]

    def _parts(self, ask: Ask) -> list[Markup]:
        """A figure in the parts between which a question stands; one, where there is no run."""
        if told := self._told(ask):
            return [self._wrong(told)]
        options, program = render.Options.read(ask.options), self._program(ask)
        try:
            outcome = self.engine.outcome(self.language, ask.name)
        except TooOld as error:
            return [render.too_old(program, error, options, self.words, self.link(program))]
        if outcome.faults:
            report = judge.report(outcome.run, outcome.faults)
            return [self.places.failed(pieces.failure(self.words["failed"], report))]
        try:
            if options.beside:
                return [self._beside(outcome, options)]
            is_player = options.show == "player"
            alone = self.alone(program, outcome, None) if is_player else ""
            *parts, last = render.around(outcome, options, self.words, self.link(program), alone)
            return [*parts, last + self._offered(program, alone) if is_player else last]
        except player.NoMoment as error:
            self._only_now(ask, str(error))
            return [self._wrong(str(error))]

    def _offered(self, program: Program, as_is: str) -> Markup:
        """The changes of a program that can be seen beside it; what is wrong with the run of one is
        told with those of all programs."""
        found = []
        for each in self.engine.changes(program):
            outcome = self.engine.outcome(program.language, each.program.name)
            if not outcome.faults:
                found.append((each, self.alone(each.program, outcome, each)))
        return offered.row(found, as_is, self.words)

    def _beside(self, outcome: Outcome, options: render.Options) -> Markup:
        """Two runs on one axis; what is wrong with the other one is told where it has its own
        place."""
        try:
            other = self.engine.outcome(self.language, options.beside)
        except TooOld as error:
            program = self.engine.programs.get(self.language, options.beside)
            return render.too_old(program, error, options, self.words, self.link(program))
        if other.faults:
            return self.places.failed(self.words["failed"])
        return beside.figure(outcome, other, self.words)

    def _figure_words(self, ask: Ask) -> str:
        """What a search finds of a figure: the program, and what it printed."""
        if self._told(ask):
            return ""
        try:
            outcome = self.engine.outcome(self.language, ask.name)
        except TooOld:
            return ""
        return render.words_of(outcome, render.Options.read(ask.options))

    def _line(self, ask: Ask) -> Markup:
        if self._told(ask):
            return self.places.failed("?")
        return escape(places.line_number(self._program(ask), ask.what))

    def _opened(self, ask: Ask) -> Markup:
        if self._told(ask):
            return self.places.failed("?")
        program = self._program(ask)
        return pieces.opened(program, self.link(program))

    def _value(self, ask: Ask) -> Markup:
        if self._told(ask):
            return self.places.failed("?")
        try:
            outcome = self.engine.outcome(self.language, ask.name)
            return pieces.value(outcome.run, ask.what, self.words)
        except LookupError as error:  # its program did not print it
            if not outcome.faults:
                self._only_now(ask, str(error))
        except TooOld as error:
            self._only_now(ask, str(error))
        return self.places.failed("?")

    def _predicted(
        self,
        ask: Ask,
        parsed: predict.Prediction,
        html: Callable[[predict.Prediction, int, render.Words], Markup],
    ) -> Markup:
        if self._told(ask):
            return self.places.failed(self.words["not_shown"])
        try:
            outcome = self.engine.outcome(self.language, ask.name)
            if outcome.faults:
                return self.places.failed(self.words["failed"])
            return html(parsed, predict.right_option(parsed, outcome.run), self.words)
        except (LookupError, TooOld) as error:
            self._only_now(ask, str(error))
            return self.places.failed(self.words["not_shown"])
