"""From a run to a page: places, predictions, figures; literals in, literals out."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from languages import settings
from languages.interface import words
from made import run_of
from markupsafe import Markup
from recorder.events import Frame, Output
from runs import pieces, places, player, predict, render
from runs.asks import read
from runs.compare import variations
from runs.contracts import Contract, Value
from runs.outcome import Outcome
from runs.programs import Program
from runs.recordings import Recording
from runs.run import Line

SOURCE = "import asyncio\n\nasync def main():\n    yield 7\n\nasyncio.run(main())\n"
PROGRAM = Program("en", "part/shown", Path("shown.py"), SOURCE)


def outcome_of(*texts: str, **changes: object) -> Outcome:
    run = replace(run_of(*texts), program=PROGRAM, **changes)  # type: ignore[arg-type]
    return Outcome(run, variations(run, run)[0], [])


def test_a_figure_has_program_output_stamps_and_when_it_ran():
    shown = render.figure(
        outcome_of("a", "!b", "<f at 0x7f001122>"), render.Options(mark="yield 7"), words("en"), "f"
    )
    assert '<span class="run-name">shown.py</span> <a class="run-file" href="f">file</a>' in shown
    assert '<span class="hll">' in shown
    assert '<pre class="stamped" tabindex="0">' in shown
    assert '<span class="line out" data-at="0.00">a</span>\n' in shown
    assert '<span class="line err" data-at="0.10" title="on stderr">!b</span>\n' in shown
    assert '<span class="varies" title="differs on every run">0x7f001122</span>&gt;' in shown
    assert '<time datetime="2026-01-02T00:00:00+00:00">Jan 2, 2026, 00:00:00 UTC</time>' in shown
    assert "0.10\u00a0s · Python 3.13.0 · Linux x86_64" in shown
    assert "Marked values differ on every run." in shown


def test_captions_speak_the_language_of_the_page():
    shown = render.figure(outcome_of("a", "b", "c"), render.Options(), words("pt"), "f")
    assert "Rodou em " in shown
    assert "2 de jan. de 2026, 00:00:00 UTC" in shown
    assert "0,10\u00a0s · Python" in shown
    assert 'data-at="0,20"' in shown


def test_the_highlighted_program_is_the_program():
    shown = render.program_block(PROGRAM, render.Options(), words("en"), "f")
    code = re.split(r"<code\b[^>]*>", shown)[1].split("</code>", 1)[0]
    assert html.unescape(re.sub(r"<[^>]+>", "", code)) == SOURCE


def test_stamps_are_left_out_where_everything_came_at_once():
    assert "stamped" not in render.figure(outcome_of("a"), render.Options(), words("en"), "f")


def test_a_run_that_printed_nothing_says_so():
    assert words("en")["nothing_printed"] in shown_of(outcome_of())
    assert words("en")["nothing_printed"] not in shown_of(outcome_of("a"))


def test_what_is_printed_is_text_around_what_varies_too():
    shown = shown_of(outcome_of("<b> & 0x7f001122 <i>"))
    assert "&lt;b&gt; &amp; <span" in shown
    assert "</span> &lt;i&gt;" in shown


def test_a_moment_says_what_the_recorded_run_printed_where_the_plain_one_printed_another_number():
    """The output is the plain run's; variables and times are those of the recorded one."""
    plain = outcome_of("27 ms", "<f at 0x7f001122>", "done")
    printed = ("28 ms\n", "<f at 0x7f003344>\n", "done\n")
    events = [Frame(0, 1, "module", "<module>", 1)]
    events += [Output(n, "out", text, 1) for n, text in enumerate(printed)]
    told = player.tell(PROGRAM, Contract(), Recording(tuple(events), 0, ()))
    shown = player.wrapped(plain, told, words("en"), Markup(), Markup(), Markup())
    said = html.unescape(re.sub("<[^>]+>", "", shown.partition("<ol>")[2]))
    assert "Printed: 28 ms · (The plain run, whose output you see, printed: 27 ms)" in said
    assert "0x7f003344" not in said  # an address says nothing to a reader
    assert said.count("The plain run") == 1


