"""Pairs that are the same program in other words, and pairs that only look like it."""

from pathlib import Path

import pytest
from languages.same_program import check_tree, differences, no_programs

SAME = {
    "printed text": ('print("hi")\n', 'print("olá")\n'),
    "a comment": ("x = 1  # one\n", "x = 1  # um\n"),
    "several arguments": ('print("a", x, "b")\n', 'print("c", x, "d")\n'),
    "fields of an f-string in the same order": (
        'print(f"hi {x!r:>10} and {y}")\n',
        'print(f"olá {x!r:>10} e {y}")\n',
    ),
    "a field first": ('print(f"hi {x} and {y}")\n', 'print(f"{x}, olá; {y}")\n'),
    "names in another order": (
        'print(f"{a} waits for {b.name} and {c[0]}")\n',
        'print(f"{c[0]} e {b.name} são esperados por {a}")\n',
    ),
    "an f-string that needs no f": ('print(f"hi")\n', 'print("olá")\n'),
    "a text in one piece or two": ('print("a" "b")\n', 'print("a b")\n'),
    "a text over several lines": ('print(\n"a "\n"b"\n)\n', 'print(\n"c"\n"d"\n)\n'),
    "plain and f-string joined": ('print(f"a {x}" "b")\n', 'print(f"c {x} d")\n'),
    "names on another line of a text": (
        'print(\n  f"{a} "\n  f"and {b} {c}"\n)\n',
        'print(\n  f"{a} e {b} "\n  f"e {c}"\n)\n',
    ),
    "joined by +": ('print("a" + x + "b")\n', 'print("c" + x + "d")\n'),
    "repeated": ('print("tick " * 40)\n', 'print("toque " * 40)\n'),
    "what the program says as it ends": ('sys.exit("no tea")\n', 'sys.exit("sem chá")\n'),
    "the same by its own name": (
        'from sys import exit as stop\nstop("no tea")\n',
        'from sys import exit as stop\nstop("sem chá")\n',
    ),
    "what is written to a stream": (
        'sys.stdout.write("tea\\n")\nsys.stderr.write("hot")\n',
        'sys.stdout.write("chá\\n")\nsys.stderr.write("quente")\n',
    ),
    "what is written to a stream by its own name": (
        'from sys import stderr\nstderr.writelines(["tea", x])\n',
        'from sys import stderr\nstderr.writelines(["chá", x])\n',
    ),
    "a note to an error": ('error.add_note("no tea")\n', 'error.add_note("sem chá")\n'),
    "numbers in another order": ('print("3 of 10")\n', 'print("de 10, 3")\n'),
    "either of two texts": (
        'print("late" if x > 1 else "early")\n',
        'print("tarde" if x > 1 else "cedo")\n',
    ),
    "a text when there is no value": ('print(x or "nobody")\n', 'print(x or "ninguém")\n'),
    "a text inside a field": (
        "print(f\"{'one' if n == 1 else 'many'} left\")\n",
        "print(f\"restam {'um' if n == 1 else 'muitos'}\")\n",
    ),
    "a text in a comprehension": (
        'print(" and ".join(f"task {n}" for n in names))\n',
        'print(" e ".join(f"tarefa {n}" for n in names))\n',
    ),
    "a text in another dress": (
        'print("tea".center(40).upper())\n',
        'print("chá".center(40).upper())\n',
    ),
    "values of a shown dict": ('print({"a": "tea"})\n', 'print({"a": "chá"})\n'),
    "a module's docstring": ('"""One."""\nx = 1\n', '"""Um."""\nx = 1\n'),
    "a function's docstring": (
        'def f():\n    """Doc.\n\n    More.\n    """\n',
        'def f():\n    """Documentação.\n\n    Mais.\n    """\n',
    ),
    "a docstring in a coroutine": (
        'async def f():\n    """Doc."""\n    async with a as b, c:\n        return await b\n',
        'async def f():\n    """Docs."""\n    async with a as b, c:\n        return await b\n',
    ),
    "what % fills in": ('print("x %s" % y)\n', 'print("%s x" % y)\n'),
    "names that % fills in, in another order": (
        'print("%(a)s on %(b)d" % d)\n',
        'print("%(b)d com %(a)s" % d)\n',
    ),
    "a percent sign that fills in nothing": ('print("100% done")\n', 'print("100% pronto")\n'),
    "two percent signs": ('print("100%% of %s" % x)\n', 'print("%s: 100%%" % x)\n'),
    "numbered fields": ('print("{} {}".format(a, b))\n', 'print("{1} {0}".format(a, b))\n'),
    "a nested field": (
        'print("{:>{}} x".format(a, w))\n',
        'print("x {0:>{1}}".format(a, w))\n',
    ),
    "braces that fill in nothing": ('print("{a} is a set")\n', 'print("{a} é {b}")\n'),
    "a question": ('name = input("Name? ")\n', 'name = input("Nome? ")\n'),
    "a log message and its arguments": (
        'logging.info("%s waits", "tea")\n',
        'logging.info("%s espera", "chá")\n',
    ),
    "a logger by any name": (
        'notes = logging.getLogger("asyncio")\nnotes.warning("slow")\n',
        'notes = logging.getLogger("asyncio")\nnotes.warning("lento")\n',
    ),
    "a logging function by its name": (
        'from logging import info as note\nnote("slow")\n',
        'from logging import info as note\nnote("lento")\n',
    ),
    "a log message with a level": (
        'self.logger.log(logging.INFO, "slow")\n',
        'self.logger.log(logging.INFO, "lento")\n',
    ),
    "a warning": (
        'warnings.warn("old", DeprecationWarning, stacklevel=2)\n',
        'warnings.warn("velho", DeprecationWarning, stacklevel=2)\n',
    ),
    "an exception's message": ('raise KeyError("x")\n', 'raise KeyError("y")\n'),
    "a message before from": (
        'raise asyncio.Broken(f"no {x}") from error\n',
        'raise asyncio.Broken(f"sem {x}") from error\n',
    ),
    "an exception that is not raised here": (
        'future.set_exception(ValueError("no tea"))\n',
        'future.set_exception(ValueError("sem chá"))\n',
    ),
    "an exception of the program": (
        'class Empty(Full): ...\nclass Full(Exception): ...\ncoro.throw(Empty("no"))\n',
        'class Empty(Full): ...\nclass Full(Exception): ...\ncoro.throw(Empty("não"))\n',
    ),
    "a message handed to super": (
        'class Empty(Exception):\n    def __init__(self):\n        super().__init__("no tea")\n',
        'class Empty(Exception):\n    def __init__(self):\n        super().__init__("sem chá")\n',
    ),
    "exceptions in a group": (
        'raise ExceptionGroup("two", [ValueError("a"), KeyError("b")])\n',
        'raise ExceptionGroup("dois", [ValueError("c"), KeyError("d")])\n',
    ),
    "an assert's message": ('assert x == "a", "no"\n', 'assert x == "a", "não"\n'),
    "a match statement": (
        'match x:\n    case {"a": [1, *_]} if y:\n        print("one")\n',
        'match x:\n    case {"a": [1, *_]} if y:\n        print("um")\n',
    ),
    "a nested format spec": (
        'print(f"{x:>{width}.{digits}f} s")\n',
        'print(f"em {x:>{width}.{digits}f} s")\n',
    ),
    "a call in a field, in the same place": (
        "print(f\"{time.strftime('%H:%M')} tea {await f()}\")\n",
        "print(f\"{time.strftime('%H:%M')} chá {await f()}\")\n",
    ),
    "a comprehension in a field": (
        'print(f"left: {[x for x in y]}")\n',
        'print(f"restam: {[x for x in y]}")\n',
    ),
    "quotes": ("print('a', sep='')\n", 'print("b", sep="")\n'),
    "a print inside a lambda": (
        'call_soon(lambda: print("timer"))\n',
        'call_soon(lambda: print("temporizador"))\n',
    ),
}

