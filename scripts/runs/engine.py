"""All programs, all languages: run twice, judged, compared; shared by every page that shows them.

The first run is plain, and what a page shows as output. The second is recorded.

A result is kept for as long as what it depends on stays as it is (source, contract), and only in
the memory of this process: under ``mkdocs serve`` nothing runs again that did not change, and a
published build, being a new process, runs everything afresh.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, wait
from pathlib import Path

from . import compare, judge, what_if
from .contracts import BadContracts, Contract, load
from .outcome import Outcome, TooOld
from .pool import Pool
from .programs import Program, Programs, View, longest_sleep
from .recordings import Recording, difference
from .run import Run
from .waiting import Meanwhile, ended, result

RUNS_EACH = 2  # the first plain, the second recorded; of an exercise, which is judged, that alone
# Of recordings that differ, and of programs that hang on being in time: on a crowded machine a
# timer may miss its turn.
TRIES = 3
UNSURE = "what it must do is not known: its table in snippets/runs.toml has a fault, told there"
REPORT_EVERY = 2.0  # seconds between two words about progress


class Engine:
    """Starts runs early, hands out outcomes late. ``say`` is told about progress. ``meanwhile``: is
    called again and again while a run is waited for, and may raise what ends the waiting."""

    def __init__(self, snippets: Path, say: Callable[[str], None]) -> None:
        self.snippets, self.say = snippets, say
        self.meanwhile: Meanwhile = lambda: None
        self.pool = Pool()
        self.programs = Programs(snippets)
        self.contracts: dict[str, Contract] = {}
        self.changed: list[what_if.Changed] = []
        self._futures: dict[tuple[Program, str], list[Future[Run]]] = {}
        self._outcomes: dict[tuple[Program, str], Outcome] = {}
        self._started: list[Future[Run]] = []

    def refresh(self, view: View | None = None) -> list[str]:
        """Read programs and contracts afresh, end the runs of what has changed, and start what has
        no result yet; returns the faults of ``runs.toml``. ``view``: how programs are seen while
        translations are behind."""
        self.programs = Programs(self.snippets, view)
        found = []
        try:
            self.contracts = load(self.snippets / "runs.toml", self.programs.names)
        except BadContracts as error:
            found = error.faults
            # Until they are mended, the last that were right serve.
            unsure = {name for name, contract in error.contracts.items() if not contract.sure}
            last = {name: c for name, c in self.contracts.items() if name in unsure and c.sure}
            self.contracts = error.contracts | last
        self.changed = what_if.add(self.programs, self.contracts, self.pool.folder / "what_if")
        wanted = [p for p in self.programs if self._contract(p).runs_here]
        keys = {self._key(p): p for p in wanted}
        kept = [key for key, runs in self._futures.items() if key in keys and not _lost(runs)]
        self._futures = {key: self._futures[key] for key in kept}
        self._outcomes = {key: o for key, o in self._outcomes.items() if key in self._futures}
        self._end_others()
        new = [keys[key] for key in keys if key not in self._futures]
        runs = [(p, turn) for turn in range(RUNS_EACH) for p in new if turn in _turns(p)]
        runs.sort(key=lambda run: urgency(run[0], self._contract(run[0]), run[1]))
        started = {run: self._start(*run) for run in runs}
        for program in new:
            both = [started[program, turn] for turn in _turns(program)]
            self._futures[self._key(program)] = both
        if new:
            self._report_progress(new)
        return found

    def outcome(self, language: str, name: str) -> Outcome:
        """The outcome of a program; waits for its runs.

        Raises `UnknownProgram`, and `TooOld` when this interpreter is too old for the program.
        """
        program = self.programs.get(language, name)
        contract = self._contract(program)
        if not contract.runs_here:
            raise TooOld(contract.needs)
        key = self._key(program)
        if key not in self._outcomes:
            found = self._outcome(self._futures[key])
            for _ in range(TRIES - 1):
                if not (found.faults and (contract.is_late or contract.stops_after)):
                    break
                found = self._outcome([self._start(program, turn) for turn in _turns(program)])
            self._outcomes[key] = found
        return self._outcomes[key]

    def as_they_end(self, programs: Collection[Program]) -> Iterator[Outcome]:
        """The outcome of each of these programs that runs here, as soon as it is known."""
        runs = {program: runs for (program, _), runs in self._futures.items()}
        left = {each: [*runs[each]] for each in programs if each in runs}
        while left:
            for program in [each for each, runs in left.items() if _is_known(runs)]:
                del left[program]
                yield self.outcome(program.language, program.name)
            if under_way := {run for runs in left.values() for run in runs if not run.done()}:
                ended(under_way, self.meanwhile)

    def changes(self, program: Program) -> list[what_if.Changed]:
        """The changed programs that were made of this one."""
        return [each for each in self.changed if each.of == program]

    def reports(self, same: Callable[[Program, Program], bool] = lambda *_: True) -> list[str]:
        """A paragraph for each program that is not what its contract says; waits for all runs.
        ``same``: whether two programs of a name are one in other words, so that they must do the
        same; where they are not, that is known, or waits for a translator."""
        outcomes = self._all()
        wrong = [o for o in outcomes if o.faults and _is_sure(o)]
        found = [judge.report(o.run, o.faults) for o in wrong if "machine" not in o.run.troubles]
        found += _without_room([o for o in wrong if "machine" in o.run.troubles])
        sound = [o for o in outcomes if o.recording and not o.faults]
        sound = [o for o in sound if "turns" not in o.run.contract.varies]
        return [*found, *self._other_turns(sound), *self._differences(sound, same)]

    def failed(self) -> list[Program]:
        """The programs with a run that is not what its contract says; waits for all runs."""
        return [outcome.run.program for outcome in self._all() if outcome.faults]

    def close(self) -> None:
        """End what still runs."""
        self.pool.close()

    def _all(self) -> list[Outcome]:
        return [self.outcome(program.language, program.name) for program, _ in self._futures]

    def _start(self, program: Program, turn: int) -> Future[Run]:
        contract = self._contract(program)
        recorded = turn > 0 and contract.is_recorded
        run = self.pool.submit(program, contract, turn=turn, recorded=recorded)
        self._started.append(run)
        return run

    def _end_others(self) -> None:
        """End the runs of which nobody wants to know any more what comes of them."""
        wanted = {run for runs in self._futures.values() for run in runs}
        for run in self._started:
            if run not in wanted:
                self.pool.abandon(run)
        self._started = [*wanted]

    def _outcome(self, runs: list[Future[Run]]) -> Outcome:
        """Of a run that went wrong the next one would tell no more: nobody waits for it."""
        for run in (self._result(future) for future in runs):
            if found := _wrong(run):
                return Outcome(run, [[] for _ in run.lines], found)
        first, second = runs[0].result(), runs[-1].result()
        varies, fault = compare.variations(first, second)
        found = [fault] if fault else []
        recording, turns = second.recording, second.turns
        if first.contract.is_recorded:
            found += (
                recording.faults(turns) if recording else ["expected a recording, but none came"]
            )
            if first.contract.spins and recording and not recording.spins:
                found.append(
                    "expected its loop to spin when it is recorded (spins in snippets/runs.toml),"
                    f" but it made {recording.turns} turns, and too few of them alike"
                )
        return Outcome(first, varies or [[] for _ in first.lines], found, recording)

    def _result(self, run: Future[Run]) -> Run:
        return result(run, self.meanwhile)

    def _other_turns(self, outcomes: list[Outcome]) -> Iterator[str]:
        """The programs whose loop makes more turns, or fewer, when it is recorded."""
        for outcome in outcomes:
            run, recording = outcome.run, outcome.recording
            for _ in range(TRIES - 1):
                if not _turns_differ(run, recording):
                    break
                both = [self._start(run.program, turn) for turn in range(RUNS_EACH)]
                run, again = map(self._result, both)
                recording = again.recording
            if recording and _turns_differ(run, recording):
                yield (
                    f"{run.program.where}\n  expected as many turns of its loop when it is recorded"
                    f" as without, {run.turns}, but there were {recording.turns}"
                )

    def _differences(
        self, outcomes: list[Outcome], same: Callable[[Program, Program], bool]
    ) -> Iterator[str]:
        """The programs whose loop did not do the same in every language."""
        recorded: dict[str, list[tuple[Program, Recording]]] = {}
        for each in outcomes:
            if each.recording:
                told = recorded.setdefault(each.run.program.name, [])
                told.append((each.run.program, each.recording))
        for (program, recording), *others in recorded.values():
            alike = [each for each in others if same(program, each[0])]
            yield from self._compared(program, recording, alike)

    def _compared(
        self, program: Program, recording: Recording, others: list[tuple[Program, Recording]]
    ) -> Iterator[str]:
        for other, its in others:
            mine, theirs = recording, its
            for _ in range(TRIES - 1):
                if difference(mine, theirs) is None:
                    break
                again = [self._start(each, turn=1) for each in (program, other)]
                mine, theirs = (self._result(future).recording or mine for future in again)
            if found := difference(mine, theirs):
                yield (
                    f"{other.where}\n  expected its recorded run to do what that of"
                    f" {program.where} does, but {found}; where timers may come due together, say"
                    ' varies = ["turns"] in snippets/runs.toml'
                )

    def _contract(self, program: Program) -> Contract:
        return self.contracts.get(program.name, Contract())

    def _key(self, program: Program) -> tuple[Program, str]:
        return program, repr(self._contract(program))

    def _report_progress(self, new: list[Program]) -> None:
        futures = [future for program in new for future in self._futures[self._key(program)]]
        began = time.monotonic()

        def watch() -> None:
            left = {f for f in futures if not f.done()}
            while left:
                done = wait(left, timeout=REPORT_EVERY)
                left = done.not_done
                if not left:
                    break
                slow = self.pool.slowest()
                self.say(
                    f"{len(futures) - len(left)} of {len(futures)} runs done"
                    f" after {time.monotonic() - began:.0f} s"
                    + (f"; slowest under way: {slow}" if slow else "")
                )
            if any(future.cancelled() for future in futures):
                return  # the next refresh has ended them, and tells of its own
            longest = max((f.result() for f in futures), key=lambda run: run.wall)
            self.say(
                f"{len(new)} program{'s' * (len(new) != 1)}, {len(futures)} runs"
                f" in {time.monotonic() - began:.1f} s;"
                f" the longest: {longest.program.where} ({longest.wall:.1f} s)"
            )

        threading.Thread(target=watch, name="progress", daemon=True).start()


def _turns(program: Program) -> range:
    return range(int(program.is_of_an_exercise), RUNS_EACH)


def urgency(program: Program, contract: Contract, turn: int = 0) -> tuple[bool, float]:
    """A key to sort runs by: long programs first; last, when the crowd is gone, those that measure
    or must be in time, in the turn of which the figures are shown, and those that must spin."""
    long = contract.stops_after or longest_sleep(program.source)
    return contract.is_late and (not turn or contract.spins is not None), -long


def _lost(runs: list[Future[Run]]) -> bool:
    """Whether one of them is to be run again though nothing has changed."""
    return any(run.done() and not run.exception() and run.result().is_lost for run in runs)


def _without_room(outcomes: list[Outcome]) -> Iterator[str]:
    """All that had no room, at once: it is no fault of theirs."""
    if outcomes:
        first, others = outcomes[0], len(outcomes) - 1
        more = f" and {others} other program{'s' * (others > 1)}" if others else ""
        yield f"{first.run.program.where}{more}\n  {first.faults[0]}"


def _is_sure(outcome: Outcome) -> bool:
    return outcome.run.contract.sure


def _wrong(run: Run) -> list[str]:
    """What is wrong with one run, seen by itself."""
    return judge.faults(run) if run.contract.sure else [UNSURE]


def _is_known(runs: list[Future[Run]]) -> bool:
    """Whether all has ended that it takes to know an outcome."""
    *first, last = runs
    if not all(run.done() for run in first):
        return False
    return last.done() or any(_wrong(run.result()) for run in first)


def _turns_differ(plain: Run, recording: Recording | None) -> bool:
    recorded = recording.turns if recording else None
    return None not in (plain.turns, recorded) and plain.turns != recorded
