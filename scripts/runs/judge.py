"""Is a run what its contract says? Every fault as a sentence: what was expected, what came."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator

from . import machine
from .forms import quoted
from .programs import NO_PROGRAM, Program
from .run import Run

# What Python and asyncio say when something is not right. The hint about tracemalloc belongs to
# the warning before it.
WARNING = re.compile(
    r"\w*Warning: (?!Enable tracemalloc)|Task was destroyed but|exception was never retrieved"
    r"|Executing <|Exception in callback|Exception ignored"
)

TROUBLES = {
    "lost": "expected a report of the run, but {}",
    "machine": "expected the machine to have room for it, but {}",
    "unborn": "expected it to begin, but the process in which it was to run met {}",
    "hung": "expected an end within {0}, but it was still running then (time_limit in"
    " snippets/runs.toml; stops_after where that is the point)",
    "stopped": "expected it to go on, but it was stopped by {} and nothing was left to wake it",
    "deaf": "expected it to stop when asked to, but {0} after SIGTERM it went on and was killed",
    "flooded": "expected at most {0} of output, but it printed more and was killed",
    "left": "expected no process to stay behind, but it left: {}",
    "filled": "expected at most {0} in its folder, but it wrote more and was killed",
    "multiplied": "expected at most {0}, but it started more and was killed",
    "spoke": "expected nothing on the channel of the supervisor but its own words, came {}",
    "closed": "expected its stdout to stay open, but it closed it",
    "not-utf-8": "expected output in UTF-8, but came {}",
    "control": "expected lines of text, but came the control character {}",
}
# Whether Python's own end was reached is seen, and not what led past it.
LEFT = "expected an ordinary end, but it left past Python's own (as os._exit and os.execv do)"


def faults(run: Run) -> list[str]:
    """What is wrong with ``run``, or nothing."""
    found = [TROUBLES[kind].format(word) for kind, word in run.troubles.items()]
    found = found or _end(run)
    if run.is_lost:
        return found
    # What did not come after a wrong end only follows from it.
    found += _unforeseen(run) if found else [*_missing(run), *_unforeseen(run)]
    return [*(found or [*_other(run), *_values(run)]), *_traces(run)]


def _end(run: Run) -> list[str]:
    contract, ended = run.contract, f"it ended with exit status {run.status} after {run.wall:.2f} s"
    if contract.stops_after:
        if run.stopped:
            return []
        return [f"expected it to be still running after {contract.stops_after:g} s, but {ended}"]
    assert run.status is not None
    if run.status < 0:
        return [f"expected an ordinary end, but it was killed by signal {-run.status}"]
    if not run.ended_orderly:
        return [f"{LEFT}, with exit status {run.status}"]
    if contract.raises and not contract.transcript:
        return _raised(run, ended)
    if contract.exits is not None:
        if _exits(run) and run.status == contract.exits:
            return []
        return [f"expected sys.exit({contract.exits}), but {ended}"]
    if run.status:
        last = next((text for text in reversed(run.err) if text.strip()), "nothing on stderr")
        return [f"expected exit status 0, but {ended}: {last}"]
    if _exits(run):
        return [
            "expected it to run to its last line, but it called sys.exit or raised SystemExit"
            " (declare it: exits = 0)"
        ]
    return []


def _raised(run: Run, ended: str) -> list[str]:
    wanted, last = run.contract.raises or "", exception(run)
    if run.status == 1 and wanted in last:
        return []
    return [f"expected it to raise {wanted!r}, but {ended}" + (f": {last}" if last else "")]


def _exits(run: Run) -> bool:
    """Whether it ended by `SystemExit`, of which Python shows no traceback (Python/pythonrun.c)."""
    if run.exit_called or (run.ended_orderly and (run.status or 0) > 1):
        return True
    if run.status and any(text.startswith("Traceback (most") for text in run.err):
        return False
    try:
        tree = ast.parse(run.program.source)
    except NO_PROGRAM:
        return False
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc)
    return any("SystemExit" in ast.dump(exception) for exception in raised)


def exception(run: Run) -> str:
    """What ended it: the last line of its traceback, or of a group of exceptions the first; empty
    if there is none."""
    if any("Exception Group Traceback" in text for text in run.err):
        lines = (re.match(r" +\| ((\w+\.)*\w*Group: .*)", text) for text in run.err)
        return next((found[1] for found in lines if found), "")
    return next((text for text in reversed(run.err) if re.match(r"[\w.]+(: |$)", text)), "")


def _came(run: Run) -> list[str]:
    return [text for text in run.err if WARNING.search(text)]


def _missing(run: Run) -> list[str]:
    came, wanted = _came(run), run.contract.warns
    found = [f"expected the warning {w!r}, but it did not come" for w in wanted[len(came) :]]
    pairs = zip(wanted, came, strict=False)
    return found + [f"expected the warning {w!r}, but came {c!r}" for w, c in pairs if w not in c]


def _unforeseen(run: Run) -> list[str]:
    came = _came(run)[len(run.contract.warns) :]
    return [f"expected no warning (or declare it: warns = […]), but came {text!r}" for text in came]


def _other(run: Run) -> list[str]:
    """What else on stderr was not foreseen."""
    contract, found = run.contract, []
    if not (contract.warns or contract.raises or contract.transcript or run.status):
        text = next((text for text in run.err if text.strip()), None)
        if text is not None:
            found.append(f"expected nothing on stderr, but came {text!r}")
    if contract.transcript and not contract.raises:
        wrong = (t for t in run.err if t.startswith(("SyntaxError", "IndentationError")))
        found += [f"expected lines that can be typed at a prompt, but came {t!r}" for t in wrong]
    if contract.transcript and contract.raises and not any(contract.raises in t for t in run.err):
        found.append(f"expected the answer {contract.raises!r} at a prompt, but it did not come")
    return found


def _values(run: Run) -> list[str]:
    found = []
    for name in run.contract.values:
        try:
            run.value(name)
        except LookupError as error:
            found.append(str(error))
    return found


def _traces(run: Run) -> Iterator[str]:
    """What the output, and the texts of the recording, show of the machine that builds."""
    texts = [line.text for line in run.lines]
    for event in run.recording.events if run.recording else ():
        texts += [str(value) for value in event if isinstance(value, str | list)]
    for what in dict.fromkeys(_machine().shown("\n".join(texts), run.program.source)):
        yield f"expected what is the same on every machine, but it shows {what}"


@functools.cache
def _machine() -> machine.Machine:
    return machine.here()


def line(run: Run) -> int | None:
    """The line of the program on which it went another way than declared, if that is known."""
    own = re.escape(run.program.filename)
    if run.status == 1 and not (run.contract.raises and run.contract.raises in exception(run)):
        frames = [re.search(rf'File "{own}", line (\d+)', text) for text in run.err]
        if known := [found for found in frames if found]:
            return int(known[-1][1])
    places = (re.match(rf"{own}:(\d+): ", t) for t in _came(run)[len(run.contract.warns) :])
    return next((int(found[1]) for found in places if found), None)


def declaration(run: Run) -> list[str]:
    """The keys of ``runs.toml`` that would declare how it ended and of what it warned."""
    contract, keys = run.contract, []
    ends = contract.raises or contract.exits is not None or contract.stops_after
    if not (run.troubles or ends or contract.transcript) and run.ended_orderly:
        if _exits(run) and run.status is not None:
            keys.append(f"exits = {run.status}")
        elif run.status == 1 and exception(run):
            keys.append(f"raises = {quoted(_stable(exception(run)))}")
    came = _came(run)
    if len(came) > len(contract.warns):
        new = [t[found.start() :] for t in came if (found := WARNING.search(t))]
        told = [*contract.warns, *map(_stable, new[len(contract.warns) :])]
        keys.append(f"warns = [{', '.join(map(quoted, told))}]")
    return keys


def _table(program: Program) -> str:
    """The table of a program in ``runs.toml``."""
    if program.what_if:
        return f"{quoted(program.filed_as)}.what_if.{program.what_if}"
    return quoted(program.name)


def _stable(text: str) -> str:
    """The beginning of a message, up to what is another in every run."""
    return re.split(r" ?(?:0x[0-9a-fA-F]{4,}|\d+\.\d+|<Task|<Future|<Handle)", text)[0]


def report(run: Run, found: list[str], last_lines: int = 12) -> str:
    """The faults of one run as a paragraph: file and line, expected and came, its words, what would
    declare it, how to run it."""
    words = [each.text for each in run.lines][-last_lines:]
    at = line(run)
    parts = [f"{run.program.where}{f':{at}' if at else ''}", *(f"  {fault}" for fault in found)]
    if words:
        parts += ["  the last it said:", *(f"    | {text:.200}" for text in words)]
    if keys := declaration(run):
        parts.append("  if that is what it shows, declare it in snippets/runs.toml:")
        parts += [f"    {text}" for text in (f"[{_table(run.program)}]", *keys)]
    if not run.program.what_if:
        parts.append(f"  to run it alone: python3 {run.program.where}")
    return "\n".join(parts)