DIFFERENT = {
    "a number": ("await asyncio.sleep(1)\n", "await asyncio.sleep(2)\n"),
    "a number of another type": ("x = 1\n", "x = 1.0\n"),
    "true for one": ("x = 1\n", "x = True\n"),
    "a translated name": ("def f(magic): ...\n", "def f(magico): ...\n"),
    "a translated keyword": ("f(name=1)\n", "f(nome=1)\n"),
    "an import": ("from m import a\n", "from m import b\n"),
    "a file mode": ('open("f", "w")\n', 'open("f", "r")\n'),
    "a key": ('d["key"]\n', 'd["chave"]\n'),
    "a string that is compared": ('x = "a" == y\n', 'x = "b" == y\n'),
    "__main__": ('if __name__ == "__main__": ...\n', 'if __name__ == "__principal__": ...\n'),
    "a time format": ('time.strftime("%H:%M")\n', 'time.strftime("%H-%M")\n'),
    "the name of an attribute": ('getattr(o, "x")\n', 'getattr(o, "y")\n'),
    "the name of a task": ('create_task(c(), name="A")\n', 'create_task(c(), name="B")\n'),
    "an annotation": ("def f(x: int) -> str: ...\n", "def f(x: float) -> str: ...\n"),
    "an annotation in quotes": ('x: "int" = 1\n', 'x: "str" = 1\n'),
    "an f-string in a variable": ('x = f"tea {y}"\n', 'x = f"chá {y}"\n'),
    "a conversion": ('print(f"{x}")\n', 'print(f"{x!r}")\n'),
    "a format spec": ('print(f"{x:.2f}")\n', 'print(f"{x:.3f}")\n'),
    "a nested format spec": ('print(f"{x:>{w}}")\n', 'print(f"{x:>{v}}")\n'),
    "a field that is missing": ('print(f"{x} {y}")\n', 'print(f"{x}")\n'),
    "a field twice": ('print(f"{x} {x}")\n', 'print(f"{x}")\n'),
    "a forgotten f": ('print(f"hi {x}")\n', 'print("olá {x}")\n'),
    "calls in another order": ('print(f"{a()} {b()}")\n', 'print(f"{b()} {a()}")\n'),
    "a name behind an assignment": ('print(f"{(n := 1)} {n}")\n', 'print(f"{n} {(n := 1)}")\n'),
    "arguments in another order": ('print("a", x)\n', 'print(x, "a")\n'),
    "a % field": ('print("hi %s" % y)\n', 'print("oi %d" % y)\n'),
    "% fields in another order": ('print("%s %d" % y)\n', 'print("%d %s" % y)\n'),
    "a format field": ('print("{:.1f}".format(x))\n', 'print("{:.2f}".format(x))\n'),
    "a format field that is missing": (
        'print("{} {}".format(x, y))\n',
        'print("{}".format(x, y))\n',
    ),
    "a nested format field": (
        'print("{:>{v}}".format(x, v=1, w=2))\n',
        'print("{:>{w}}".format(x, v=1, w=2))\n',
    ),
    "what a log message fills in": ('logging.info("%s", x)\n', 'logging.info("%r", x)\n'),
    "a line break in a text": ('print("a\\n")\n', 'print("a")\n'),
    "a text over fewer lines": ("print('''a\nb''')\n", "print('''a''')\n"),
    "a docstring over fewer lines": ('"""a\n"""\nx = 1\n', '"""a"""\n\nx = 1\n'),
    "a text that became empty": ('print(x or "nobody")\n', 'print(x or "")\n'),
    "a number in a text": ('print("4 items")\n', 'print("3 itens")\n'),
    "a number in an f-string": ('print(f"{a} of 4")\n', 'print(f"{a} de 3")\n'),
    "a number in a docstring": ('"""Turn 2."""\n', '"""Volta 3."""\n'),
    "a line of dashes": ('print("=" * 10)\n', 'print("-" * 10)\n'),
    "a separator of a join": ('print(", ".join(x))\n', 'print("; ".join(x))\n'),
    "a separator that became a word": ('print(", ".join(x))\n', 'print(" e ".join(x))\n'),
    "marks in an f-string": ('print(f"{a}: {b}")\n', 'print(f"{a} - {b}")\n'),
    "what is written to a file": ('file.write("tea")\n', 'file.write("chá")\n'),
    "a separator": ('print(a, b, sep=", ")\n', 'print(a, b, sep="; ")\n'),
    "an end": ('print("a", end="")\n', 'print("a", end="\\n")\n'),
    "a flag": ('print("a", flush=True)\n', 'print("a", flush=False)\n'),
    "a key inside print": ('print(d["key"])\n', 'print(d["chave"])\n'),
    "a key in a call inside print": ('print(d.get("key"))\n', 'print(d.get("chave"))\n'),
    "a key of a shown dict": ('print({"a": 1})\n', 'print({"b": 1})\n'),
    "a key inside a field": ("print(f\"{d['key']}\")\n", "print(f\"{d['chave']}\")\n"),
    "a file read inside print": ('print(open("f").read())\n', 'print(open("g").read())\n'),
    "a path joined inside print": ('print(path.join("a", "b"))\n', 'print(path.join("a", "c"))\n'),
    "a method called format": ('print(day.format("YY"))\n', 'print(day.format("AA"))\n'),
    "a separator that splits": ('print("a b".split(" "))\n', 'print("a,b".split(","))\n'),
    "a test inside print": ('print(x == "a")\n', 'print(x == "b")\n'),
    "a condition inside print": ('print(1 if x == "a" else 2)\n', 'print(1 if x == "b" else 2)\n'),
    "a string that is a condition": ('print(x if "a" else y)\n', 'print(x if "b" else y)\n'),
    "a string that filters": ('print([n for n in y if "a"])\n', 'print([n for n in y if "b"])\n'),
    "a length inside print": ('print(len("tea"))\n', 'print(len("coffee"))\n'),
    "a lambda inside print": ('print((lambda: "a")())\n', 'print((lambda: "b")())\n'),
    "a name bound inside print": ('print(m := "tea")\n', 'print(m := "chá")\n'),
    "awaited inside print": ('print(await get("tea"))\n', 'print(await get("chá"))\n'),
    "a filter inside print": (
        'print([n for n in y if n != "a"])\n',
        'print([n for n in y if n != "b"])\n',
    ),
    "a print that is a method": ('printer.print("a")\n', 'printer.print("b")\n'),
    "a method called error": ('parser.error("a")\n', 'parser.error("b")\n'),
    "the name of a logger": ('getLogger("asyncio").info("a")\n', 'getLogger("x").info("a")\n'),
    "extra for a logger": ('log.info("a", extra={"a": 1})\n', 'log.info("a", extra={"b": 1})\n'),
    "the category of a warning": (
        'warnings.warn("a", UserWarning)\n',
        'warnings.warn("b", FutureWarning)\n',
    ),
    "what follows a warning": ('warnings.warn("a", "b")\n', 'warnings.warn("a", "c")\n'),
    "the value of a generator": ('raise StopIteration("a")\n', 'raise StopIteration("b")\n'),
    "an exception made by a function": ('raise make("a")\n', 'raise make("b")\n'),
    "a message's keyword": ('raise E("a", name="x")\n', 'raise E("a", name="y")\n'),
    "a message in a class that is no exception": (
        'class A(B):\n    def __init__(self):\n        super().__init__("a")\n',
        'class A(B):\n    def __init__(self):\n        super().__init__("b")\n',
    ),
    "the cause of an exception": ('raise E("a") from b\n', 'raise E("a") from None\n'),
    "what is asserted": ('assert x == "a"\n', 'assert x == "b"\n'),
    "a string alone on a line": ('x = 1\n"a"\n', 'x = 1\n"b"\n'),
    "an f-string where a docstring would be": (
        'def f():\n    f"{x}a"\n',
        'def f():\n    f"{x}b"\n',
    ),
    "bytes": ('print(b"a")\n', 'print(b"b")\n'),
    "a pattern": ('match x:\n    case "a": ...\n', 'match x:\n    case "b": ...\n'),
    "a pattern's name": ("match x:\n    case A(): ...\n", "match x:\n    case B(): ...\n"),
    "a decorator": ("@a\ndef f(): ...\n", "@b\ndef f(): ...\n"),
    "a decorator too few": ("@a\ndef f(): ...\n", "\ndef f(): ...\n"),
    "async lost": ("async def f(): ...\n", "def f(): ...\n"),
    "await lost": ("await f()\n", "f()\n"),
    "async for": (
        "async def f():\n    async for x in y: ...\n",
        "async def f():\n    for x in y: ...\n",
    ),
    "an operator": ("x = a < b\n", "x = a <= b\n"),
    "a star": ("f(*a)\n", "f(a)\n"),
    "a default": ("def f(a=1): ...\n", "def f(a=2): ...\n"),
    "a walrus": ("if (n := f()): ...\n", "if (m := f()): ...\n"),
    "a statement too few": ('print("a")\nprint("b")\n', 'print("a")\n'),
    "a statement too many": ('print("a")\n', 'print("a"); x = 1\n'),
    "an else too few": ("for x in y: a\nelse: b\n", "for x in y: a\n"),
    "a comment too few": ('print("a")\n# c\nprint("b")\n', 'print("a")\n\nprint("b")\n'),
    "a comment too many": ('print("a")\n', 'print("a")  # b\n'),
    "a statement one line down": ("x = 1\ny = 2\n", "x = 1\n\ny = 2\n"),
    "else on another line": (
        "if x:\n    a\n\nelse:\n    b\n",
        "if x:\n    a\nelse:\n\n    b\n",
    ),
    "an argument on another line": ("f(a,\n  b)\n", "f(\n  a, b)\n"),
    "a value on another line": ("x = 1\n\ny = 2\n", "x = 1\n\ny = (\n2)\n"),
    "a parenthesis on another line": ("f(\n1\n)\n", "f(\n1)\n"),
    "two statements on one line": ("x = 1\ny = 2\n", "x = 1; y = 2\n"),
    "an empty line too many": ("x = 1\n", "\nx = 1\n"),
}


