"""What an update of the locks did, in Markdown for a terminal and for a pull request."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Versions = dict[str, dict[str, str]]  # by kind ("Python", "Node"): version by name
CURES = {"tests.test_cures", "tests.runs.test_notebooks"}  # their tests guard cures of traps


@dataclass(frozen=True)
class Check:
    """A command that was run on the new versions: how long it took (seconds), how it ended."""

    command: str
    status: int
    seconds: float
    words: str = ""  # the end of its output, of one that failed

    def __str__(self) -> str:
        ended = "passed" if self.status == 0 else f"**failed** with status {self.status}"
        return f"- `{self.command}`: {ended} ({self.seconds:.0f} s)"


def changes(before: Versions, after: Versions) -> list[tuple[str, str, str, str]]:
    """Kind, name, old and new version of all that is not as it was; "—" where there is none."""
    return [
        (kind, name, before[kind].get(name, "—"), after[kind].get(name, "—"))
        for kind in after
        for name in sorted(before[kind].keys() | after[kind].keys())
        if before[kind].get(name) != after[kind].get(name)
    ]


def told(
    changed: list[tuple[str, str, str, str]],
    wanted: set[str],
    held: list[str],
    checks: list[Check],
    failed: list[tuple[str, str, str]],
) -> str:
    """The whole report. ``wanted``: the packages that we ask for by name, in bold. ``failed``: see
    `failures`."""
    parts = ["## What changed", *_table(changed, wanted)]
    parts += ["", "## Checks", *(map(str, checks) if checks else ["Left out, as was asked."])]
    look = [*_cures(failed), *_majors(changed, wanted), *held]
    parts += ["", "## What to look at", *([f"- {line}" for line in look] or ["Nothing."])]
    for check in checks:
        if check.status:
            parts += ["", f"## The end of `{check.command}`", "", "```text", check.words, "```"]
    return "\n".join(parts) + "\n"


def _table(changed: list[tuple[str, str, str, str]], wanted: set[str]) -> Iterator[str]:
    if not changed:
        yield "Nothing: every lock has the newest versions already."
        return
    yield "Those in bold are asked for by name, the others by them."
    yield from ("", "| | package | was | is |", "|---|---|---|---|")
    for kind, name, was, now in changed:
        yield f"| {kind} | {f'**{name}**' if name in wanted else name} | {was} | {now} |"


def _majors(changed: list[tuple[str, str, str, str]], wanted: set[str]) -> Iterator[str]:
    for _, name, was, now in changed:
        if name in wanted and "—" not in (was, now) and was.split(".")[0] != now.split(".")[0]:
            yield f"{name} has a new first number, {was} → {now}: read what it says of changes."


def _cures(failed: list[tuple[str, str, str]]) -> Iterator[str]:
    for module, test, words in failed:
        if module in CURES:
            yield (
                f"`{test}`: a cure of a trap works no longer or is no longer needed; if upstream"
                f" has mended it, take the cure out with its test. It says: {words}"
            )
        else:
            yield f"`{module}.{test}` fails: {words}"


def failures(results: Path) -> list[tuple[str, str, str]]:
    """Module, name and first words of each test that failed, from pytest's JUnit file."""
    if not results.exists():
        return []
    cases = ElementTree.parse(results).iter("testcase")
    return [
        (case.get("classname", ""), case.get("name", ""), _words(fault))
        for case in cases
        for fault in [*case.findall("failure"), *case.findall("error")]
    ]


def _words(fault: ElementTree.Element) -> str:
    return (fault.get("message") or "").strip().split("\n")[0][:200]
