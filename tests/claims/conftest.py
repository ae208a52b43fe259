"""``run``: the programs of the site, run apart from it, in the languages and on the Pythons that
`daily` names; every night in each language on each Python.

Every program is asked for before the first test that asks for any, so that all runs overlap as in a
build.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import daily
import pytest
from runs import what_if
from runs.contracts import Contract, load
from runs.engine import urgency
from runs.interpreters import interpreters
from runs.judge import faults
from runs.pool import Pool
from runs.programs import Program, Programs
from runs.run import Run

ROOT = Path(__file__).resolve().parents[2]
EXTRA = Path(__file__).parent / "programs"
LONG = 50.0  # seconds, less than programs sleep that must not sleep to the end


@dataclasses.dataclass(frozen=True)
class Result(Run):
    """A run as the tests of claims see it."""

    version: tuple[int, int] = (0, 0)

    def number(self, name: str) -> float:
        """A named value as a number."""
        return float(self.value(name))


class Runs:
    """All runs of one session."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # for programs that are changed
        self.pool = Pool()
        self.programs = Programs(ROOT / "snippets")
        self.contracts = load(ROOT / "snippets/runs.toml", self.programs.names)
        what_if.add(self.programs, self.contracts, folder / "what_if")
        self.extra = Programs(EXTRA.parent)
        self.futures: dict[tuple[Program, tuple[int, int]], Future[Run]] = {}

    def start(self, asked: set[daily.Case]) -> None:
        """Have all programs run where tests ask for them; what is dear only where it is by day."""
        programs = [*self.programs, *self.extra]
        for program in sorted(programs, key=lambda p: urgency(p, self.contract(p))):
            is_dear = program.what_if or self.contract(program).background
            for language, version in asked & {*daily.once()} if is_dear else asked:
                if program.language in (language, EXTRA.name):
                    self.future(program, version)

    def contract(self, program: Program) -> Contract:
        """What is declared of a program; on a crowded machine it may take longer."""
        declared = self.contracts.get(program.name, Contract())
        return dataclasses.replace(declared, time_limit=max(LONG, declared.time_limit))

    def future(self, program: Program, version: tuple[int, int]) -> Future[Run]:
        key = program, version
        if key not in self.futures:
            python = interpreters()[version]
            self.futures[key] = self.pool.submit(program, self.contract(program), python)
        return self.futures[key]


@dataclasses.dataclass
class Runner:
    """What the fixture ``run`` gives: call it with a program's name."""

    runs: Runs
    lang: str
    python: tuple[int, int]
    asked: list[Program] = dataclasses.field(default_factory=list)

    def afresh(self) -> None:
        """From now on what was asked for is run once more."""
        for program in self.asked:
            self.runs.futures.pop((program, self.python), None)

    def __call__(self, name: str) -> Result:
        """The run of a program of the site, which is what its contract says on this Python too."""
        result = self._result(self._program(name))
        assert faults(result) == [], name
        return result

    def extra(self, name: str) -> Result:
        """The run of a program that is on no page: ``tests/claims/programs/<name>.py``."""
        return self._result(self.runs.extra.get("programs", name))

    def changed(self, name: str, old: str, new: str) -> Result:
        """The run of a program of the site with one piece of its code changed."""
        program = self._program(name)
        assert program.source.count(old) == 1, f"{program.where} has not one {old!r}"
        source = program.source.replace(old, new)
        file = self.runs.folder / self.lang / program.filename
        file.parent.mkdir(exist_ok=True)
        file.write_text(source, encoding="utf-8")
        return self._result(dataclasses.replace(program, file=file, source=source))

    def recorded(self, name: str) -> Result:
        """The run of a program of the site while it is recorded."""
        program = self._program(name)
        python = interpreters()[self.python]
        contract = self.runs.contract(program)
        return self._judged(self.runs.pool.submit(program, contract, python, recorded=True))

    def say(self, **words: str) -> str:
        """The word of this run's language."""
        return words[self.lang]

    def _program(self, name: str) -> Program:
        """Nothing is said of a language that has yet to get it: its author wrote another one."""
        has = [each.language for each in self.runs.programs if each.name == name]
        if has and self.lang not in has:
            pytest.skip(f"{name} is there in {', '.join(has)} only")
        return self.runs.programs.get(self.lang, name)

    def _result(self, program: Program) -> Result:
        contract = self.runs.contract(program)
        if self.python < contract.needs:
            pytest.skip(f"{program.name} needs Python {'.'.join(map(str, contract.needs))}")
        self.asked.append(program)
        return self._judged(self.runs.future(program, self.python))

    def _judged(self, future: Future[Run]) -> Result:
        done = future.result()
        assert "lost" not in done.troubles, done.troubles
        fields = {f.name: getattr(done, f.name) for f in dataclasses.fields(done)}
        return Result(**fields, version=self.python)


@pytest.fixture(scope="session")
def all_runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runs]:
    runs = Runs(tmp_path_factory.mktemp("changed"))
    wanted = {item.module.__name__ for item in request.session.items}
    if len(wanted) > 3:  # the whole suite; for a single file, what it asks for is started by it
        specs = [getattr(item, "callspec", None) for item in request.session.items]
        runs.start({spec.params["run"] for spec in specs if spec and "run" in spec.params})
    yield runs
    runs.pool.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "run" in metafunc.fixturenames:
        is_dear = metafunc.definition.get_closest_marker("once")
        cases = daily.params(daily.once() if is_dear else daily.daily())
        metafunc.parametrize("run", cases, indirect=True)


@pytest.fixture
def run(request: pytest.FixtureRequest, all_runs: Runs) -> Runner:
    return Runner(all_runs, *request.param)