def wrong(pairs: dict[str, tuple[str, str]], same: bool) -> list[str]:
    """The pairs that are not told to be so, in either direction."""
    return [
        what
        for what, pair in pairs.items()
        if {not differences(*pair), not differences(*pair[::-1])} != {same}
    ]


def test_other_words_are_the_same_program() -> None:
    assert wrong(SAME, same=True) == []


def test_anything_else_is_another_program() -> None:
    assert wrong(DIFFERENT, same=False) == []


def test_a_program_is_the_same_as_itself() -> None:
    texts = [text for pair in [*SAME.values(), *DIFFERENT.values()] for text in pair]
    assert wrong({text: (text, text) for text in texts}, same=True) == []


def sentences(source: str, translation: str, **options: object) -> list[str]:
    return [str(each) for each in differences(source, translation, **options)]  # type: ignore[arg-type]


def test_a_difference_is_told_in_a_sentence() -> None:
    source = 'print("go")\n\n\nasync def main():\n    await asyncio.sleep(0.1)\n'
    assert sentences(source, source.replace("0.1", "0.2")) == [
        "line 5: the source says asyncio.sleep(0.1), this file asyncio.sleep(0.2): "
        "only words may change"
    ]


def test_all_differences_are_told_by_line() -> None:
    assert sentences("a = 1\nprint(f'{a:d}')\nb = 3\n", "a = 2\nprint(f'{a:x}')\nc = 3\n") == [
        "line 1: the source says 1, this file 2: only words may change",
        "line 2: the source fills in {a:d}, this file {a:x}: "
        "keep what is filled in, each as it is written",
        "line 3: the source says b, this file c: only words may change",
    ]


