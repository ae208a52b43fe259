"""What is easily written wrongly in Portuguese, in all that readers and contributors read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import ROOT

PAGES = [*(ROOT / "docs/pt").rglob("*.*"), ROOT / "CONTRIBUTING.pt-BR.md"]
TOML = [
    *(ROOT / "checks").rglob("*.toml"),
    ROOT / "scripts/languages/glossary.toml",
    ROOT / "snippets/runs.toml",
    ROOT / "scripts/languages/interface/pt.toml",
]
# Fences, a table of what was measured, and the options of a question, which a program prints.
NO_PROSE = re.compile(
    r"^````.*?^````$|^```(?!predict|exercise).*?^```$|^\|.*\d ms \|$|^(?:- |  )[^.?\n]*$",
    re.M | re.S,
)
CODE = re.compile(r"(?<!`)`(?!`)[^`]+`(?!`)|\]\([^()]*\)")  # and what a link leads to


def texts(file: Path) -> Iterator[str]:
    """What is said in Portuguese in a file."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".toml":
        yield from portuguese(tomllib.loads(text), whole=file.stem == "pt")
    elif file.suffix == ".py":  # a notebook: its text is in comments
        yield "\n".join(re.findall(r"^# (.*)", text, re.M))
    else:
        yield NO_PROSE.sub("", text)


def portuguese(table: dict[str, object], whole: bool) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from portuguese(value, whole or key == "pt")
        elif isinstance(value, str) and (whole or key == "pt") and key != "why":
            yield value


COMPLEMENT = r"(?:\s+(?:o\s+controle|a\s+vez))"
WRONG = {
    "a blank at which a line may end before a unit": r"[\d}] (?:s|ms|µs|ns|min|h|[KMG]B)\b",
    "a blank before a percent sign": r"[\d}](?: |&nbsp;|\u00a0)%",
    "ceder for yielding a value": rf"\bced(?:e|em|er|eu|endo|a|am)\b(?!{COMPLEMENT}|: \"fim\")",
    "corrente for a chain": r"\bcorrentes?\b",
    "CancelledError as a masculine": r"\b(?:[oO]|um|do|no|ao|pelo|ess?te|aquele) `CancelledError",
    "what one cannot do on a phone": r"toque nela",
    "what is said of everything": r"\bem qualquer caso\b",
    "a term in two languages": r"alça do laço",
    "a plural beside a number that may be 1": r"\brestam \{|\{count\} de \{\w+\} \w+m\b",
    "a name without code voice": r"(?<![\w/*-])(?:b|B|c1|c2|coro_\w+|task_\w+)(?![\w*=(-])",
}


def found(what: str, text: str) -> list[str]:
    if "CancelledError" not in what:
        text = CODE.sub("``", text)
    return [text[max(0, m.start() - 40) : m.end() + 20] for m in re.finditer(WRONG[what], text)]


@pytest.mark.parametrize("what", WRONG)
def test_nowhere_is_written(what):
    told = {
        str(file.relative_to(ROOT)): hits
        for file in (*PAGES, *TOML)
        if (hits := [hit for text in texts(file) for hit in found(what, text)])
    }
    assert told == {}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("unit", "Levou 3 s."),
        ("unit", "{wall} ms ao todo"),
        ("unit", "{{ a/b.wall }} s"),
        ("percent", "100 % certo"),
        ("percent", "{percent}\u00a0%"),
        ("ceder", "a pedra cede 7"),
        ("ceder", "cede a si mesmo"),
        ("corrente", "a corrente de corrotinas"),
        ("Cancelled", "recebe o `CancelledError`"),
        ("plural", "restam {count}"),
        ("code voice", "e b vem antes"),
        ("code voice", "o passo de B."),
    ],
)
def test_what_is_written_wrongly_is_found(what, text):
    (kind,) = (each for each in WRONG if what in each)
    assert found(kind, text)


OF_EITHER = ("running", "suspended"), ("held", "locked", "free")


def test_what_is_said_of_things_of_either_gender_agrees_with_none():
    """Of a coroutine and a generator; of a lock (trava) and a semaphore."""
    words = tomllib.loads((ROOT / "scripts/languages/interface/pt.toml").read_text("utf-8"))
    said = [words[f"panel_state_{each}"] for each in OF_EITHER[0]]
    said += [words[f"panel_{each}"] for each in OF_EITHER[1]]
    assert [each for each in said if not re.match(r"(?:em|com) |\w+(?:ndo|e)$", each)] == []
