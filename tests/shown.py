"""A recording as a reader sees it: the sentence and the panel of each moment."""

from __future__ import annotations

import html
import re
from typing import Any

from languages.interface import words
from recorder.moments import moments
from recorder.panel import Panel, groups_of, panel
from recorder.replay import mismatches
from recorder.state import State
from runs.telling import sentence

Shown = list[tuple[str, Panel]]


def shown(one: Any) -> Shown:
    """Sentence, in English, and panel of each moment; the recording is true of the process."""
    assert not list(mismatches(one.events))
    state, at, found, groups = State(), 0, [], groups_of(one.told)
    for moment in moments(one.told):
        for event in one.told[at : moment.end]:
            state.apply(event)
        at = moment.end
        said = html.unescape(re.sub("<[^>]*>", "", sentence(moment, words("en"))))
        found.append((said, panel(state, groups)))
    return found


def behind(one: Any, said: str, many: int) -> list[str]:
    """So many sentences, from the one on that begins so."""
    told = [sentence for sentence, _ in shown(one)]
    at = next(n for n, sentence in enumerate(told) if sentence.startswith(said))
    return told[at : at + many]