def test_a_missing_statement_is_named() -> None:
    assert sentences('def f():\n    a = 1\n    print("b")\n', "def f():\n    a = 1\n") == [
        'line 2: the source says print("b"), this file nothing more: '
        "the source has 2 statements in this block, this file 1"
    ]


def test_a_moved_statement_is_told_once() -> None:
    assert sentences("x = 1\ny = 2\nz = 3\n", "x = 1\n\ny = 2\nz = 3\n") == [
        "line 3: the source says y = 2 on line 2, this file on line 3: "
        "every statement stands on the same line in all languages"
    ]


def test_a_missing_comment_is_named() -> None:
    assert sentences("x = 1  # one\n", "x = 1\n") == [
        "line 1: the source has a comment on line 1 (# one), this file none: "
        "each comment is translated on its own line"
    ]


def test_long_code_is_cut_around_the_difference() -> None:
    source = f"call({', '.join('abcdefghijklmnopqrstuvwxyz')}, *rest)\n"
    assert sentences(source, source.replace("*", "")) == [
        "line 1: the source says *rest, this file rest: only words may change"
    ]
    assert sentences(source, source.replace(", *rest", "")) == [
        "line 1: the source says …i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, *rest), "
        "this file …i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z): only words may change"
    ]


def test_the_decorators_are_shown_when_only_they_differ() -> None:
    assert sentences("@a\n@b\ndef f(): ...\n", "@a\n\ndef f(): ...\n") == [
        "line 3: the source says @a @b def f(): ..., this file @a def f(): ...: "
        "only words may change"
    ]


