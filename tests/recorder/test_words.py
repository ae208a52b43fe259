"""What a value is called: short, the same on every run, and without asking the program."""

from __future__ import annotations

import asyncio
import enum
import functools
import signal
from collections.abc import AsyncIterator

import pytest
from recorder import words
from recorder.watched import Watched

HERE = Watched(__file__)


def nobody(_: object) -> None:
    return None


def short(value: object) -> str:
    return words.short(value, nobody)


async def brew() -> None:
    pass


async def stream() -> AsyncIterator[int]:
    yield 1


class Cup:
    def pour(self) -> None:
        pass

    def __repr__(self) -> str:
        raise AssertionError("asked")


class Odd(ValueError):
    pass


class Colour(enum.IntFlag):
    RED = 1
    BLUE = 2

    def __repr__(self) -> str:
        raise AssertionError("asked")


def inner() -> object:
    def local() -> None:
        pass

    return local


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "None"),
        (True, "True"),
        (0.5, "0.5"),
        (1 + 2j, "(1+2j)"),
        (2**199, str(2**199)),
        (-(2**199), str(-(2**199))),
        (2**200, "<int of 201 bits>"),
        ("a" * 60, repr("a" * 60)),
        ("a" * 61, repr("a" * 59) + "…"),
        (b"a" * 61, repr(b"a" * 59) + "…"),
        ([], "[]"),
        ((), "()"),
        ({}, "{}"),
        (set(), "set()"),
        (frozenset(), "frozenset()"),
        ((1,), "(1,)"),
        ((1, 2), "(1, 2)"),
        ([1], "[1]"),
        ({"a": [1, {2: (3,)}]}, "{'a': [1, {2: <tuple>}]}"),
        (list(range(8)), "[0, 1, 2, 3, 4, 5, 6, 7]"),
        (list(range(9)), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        (dict.fromkeys(range(9), 0), "{" + ", ".join(f"{n}: 0" for n in range(8)) + ", …}"),
        (brew, "<function brew>"),
        (len, "<built-in len>"),
        (Cup().pour, "<method Cup.pour>"),
        (Cup, "<class Cup>"),
        (inner(), "<function inner.local>"),
        (signal.SIGINT, "Signals.SIGINT"),
        (Colour.RED, "Colour.RED"),
        (Cup(), "<Cup>"),
        ([Cup()], "[<Cup>]"),
        (Odd("no", 2), "Odd('no', 2)"),
        (Odd(*range(9)), "Odd(0, 1, 2, 3, 4, 5, 6, 7)"),
        (Odd([[[[1]]]]), "Odd([[<list>]])"),
    ],
)
def test_a_value_has_a_short_name(value, said):
    assert short(value) == said


def test_of_collections_inside_collections_a_hundred_values_are_looked_at():
    cube = [[[7] * 8 for _ in range(8)] for _ in range(8)]
    assert 60 < short(cube).count("7") < 100


@pytest.mark.parametrize("kind", [set, frozenset])
def test_what_is_in_a_set_is_named_in_one_order_whatever_the_hashes(kind):
    """The order of the texts in a set is another one in each process; here by numbers, whose order
    in a set is that of their last bits."""
    assert short(kind([8, 1])) == "{1, 8}"
    assert [*kind([8, 1])] == [8, 1], "the set itself is in another order"
    assert short(kind(range(100, 109))) == "{100, 101, 102, 103, 104, 105, 106, 107, …}"


def test_coroutines_and_generators_are_named_by_their_function():
    made = brew(), stream(), (x for x in ())
    assert [short(each) for each in made] == [
        "<coroutine brew>",
        "<async_generator stream>",
        "<generator test_coroutines_and_generators_are_named_by_their_function.…>",
    ]
    made[0].close()


def test_a_task_is_named_by_its_label_wherever_it_is():
    marked = Cup()
    name = {id(marked): "t1"}
    label = lambda item: name.get(id(item))  # noqa: E731
    assert words.short(marked, label) == "t1"
    assert words.short([(marked,), Odd(marked)], label) == "[(t1,), Odd(t1)]"


def test_partials_around_a_callback_are_taken_off_with_their_arguments():
    wrapped = functools.partial(functools.partial(print, 1), 2)
    assert words.unwrapped(wrapped, (3,)) == (print, (1, 2, 3))
    assert words.unwrapped(print, (3,)) == (print, (3,))


def test_the_owner_of_a_callback_is_the_object_whose_method_it_is():
    cup = Cup()
    assert words.owner(cup.pour) is cup
    assert words.owner(brew) is None
    assert words.owner([].append) == []


def test_a_callback_is_named_with_the_line_of_its_definition_where_that_is_the_programs():
    assert words.called(brew, HERE) == ("brew", brew.__code__.co_firstlineno)
    assert words.called(Cup().pour, HERE) == ("Cup.pour", Cup.pour.__code__.co_firstlineno)
    assert words.called(brew, Watched("elsewhere.py")) == ("brew", None)
    assert words.called(asyncio.sleep, HERE) == ("sleep", None)
    assert words.called(print, HERE) == ("print", None)
    assert words.called(Cup(), HERE) == ("Cup", None)