def test_a_caption_speaks_of_steps_only_where_there_are_some():
    note = words("en")["player_recorded"]
    assert note not in shown_of(outcome_of("a"))


def shown_of(outcome: Outcome) -> str:
    return str(render.figure(outcome, render.Options(), words("en"), "f"))


def test_only_output_or_only_program_can_be_shown():
    both = outcome_of("a")
    assert "run-program" not in render.figure(both, render.Options("output"), words("en"), "f")
    assert "run-output" not in render.figure(both, render.Options("program"), words("en"), "f")


def test_how_it_ended_is_said():
    stopped = outcome_of(status=None, contract=Contract(stops_after=1.5))
    raised = outcome_of("!ValueError", status=1, contract=Contract(raises="ValueError"))
    said = [render.figure(each, render.Options(), words("pt"), "f") for each in (stopped, raised)]
    assert "Ainda esperava depois de 1,5\u00a0s" in said[0]
    assert "Terminou com uma exceção (status de saída 1)." in said[1]


def test_a_transcript_shows_prompts_and_answers():
    lines = (Line(0, "in", ">>> 1 + 1"), Line(0, "out", "2"))
    typed = outcome_of(lines=lines, contract=Contract(transcript=True))
    shown = render.figure(typed, render.Options(), words("en"), "f")
    assert '<span class="run-name">shown.py</span> <a class="run-file" href="f">file</a>' in shown
    assert '<span class="prompt">&gt;&gt;&gt; </span>1 + 1</span>\n' in shown
    assert "run-program" not in shown


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"sohw": "output"}, "unknown option sohw; known are beside, lanes, mark, show"),
        ({"show": "all"}, "show='all': expected both, program, output, player or times"),
    ],
)
def test_an_option_that_cannot_be_is_told(given, told):
    with pytest.raises(render.BadOption, match=told):
        render.Options.read(given)


# -- places


def test_a_place_is_filled_late_and_in_the_index_with_other_words():
    put = places.Places()
    value = put.later(lambda: Markup("<b>1</b>"))
    text = f"It took {value} s{put.block_later(lambda: Markup('x'), lambda: 'y')}."
    assert put.fill(text) == "It took <b>1</b> sx."
    assert put.fill_index(text) == "It took 1 sy."


def test_the_number_of_a_line_is_computed():
    assert places.line_number(PROGRAM, "yield 7") == 4


@pytest.mark.parametrize("code", ["yield 8", "main"])
def test_a_line_that_is_not_the_only_one_is_told(code):
    with pytest.raises(LookupError, match="expected one line of snippets/en/part/shown"):
        places.line_number(PROGRAM, code)


# -- values


def test_a_named_value_is_a_line_or_a_number_in_it():
    values = {"last": Value(-1), "n": Value(1, 2)}
    run = replace(run_of("1 of 22", "end"), contract=Contract(values=values))
    assert (run.value("last"), run.value("n"), run.value("wall")) == ("end", "22", "0.10")


@pytest.mark.parametrize(
    ("printed", "pt", "en"),
    [("110342", "110.342", "110,342"), ("0.10", "0,10", "0.10"), ("PENDING", "PENDING", "PENDING")],
)
def test_numbers_in_sentences_are_written_as_the_language_writes_them(printed, pt, en):
    run = replace(run_of(printed), contract=Contract(values={"n": Value(1)}))
    assert f">{pt}</data>" in pieces.value(run, "n", words("pt"))
    assert f">{en}</data>" in pieces.value(run, "n", words("en"))


@pytest.mark.parametrize(
    ("name", "told"),
    [("nn", "has no value 'nn'; it has wall, cpu, n"), ("n", "as line 2 of stdout")],
)
def test_a_value_that_is_not_there_is_told(name, told):
    run = replace(run_of("1 of 22"), contract=Contract(values={"n": Value(2)}))
    with pytest.raises(LookupError, match=told):
        run.value(name)


