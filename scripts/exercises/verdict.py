"""Have a check look at a run, and say in words what is missing, if something is.

It is done at build, and in the reader's browser in another interpreter than the one in which the
reader's program ran.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import iscoroutinefunction, isgeneratorfunction
from typing import Any

from markupsafe import Markup, escape
from recorder import events as e
from recorder.alike import Moment
from runs.templating import said

from .seen import Missing, Seen

Words = Mapping[str, str]
Says = Mapping[str, Mapping[str, str]]  # sentences by key and language
FUNCTION = "check"
UNFIT = {"an async function": iscoroutinefunction, "a generator": isgeneratorfunction}
_CODE = Markup("<code>{}</code>")


class BadCheck(Exception):
    """A check that cannot be used. ``why``; ``line``: that of the check where it showed, or 0."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {why}" if line else why)
        self.why, self.line = why, line


@dataclass(frozen=True)
class Check:
    """``source``: of a module with a function ``check(seen)``; ``says``: its sentences, with code
    between backticks; ``name``: what its file is called."""

    name: str
    source: str
    says: Says

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Check:
        """From what `as_json` gave."""
        return cls(document["name"], document["source"], document["says"])

    def as_json(self) -> dict[str, Any]:
        """What a browser is given: of what stands among the sentences, the sentences."""
        tables = {key: texts for key, texts in self.says.items() if isinstance(texts, dict)}
        says = {
            key: {language: text for language, text in texts.items() if isinstance(text, str)}
            for key, texts in tables.items()
        }
        return {"name": self.name, "source": self.source, "says": says}

    def function(self) -> Callable[[Seen], None]:
        """What looks. Raises `BadCheck` where there is none."""
        space: dict[str, Any] = {"__name__": "check"}
        try:
            exec(compile(self.source, self.name, "exec"), space)
        except BaseException as error:  # it may not end what it judges for
            raise _bad(error, self.name) from error
        found = space.get(FUNCTION)
        if not callable(found):
            raise BadCheck(f"expected a function {FUNCTION}(seen), there is none")
        for kind, is_it in UNFIT.items():
            if is_it(found):
                line = found.__code__.co_firstlineno
                raise BadCheck(
                    f"expected {FUNCTION}(seen) to be a plain function, came {kind}", line
                )
        return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Verdict:
    """``key``: of what is missing, "" where nothing is; ``own``: whether that is a sentence of the
    check, and not one of ours for what no program may do; ``said``: the sentence, as HTML;
    ``moment``: the number, from 1, of the moment where it can be seen, or None."""

    key: str
    own: bool
    said: Markup
    moment: int | None

    @property
    def passed(self) -> bool:
        """Whether nothing is missing."""
        return not self.key

    def as_json(self) -> dict[str, Any]:
        """What the page is told."""
        return {"passed": self.passed, "said": str(self.said), "moment": self.moment}


def judge(check: Check, seen: Seen, told: Sequence[Moment], words: Words, language: str) -> Verdict:
    """What is missing first. ``told``: the moments of the run; ``words``: of the interface in
    ``language``. Raises `BadCheck` where the check itself fails, and for a sentence that it
    lacks."""
    try:
        general(seen)
        check.function()(seen)
    except Missing as missing:
        own = missing.key in check.says
        sentence = _sentence(check, missing, words, language)
        return Verdict(missing.key, own, sentence, _moment(told, missing.at))
    except BadCheck:
        raise
    except BaseException as error:
        raise _bad(error, check.name) from error
    return Verdict("", True, said(words, "exercise_passed"), None)


def _bad(error: BaseException, file: str) -> BadCheck:
    """That an exception came out of the check in ``file``."""
    return BadCheck(f"{type(error).__name__}: {error}", _line(error, file))


def _line(error: BaseException, file: str) -> int:
    """The last line of the check on the way of an exception."""
    found, tb = 0, error.__traceback__
    while tb:
        found = tb.tb_lineno if tb.tb_frame.f_code.co_filename == file else found
        tb = tb.tb_next
    return found


def general(seen: Seen) -> None:
    """What every program has to do: come to its end, by itself and well, and not before it is
    known what it did. Raises `Missing`."""
    cuts = [at for at, event in enumerate(seen.events) if isinstance(event, e.Cut | e.Gap)]
    seen.needs(not cuts, "too_much", at=cuts[0] if cuts else None)
    seen.needs(seen.status is not None, "stopped", at=seen.end)
    left = seen.all(e.Unwind)
    error = left[-1].event.value if left else ""
    began = next((at for at, event in left if event.value == error), None)
    seen.needs(seen.status == 0, "raises" if error else "fails", at=began, error=error)


def _moment(told: Sequence[Moment], at: int | None) -> int | None:
    if at is None or at < 0 or not told:
        return None
    return next((n for n, moment in enumerate(told, 1) if at < moment.end), len(told))


def _sentence(check: Check, missing: Missing, words: Words, language: str) -> Markup:
    fields = {name: _CODE.format(field) for name, field in missing.fields.items()}
    if missing.key not in check.says:
        if f"exercise_{missing.key}" not in words:
            raise BadCheck(f"expected a sentence for {missing.key!r}, there is none")
        return said(words, f"exercise_{missing.key}", **fields)
    texts = check.says[missing.key]
    text = texts[language if language in texts else next(iter(texts))]
    try:
        return html(text).format(**fields)
    except (KeyError, IndexError, ValueError) as error:
        raise BadCheck(f"{missing.key!r}: {type(error).__name__}: {error} in {text!r}") from error


def html(text: str) -> Markup:
    """A sentence of a check: what stands between backticks is code."""
    pieces = [_CODE.format(t) if n % 2 else escape(t) for n, t in enumerate(text.split("`"))]
    return Markup("").join(pieces)
