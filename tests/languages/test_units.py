"""What a translation keeps of its words when a program changes, and which texts may be one in other
words: small texts in, whole texts out."""

from __future__ import annotations

import pytest
from languages.reader_text import Kind
from languages.strings import controls, may_differ, placeholders
from languages.sync import Left, sync


@pytest.mark.parametrize(
    ("ours", "theirs", "may"),
    [
        ("tea", "chá", True),
        ("=", "=", True),
        ("", "", True),
        ("---", "===", False),
        (", ", "; ", False),
        ("7", "8", False),
        ("7", "seven", True),
        ("tea", "", False),
        ("-", "tea", False),
    ],
)
def test_what_has_no_words_is_the_same_in_every_language(ours, theirs, may):
    assert may_differ(ours, theirs) is may


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("%(b)s %(a)d 5%%", Kind.PERCENT, ["%(a)d", "%(b)s"]),
        ("%s %(a)d", Kind.PERCENT, ["%s", "%(a)d"]),
        ("{.real} {[0]} {} {b!r:>{w}}", Kind.FORMAT,
         ["0.real!None:", "1[0]!None:", "2!None:", "b!r:>{}", "w!None:"]),
        ("{", Kind.FORMAT, ["{"]),
    ],
)  # fmt: skip
def test_what_is_filled_in_is_known_by_name_or_by_its_number(text, kind, found):
    assert placeholders(text, kind) == found


def test_every_control_character_counts():
    assert controls("a\tb\n\x1bc") == [r"\t", r"\n", r"\x1b"]


def synced(ours: str, theirs: str, new: str, **words: str) -> tuple[str, list[Left]]:
    return sync(ours, theirs, new, words)


def test_words_go_with_their_place_and_indent():
    ours = 'async def f():\n    """Tea.\n\n      Hot.\n    """\n'
    ours += '    # pour\n    # now\n    print("ação", "tea")\n'
    ours += 'def g():\n    """Tea.\n    Hot."""\n'
    theirs = ours.replace("Tea", "Chá").replace("Hot", "Quente").replace("pour", "sirva")
    theirs = theirs.replace("now", "já").replace('"tea"', '"chá"')
    new = "if 1:\n" + "".join(f"    {line}" if line.strip() else line
                              for line in ours.splitlines(keepends=True))  # fmt: skip
    expected = "if 1:\n" + "".join(
        f"    {line}" if line.strip() else line for line in theirs.splitlines(keepends=True)
    )
    assert synced(ours, theirs, new) == (expected, [])
    moved = 'print("ação", "tea")\n# pour\n# now\nprint("milk")\n'
    assert synced(moved, 'print("ação", "chá")\n# sirva\n# já\nprint("leite")\n',
                  'print("milk")\n# pour\n# now\nprint("ação", "tea")\n') == (
        'print("leite")\n# sirva\n# já\nprint("ação", "chá")\n', [])  # fmt: skip


def test_a_long_text_keeps_its_layout_unless_it_is_a_docstring():
    ours = 'def f():\n    return """a\n    b"""\n\n\nprint(f())\n'
    theirs = ours.replace("a\n    b", "x\n    y")
    new = 'if 1:\n    def f():\n        return """a\n    b"""\n\n\nprint(f())\n'
    assert synced(ours, theirs, new) == (new.replace("a\n    b", "x\n    y"), [])


def test_a_text_of_several_strings_is_one_and_moves_with_its_line():
    ours, theirs = (
        'print("te" "a",\n      "a"\n      "b")\n',
        'print("chá",\n      "x"\n      "y")\n',
    )
    deeper = "if 1:\n    {}\n          {}\n          {}\n".format
    assert synced(ours, theirs, deeper(*ours.strip().split("\n      "))) == (
        deeper(*theirs.strip().split("\n      ")), [])  # fmt: skip


def test_what_is_new_is_told_with_what_stood_in_its_place():
    ours, theirs = 'print("tea")\nprint("milk")\n', 'print("chá")\nprint("leite")\n'
    new = 'print("coffee", "water")\nprint("milk")\n# ---\nprint(f"""a\nb {1}""")\n'
    new += 'print("éééééééé", "sugar")  # sweet\n'
    told = [
        Left(1, '"coffee"', '"chá"'),
        Left(1, '"water"', ""),
        Left(4, 'f"""a\nb {1}"""', ""),
        Left(6, '"éééééééé"', ""),
        Left(6, '"sugar"', ""),
        Left(6, "# sweet", ""),
    ]
    assert synced(ours, theirs, new) == (new.replace('"milk"', '"leite"'), told)


def test_what_is_declared_in_words_is_not_told():
    new = 'cup = "coffee"\nprint(cup, "coffee", "---")\n'
    assert synced("cup = 1\n", "cup = 1\n", new, coffee="café") == (
        new.replace("coffee", "café"),
        [],
    )


def test_the_layout_of_a_text_is_what_is_read_and_that_of_a_docstring_is_not():
    ours, theirs = 'print("""tea\n  hot""")\n', 'print("""chá\n  quente""")\n'
    new = ours.replace("  hot", "    hot")
    assert synced(ours, theirs, new) == (
        new, [Left(1, '"""tea\n    hot"""', '"""chá\n  quente"""')]
    )  # fmt: skip
    ours, theirs = '"""Tea.\n\n  Hot.\n"""\nx = 1\n', '"""Chá.\n\n  Quente.\n"""\nx = 1\n'
    new = ours.replace("  Hot", "    Hot").replace("1", "2")
    assert synced(ours, theirs, new) == (theirs.replace("1", "2"), [])


def test_comments_that_stand_below_each_other_are_one_text():
    ours, theirs = "# pour\n# now\nx = 1\n", "# sirva\n# já\nx = 1\n"
    new = ours.replace("now", "later")
    assert synced(ours, theirs, new) == (
        new, [Left(1, "# pour\n# later", "# sirva\n# já")]
    )  # fmt: skip


def test_a_comment_with_quotes_goes_with_its_indent():
    ours, theirs = '# say """\n# now\nx = 1\n', '# diga """\n# já\nx = 1\n'
    new = 'if 1:\n    # say """\n    # now\n    x = 1\n'
    expected = 'if 1:\n    # diga """\n    # já\n    x = 1\n'
    assert synced(ours, theirs, new) == (expected, [])