# -- predictions

BLOCK = """
```predict run="part/shown"
What **prints**?
- a b
- `b`
  a
---
Because [of](x.md).
```
"""


def asked(text: str = BLOCK) -> predict.Prediction:
    (ask,) = read(text, settings.dialect()).asks
    return predict.parse(ask)


def test_a_prediction_is_question_options_and_explanation():
    assert asked() == predict.Prediction(
        "part/shown", None, "What **prints**?", ["a b", "`b`\na"], "Because [of](x.md).", {}
    )


NOTED = BLOCK.replace("- a b\n", "- a b\n  > Who thinks\n  > so, [errs](y.md).\n")


def test_a_note_says_to_who_chose_an_option_what_is_wrong():
    noted = asked(NOTED)
    assert (noted.options, noted.notes) == (asked().options, {0: "Who thinks so, [errs](y.md)."})
    note = predict.block(noted, words("en"), "", "").find(".//p[@class='predict-note']")
    assert note is not None
    assert (note.text, note.get("data-option")) == (noted.notes[0], "1")


def test_the_fourth_option_may_have_a_note():
    assert asked(BLOCK.replace("---", "- 3\n- 4\n  > no\n---")).notes == {3: "no"}


def test_an_option_may_be_code_that_looks_like_a_value():
    assert "`{{ part/shown.n }}`" in asked(BLOCK.replace("a b", "`{{ part/shown.n }}`")).options


def test_what_was_printed_has_no_note():
    assert predict.right_option(asked(NOTED), run_of("b", "a")) == 1
    with pytest.raises(predict.BadPrediction, match="expected a note below options that are wrong"):
        predict.right_option(asked(NOTED), run_of("a b"))


def test_the_right_option_is_computed_from_the_run():
    assert predict.right_option(asked(), run_of("b", "a")) == 1
    assert predict.right_option(asked(), run_of("a  b")) == 0, "blanks are folded, lines are not"
    with pytest.raises(predict.BadPrediction, match="indented by two blanks"):
        predict.right_option(asked(), run_of("a", "b"))


@pytest.mark.parametrize("printed", ["c", ""])
def test_no_right_option_is_told(printed):
    with pytest.raises(predict.BadPrediction, match="expected exactly one option to be what"):
        predict.right_option(asked(), run_of(printed))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (BLOCK.replace("---\n", ""), "expected a question, two or more options"),
        (BLOCK.replace("- a b\n", ""), "expected a question, two or more options"),
        (BLOCK.replace("run=", 'x="1" run='), "unknown option 'x'"),
        (BLOCK.replace("- a b\n", "- `b`\n  a\n"), "expected each option once"),
        (BLOCK.replace("---", "- 3\n- 4\n- 5\n  > no\n---"), "expected notes below the first 4"),
    ],
)
def test_a_prediction_that_cannot_be_asked_is_told(wrong, told):
    with pytest.raises(predict.BadPrediction, match=told):
        asked(wrong)


def test_options_are_native_and_carry_their_marks():
    shown = predict.options_html(asked(), 1, words("en"))
    assert shown.count('<input type="radio"') == 2
    assert shown.index("data-wrong") < shown.index("<code>a b</code>")
    assert shown.index("data-right") < shown.index("<code>b\na</code>")


def test_a_figure_is_made_anew_for_another_outcome_or_other_words() -> None:
    first, second = (Outcome(run_of(text), [[]], []) for text in ("one", "two"))
    made = [
        render.around(outcome, render.Options(show="output"), words(language), "p.py")
        for outcome, language in ((first, "en"), (first, "pt"), (second, "pt"), (second, "pt"))
    ]
    shown = ["".join(parts) for parts in made]
    assert ["one" in each for each in shown] == [True, True, False, False]
    assert [words("en")["output"] in each for each in shown] == [True, False, False, False]
    assert made[2] is made[3]
