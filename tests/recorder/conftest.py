"""``recorded``: every program of the site, recorded for each push in one language on the newest
Python; every night in each language on each Python."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import daily
import pytest
from commands import Server
from languages.interface import words
from made import PATIENCE, ROOT
from recorder.events import Event, Fold, Output, Snapshot, Turn, from_list
from recorder.moments import moments
from recorder.replay import mismatches
from recorder.tellable import tellable
from runs.contracts import Contract, load
from runs.interpreters import interpreters
from runs.pool import Pool, describe
from runs.programs import Program, Programs
from runs.run import Line, Run
from runs.telling import sentence

HERE = Path(__file__).parent
Version = tuple[int, int]
TEXTS = load(ROOT / "snippets/runs.toml", Programs(ROOT / "snippets").names)


@dataclasses.dataclass(frozen=True)
class Recorded:
    """A recorded run of a program beside its plain one."""

    version: Version
    program: Program
    document: dict[str, Any]
    out: str
    err: str
    status: int | None
    plain: Run | None = None

    @functools.cached_property
    def events(self) -> list[Event]:
        return [from_list(item) for item in self.document["events"]]

    @property
    def told(self) -> list[Event]:
        """Without the snapshots."""
        return [event for event in self.events if not isinstance(event, Snapshot)]

    def told_from(self, begin: str) -> list[str]:
        """The sentences, in English, from the first that has this in it; without times, and without
        labels and turns: a generator that is dropped is closed by a task of asyncio's own, which
        counts. On a crowded machine any job may have taken long: that is left out."""
        assert self.status == 0, self.err
        assert not list(mismatches(self.events))
        found = [sentence(moment, words("en")) for moment in moments(tellable(self.told))]
        begun = next(n for n, text in enumerate(found) if begin in text)
        counts = r"[\d.]+\s(m|µ)?s\b|\b[A-Za-z]\d+|\bTurn \d+"
        behind = [re.sub(r" The job that ends here took .*", "", text) for text in found[begun:]]
        return [re.sub(counts, "_", text) for text in behind]

    @property
    def told_turns(self) -> int:
        folded = sum(event.turns for event in self.events if isinstance(event, Fold))
        return folded + sum(isinstance(event, Turn) for event in self.events)

    def run_of(self, lines: Iterable[tuple[str, str]]) -> Run:
        """Lines as a run which `runs.compare` compares, paths told as in the plain one."""
        contract = TEXTS.get(self.program.name, Contract())
        hidden = [(str(self.program.file), self.program.filename)]
        hidden += describe(interpreters()[self.version])[2]
        shown = []
        for stream, text in lines:
            for path, instead in hidden:
                text = text.replace(path, instead)
            shown.append(Line(0.0, stream, text))
        assert self.plain
        return dataclasses.replace(self.plain, lines=tuple(shown), contract=contract)

    @property
    def really_printed(self) -> Run:
        """What the recorded process wrote, stdout first."""
        return self.run_of(
            (stream, text)
            for stream, whole in (("out", self.out), ("err", self.err))
            for text in whole.splitlines()
        )

    @property
    def told_printed(self) -> Run:
        """What the recording says was printed, a line where its first piece is."""
        lines: list[list[str]] = []
        open_: dict[str, list[str]] = {}
        for event in self.events:
            if isinstance(event, Output):
                for piece in event.text.splitlines(keepends=True):
                    if event.stream not in open_:
                        lines.append(open_.setdefault(event.stream, [event.stream, ""]))
                    open_[event.stream][1] += piece
                    if piece.endswith("\n"):
                        del open_[event.stream]
        return self.run_of((stream, text.removesuffix("\n")) for stream, text in lines)


@functools.cache
def forks(python: str) -> Server:
    """What runs programs with this Python, each in a fork of one interpreter."""
    environment = {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return Server(python, str(HERE / "forked.py"), str(ROOT / "scripts"), env=environment)


def run_forked(python: str, jobs: list[dict[str, Any]], folder: Path) -> dict[str, int | None]:
    """Have `forked` run the jobs; their exit statuses by ``into``, None for those ended."""
    listed = folder / "jobs.json"
    listed.write_text(json.dumps(jobs), encoding="utf-8")
    assert forks(python).ask(str(listed)) == "ended\n"
    ended: dict[str, int | None] = json.loads(Path(f"{listed}.ended").read_text(encoding="utf-8"))
    return ended


def read(into: str) -> tuple[Any, str, str]:
    """Document, stdout and stderr of a job."""
    file = Path(f"{into}.json")
    document = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    out, err = (Path(f"{into}.{name}").read_text(encoding="utf-8") for name in ("out", "err"))
    return document, out, err


def record_all(
    version: Version, programs: list[Program], folder: Path, pool: Pool
) -> list[Recorded]:
    """Programs recorded and plain, on one Python. Those that are late run alone."""
    python, jobs = interpreters()[version], []
    contracts = {program: TEXTS.get(program.name, Contract()) for program in programs}
    plain = [pool.submit(program, contracts[program], python) for program in programs]
    places = {}
    for program, contract in sorted(contracts.items(), key=lambda item: item[1].is_late):
        places[program] = into = folder / f"{program.language}-{program.name.replace('/', '-')}"
        into.mkdir(parents=True)
        limit = contract.stops_after or PATIENCE  # on a crowded machine recording takes its time
        job = {"file": str(program.file), "into": f"{into}/record", "settings": {"check": True}}
        jobs.append({**job, "limit": limit, "alone": contract.is_late})
    ended = run_forked(python, jobs, folder)
    found = []
    for program, run in zip(programs, plain, strict=True):
        into = places[program]
        document, out, err = read(f"{into}/record")
        status, done = ended[f"{into}/record"], run.result()
        found.append(Recorded(version, program, document, out, err, status, done))
    return found


class Recordings:
    """All recorded runs, by the program's name."""

    def __init__(self, folder: Path, pool: Pool, whole: bool) -> None:
        self.folder, self.pool, self.whole, self.number = folder, pool, whole, 0
        self.by_name: dict[str, list[Recorded]] = {}
        with ThreadPoolExecutor() as threads:
            for runs in threads.map(self.on, interpreters()):
                for one in runs:
                    self.by_name.setdefault(one.program.name, []).append(one)

    def on(self, version: Version) -> list[Recorded]:
        """For a push on the newest Python: a build compares those of its own, which most often is
        older, where the recorder hears of lines in another way."""
        programs = []
        for program in Programs(ROOT / "snippets"):
            contract = TEXTS.get(program.name, Contract())
            cases = daily.whole() if self.whole else daily.once()
            is_wanted = (program.language, version) in cases and version >= contract.needs
            if is_wanted and (contract.is_recorded or (self.whole and not contract.transcript)):
                programs.append(program)
        folder = self.folder / f"{version[1]}"
        return record_all(version, programs, folder, self.pool) if programs else []

    def again(self, ones: list[Recorded]) -> list[Recorded]:
        """The programs of these recordings, which one Python made, recorded once more."""
        self.number += 1
        folder = self.folder / f"again{self.number}"
        return record_all(ones[0].version, [one.program for one in ones], folder, self.pool)

    def check(self, fault: Callable[[list[Recorded]], str | None], name: str = "") -> None:
        """Fail with what ``fault`` says of the recordings of a program in its languages, on each
        Python; of every program, where none is named: the first five."""
        found = (
            f"{one}, Python {version}: {told}"
            for one in ([name] if name else self.by_name)
            for version in sorted({recording.version for recording in self.by_name[one]})
            if (told := self.fault(fault, one, version))
        )
        said = list(itertools.islice(found, 5))
        assert not said, "\n".join(said)

    def fault(
        self, fault: Callable[[list[Recorded]], str | None], name: str, version: Version
    ) -> str | None:
        """What is wrong on a Python. A busy machine makes timers late: what fails gets more tries,
        alone."""

        def told_of(ones: list[Recorded]) -> str | None:
            without = [one.program.language for one in ones if one.document is None]
            return f"no recording ({', '.join(without)})" if without else fault(ones)

        ones = [one for one in self.by_name[name] if one.version == version]
        told = told_of(ones)
        for _ in range(9):
            if told is None:
                break
            ones = self.again(ones)
            told = told_of(ones)
        return told


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("pushed", marks=daily.THOROUGH),
        pytest.param("whole", marks=daily.NIGHTLY),
    ],
)
def recorded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recordings]:
    pool = Pool()
    yield Recordings(tmp_path_factory.mktemp("recorded"), pool, request.param == "whole")
    pool.close()