WORDS = [{"en": "tea", "pt": "chá"}, {"en": "{n} cups", "pt": "xícaras: {n}"}]


def test_a_declared_word_is_translated_where_it_is_used() -> None:
    source = 'queue.put("tea")\nif drink == "tea": x = f"{n} cups"\n'
    good = 'queue.put("chá")\nif drink == "chá": x = f"xícaras: {n}"\n'
    assert sentences(source, good, words=WORDS, languages=("en", "pt")) == []
    assert sentences(good, source, words=WORDS) == []


def test_a_declared_word_is_translated_everywhere() -> None:
    source, half = 'put("tea")\nget("tea")\n', 'put("chá")\nget("tea")\n'
    assert sentences(source, half, words=WORDS, languages=("en", "pt")) == [
        "line 2: the source means 'chá', this file 'tea': runs.toml declares 'tea' as 'chá' here"
    ]


def test_a_declared_word_frees_no_other_string() -> None:
    assert differences('put("teapot")\n', 'put("chápot")\n', WORDS, ("en", "pt"))
    assert differences('x = f"{m} cups"\n', 'x = f"xícaras: {n}"\n', WORDS, ("en", "pt"))


def test_a_declared_word_keeps_its_fields() -> None:
    words = [{"en": "{n} cups", "pt": "xícaras"}]
    assert sentences(
        'x = f"{n} cups"\n', 'x = "xícaras"\n', words=words, languages=("en", "pt")
    ) == [
        "line 1: the source fills in {n}, this file nothing: "
        "keep what is filled in, each as it is written"
    ]


def test_a_string_that_is_used_may_be_declared() -> None:
    assert sentences('put("tea")\n', 'put("chá")\n', languages=("en", "pt")) == [
        'line 1: the source says put("tea"), this file put("chá"): the program uses this string, '
        'it is not only read: keep it, or declare words = [{ en = "tea", pt = "chá" }] in runs.toml'
    ]


def test_a_syntax_error_is_told() -> None:
    (fault,) = sentences("x = 1\ny = 2\n", "x = 1\ny = (2\n")
    assert fault == (
        "line 2: the source has none, this file a syntax error ('(' was never closed): "
        "mend it; only words may change"
    )


def test_a_source_that_is_no_program_is_told() -> None:
    (fault,) = sentences("x =\n", "x = 1\n")
    assert fault == (
        "line 1: the source has a fault on line 1 (a syntax error (invalid syntax)), this file "
        "cannot be compared with it: mend the source first; mend it; only words may change"
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = 1\r\n", "a line that ends in CR"),
        ("\ufeffx = 1\n", "a byte order mark"),
        ("x = '\0'\n", "a null byte"),
        (f"x = {'-' * 3000}1\n", "code that is nested too deep"),
        (f"x = {'-' * 60_000}1\n", "code that is nested too deep"),
        (f"x = {'1 + ' * 3000}1\n", "code that is nested too deep"),
    ],
)
def test_an_odd_file_is_told(text: str, fault: str) -> None:
    (told,) = differences("x = 1\n", text)
    assert (told.line, told.found) == (1, fault)


def write(folder: Path, **files: bytes | str) -> Path:
    """Programs below ``folder/snippets``: ``pt_one=…`` is ``pt/part/one.py``."""
    for name, text in files.items():
        file = folder.joinpath("snippets", *name.split("_", 1)).with_suffix(".py")
        file = file.parent / "part" / file.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / "snippets"