@pytest.fixture
def record(tmp_path: Path, version: Version) -> Callable[..., Recorded]:
    """``record(source, **job)``: the recording of a program written in the test, with snapshots."""

    def do(source: str, **job: Any) -> Recorded:
        file, into = tmp_path / "shown.py", str(tmp_path / "record")
        file.write_text(source, encoding="utf-8")
        program = Program("en", "shown", file, source)
        settings = {"check": True, **job.pop("settings", {})}
        whole = {"file": str(file), "into": into, "limit": PATIENCE, "settings": settings, **job}
        ended = run_forked(interpreters()[version], [whole], tmp_path)
        document, out, err = read(into)
        return Recorded(version, program, document, out, err, ended[into])

    return do


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """By day on the oldest Python or on the newest, by the name of the test, and for each push on
    both: the recorder hears of lines in two ways. A test that is marked ``turns`` is done by day on
    one of them, the other in the next case; with ``half`` half of the cases, which are alike."""
    if "version" not in metafunc.fixturenames:
        return
    versions = list(interpreters())
    by_day = [versions[0], versions[-1]]
    marker = metafunc.definition.get_closest_marker("turns")
    if marker is None:
        chosen = by_day[zlib.crc32(metafunc.function.__name__.encode()) % 2]
        marks = dict.fromkeys(versions, daily.NIGHTLY)
        marks |= dict.fromkeys(by_day, daily.THOROUGH) | {chosen: []}
        cases = [pytest.param(v, id=f"3.{v[1]}", marks=marks[v]) for v in versions]
        metafunc.parametrize("version", cases)
        return
    name, values = marker.args
    later = daily.THOROUGH if marker.kwargs.get("half") else []
    both = [
        pytest.param(
            version,
            value,
            id=f"3.{version[1]}-{value}",
            marks=daily.NIGHTLY if version != by_day[n % 2] else later if n % 4 > 1 else [],
        )
        for n, value in enumerate(values)
        for version in versions
    ]
    metafunc.parametrize(("version", name), both)