def test_files_that_are_no_programs_are_told_each_once_and_known(tmp_path: Path) -> None:
    snippets = write(
        tmp_path, pt_one="x = (\n", en_one="x = (\n", pt_two="'\0'\n", en_two="x = 1\n",
        pt_three="x = 1\r\n", en_three="x = 1\n",
    )  # fmt: skip
    found = check_tree(snippets, ["pt", "en"])
    assert sorted(found) == [
        "snippets/en/part/one.py:1: a syntax error ('(' was never closed): mend it; only words may"
        " change",
        "snippets/pt/part/one.py:1: a syntax error ('(' was never closed): mend it; only words may"
        " change",
        "snippets/pt/part/three.py:1: a line that ends in CR: save the file with LF line ends, like"
        " the others",
        "snippets/pt/part/two.py:1: a null byte: remove it",
    ]
    assert no_programs(found) == {
        f"snippets/{name}.py" for name in ("pt/part/one", "en/part/one", "pt/part/two")
    }


def test_a_tree_of_equal_programs_has_no_fault(tmp_path: Path) -> None:
    snippets = write(tmp_path, pt_one='print("um")\n', en_one='print("one")\n')
    assert check_tree(snippets, ["pt", "en"]) == []


def test_a_tree_names_programs_that_stand_alone(tmp_path: Path) -> None:
    snippets = write(tmp_path, pt_one_way="x = 1\n", en_one_road="x = 1\n")
    remedy = "write it, or give both the same name"
    assert check_tree(snippets, ["pt", "en"]) == [
        "snippets/pt/part/one_way.py:1: this program is not in en, expected "
        f"snippets/en/part/one_way.py as well; the nearest: 'part/one_road': {remedy}",
        "snippets/en/part/one_road.py:1: this program is not in pt, expected "
        f"snippets/pt/part/one_road.py as well; the nearest: 'part/one_way': {remedy}",
    ]


def test_a_tree_names_the_lines_of_other_programs(tmp_path: Path) -> None:
    snippets = write(tmp_path, pt_one="x = 1\ny = 2\n", en_one="x = 1\ny = 3\n")
    assert check_tree(snippets, ["pt", "en"], {}) == [
        "snippets/en/part/one.py:2: snippets/pt/part/one.py:2 says 2, this file 3: "
        "only words may change"
    ]


def test_a_tree_knows_the_words_of_each_program(tmp_path: Path) -> None:
    snippets = write(tmp_path, pt_one='put("chá")\n', en_one='put("tea")\n')
    assert check_tree(snippets, ["pt", "en"], {"part/one": WORDS}) == []
    assert check_tree(snippets, ["pt", "en"], {"part/other": WORDS}) != []


def test_a_tree_compares_any_number_of_languages(tmp_path: Path) -> None:
    same = {"pt_one": "x = 1\n", "en_one": "x = 1\n"}
    snippets = write(tmp_path, **same, es_one="x = 2\n")
    (fault,) = check_tree(snippets, ["pt", "en", "es"])
    assert fault.startswith("snippets/es/part/one.py:1: ")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"x = 1\ny = '\xe9'\n", "2: bytes that are not UTF-8"),
        (b"# coding: latin-1\nx = 1\n", "1: an encoding line that says iso-8859-1"),
        (b"# coding: nonsense\nx = 1\n", "1: unknown encoding: nonsense"),
        (b"\xef\xbb\xbfx = 1\n", "1: a byte order mark"),
        (b"x = 1\r\n", "1: a line that ends in CR"),
        (b"x = (\n", "1: a syntax error ('(' was never closed)"),
    ],
)
@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_tree_names_the_file_that_cannot_be_read(
    tmp_path: Path, language: str, data: bytes, fault: str
) -> None:
    snippets = write(
        tmp_path, **{"pt_one": "x = 1\n", "en_one": "x = 1\n", f"{language}_one": data}
    )
    (told,) = check_tree(snippets, ["pt", "en"])
    assert told.startswith(f"snippets/{language}/part/one.py:{fault}")
