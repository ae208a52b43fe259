"""Ways in which a page may be written: what asks for a run, what only looks so, what is shown."""

from __future__ import annotations

RUN = '```python exec="on" run="part/shown"'


def indented(text: str, by: str = "    ") -> str:
    return "".join(by + line + "\n" for line in text.split("\n"))


FENCE = f"{RUN}\n```"
# Whatever superfences accepts is a run.
RUNS = {
    "margin": FENCE,
    "tildes": FENCE.replace("```", "~~~"),
    "more marks": FENCE.replace("```", "`````"),
    "single quotes": FENCE.replace('"', "'"),
    "another order": '```python run="part/shown" exec="on"\n```',
    "braces": '``` {.python exec="on" run="part/shown"}\n```',
    "braces after": '```python { run="part/shown" exec="on" }\n```',
    "exec is yes": '```python exec="yes" run="part/shown"\n```',
    "admonition": f'!!! note "N"\n\n{indented(FENCE)}',
    "admonition without a blank line": f'!!! note "N"\n{indented(FENCE)}',
    "details": f'??? note "N"\n{indented(FENCE)}',
    "list": f"- item\n\n{indented(FENCE)}",
    "ordered list": f"1. item\n\n{indented(FENCE)}",
    "list in a list": f"- a\n\n    - b\n\n{indented(FENCE, ' ' * 8)}",
    "list in an admonition": f'!!! note "N"\n\n    - b\n\n{indented(FENCE, " " * 8)}',
    "tab": f'=== "A"\n\n{indented(FENCE)}',
    "quote": f"> {RUN}\n> ```",
    "definition": f"term\n:   meaning\n\n{indented(FENCE)}",
    "block of HTML": f'<div markdown="1">\n\n{FENCE}\n\n</div>',
    "footnote": f"x[^1]\n\n[^1]: note\n\n{indented(FENCE)}",
    "braces without quotes": '``` {.python exec="on" run="part/shown" show=both}\n```',
}


# What looks like a run, and what is told.
LOOSE = {
    "no quotes": ("```python exec=on run=part/shown\n```", "values stand in quotes"),
    "py": (FENCE.replace("python", "py"), "came ```py exec"),
    "pyhton": (FENCE.replace("python", "pyhton"), "the nearest: 'python'"),
    "no language": ('```exec="on" run="part/shown"\n```', "expected ```python exec"),
    "no exec": ('```python run="part/shown"\n```', "expected ```python exec"),
    "exec is off": (FENCE.replace('"on"', '"off"'), "expected ```python exec"),
    "no exec, in braces": ('``` {.python run="part/shown"}\n```', "nothing is run"),
    "in one line": (f"{RUN}```", "on a line of its own"),
    "in the line of a list": (f"- {RUN}\n  ```", "on a line of its own"),
    "in the line of a definition": (f":   {RUN}\n    ```", "on a line of its own"),
    "in the line of an ordered list": (f"1. {RUN}\n   ```", "on a line of its own"),
    "no name": ('```python exec="on"\n```', 'expected ```python exec="on" run='),
    "a typo in the name of run": (FENCE.replace("run", "rnu"), 'expected ```python exec="on" run='),
    "never closed": (RUN, "expected the end of this fence"),
    "closed by other marks": (f"{RUN}\n~~~", "expected the end of this fence"),
    "closed by fewer marks": (f"`{RUN}\n```", "expected the end of this fence"),
    "indented like code": (f"text\n\n{indented(FENCE)}", "indented by four blanks this is code"),
    "prediction with a colon": ('```predict: run="part/shown"\n```', "expected ```predict"),
    "predict in capitals": ('```Predict run="part/shown"\n?\n```', "expected ```predict"),
    "two marks": ('``python exec="on" run="part/shown"\n``', "came ``python exec"),
    "one mark": ('`python exec="on" run="part/shown"\n`', "came `python exec"),
    "two tildes": ('~~python exec="on" run="part/shown"\n~~', "came ~~python exec"),
    "no marks": ('python exec="on" run="part/shown"', "shown as text, and nothing is run"),
    "escaped marks": ('\\```python exec="on" run="part/shown"', "shown as text"),
    "an option twice": (FENCE.replace("exec", 'run="part/last" exec'), "expected run=… once"),
    "words behind the end": (f"{RUN}\n``` x", "expected the end of this fence"),
    "as many marks around": (f"```md\n{FENCE}\n```", "a fence that shows another has more marks"),
    "a plain fence that takes in another": ("```text\nx\n\n```python\ny\n```", "expected the end"),
    "code with an unknown option": ('```text foo="x"\ny\n```', "opens no block of code"),
    "code with a value in its title": ('```text title="{{ a/b.c }}"\ny\n```', "no values in the"),
    "a plain fence that is never closed": ("```text\nx", "expected the end of this fence"),
    "one value without quotes": (FENCE.replace('"part/shown"', 'part/shown mark="1"'), "in quotes"),
    "code that takes in a run": ("```text\n{{ a/b.c }\n\n```text\ny\n```", "expected the end"),
    "blanks of a web page": (f"text\n\n\xa0\xa0{RUN}\n\xa0\xa0```", "on a line of its own"),
    "in a table": (f"text\n\n| {RUN}``` | x |", "on a line of its own"),
    "in the line of a footnote": (f"[^1]: {RUN}\n    ```", "on a line of its own"),
    "preformatted": (f"text\n<pre>\n{FENCE}\n</pre>", "in <pre> nothing can be run"),
    "prediction without a name": ("```predict\n?\n```", "expected ```predict run="),
}


SHOWN = {
    "comment": f"<!-- old\n\n{RUN}\n```\n\n{{{{ a/b.c }}}} [x](moment:a/b.c) -->",
    "comment with a heading": "<!-- ## old -->",
    "longer fence": f"````md\n{RUN}\n```\n{{{{ a/b.c }}}}\n````",
    "another language": "```jinja\n{{ a/b.c }} {{ x }\n```",
    "code span": "`{{ a/b.c }}` and `` {{ a/b.c }} `` and `[x](term:y)` and `moment:a/b.c`",
    "code span with other code": "`x = {{ a/b.c }}`",
    "code across lines": "`a\n{{ a/b.c }}`",
    "indented code": "text\n\n    {{ a/b.c }}\n    # no heading",
    "html": "<pre>{{ a/b.c }}</pre>",
    "attributes": '*word*{ .wide #x title="y" }',
    "a marked part of the page": "<![CDATA[ {{ a/b.c }} ]]>",
    "a definition that no link uses": "x\n\n[x y]: term:nothing",
    "code at the beginning of a line": '`python exec="on" run="part/shown"` runs it',
    "marks in a comment": "<!-- ```python exec=on\nx -->",
    "marks in indented code": 'text\n\n    ```text foo="x"\n    y',
    "marks in a fence": "```text\n    ```\n````\n```",
    "marks of Markdown in code": "`[x][y]`, `{ .x }`, `**a ** b`, <code>[^1]</code>",
    "marks of Markdown behind a backslash": r"\[x\]\[y\] \`x \{ .x } \!!!",
    "calculations": "2**10, a == b and c == d, x --> y, <kbd>`</kbd>",
    "words": "term: at this moment: now, in the long term: then",
}


BRACES = {
    "one brace too few": "{{ part/shown.wall }",
    "one at the beginning": "{ part/shown.wall }}",
    "single ones": "{ part/shown.wall }",
    "never closed": "{{ part/shown.wall",
    "only the end": "part/shown.wall }}",
    "no folder": "{{ shown.wall }}",
    "a line without a name": "{{ @ code }}",
    "no value": "{{ part/shown }}",
    "a block's name": "{{ glosary }}",
    "empty": "{{ }}",
    "in a caption": "![{{ part/shown.wall }}](x.png)",
    "in an address": "[x]({{part/shown.wall}}.md)",
    "in a title": '[x](y.md "{{ part/shown.wall }}")',
    "a term in the text": "see term:task here",
    "a moment in the text": "see moment:part/shown.x here",
    "around others": "{{ {{ part/shown.wall }} }}",
    "around a blank line": "{{ part/shown.wall\n\n}}",
    "a block in a sentence": "see {{ glossary }}",
    "a term without a name": "[x](term:)",
    "a term as a tag": "<term:task>",
    "a picture of a moment": "![x](moment:part/shown.x)",
    "a moment without a name": "[x](moment:part/shown)",
}


# Markdown that comes out as text, and what is told.
LEFT = {
    "quotes of a text editor": ("!!! note “x”\n    y", 'expected !!! note "Title"'),
    "an admonition that ends early": ('!!! note "x\n    y', 'expected !!! note "Title"'),
    "details": ("??? note “x”\n    y", 'expected !!! note "Title"'),
    "a tab without quotes": ("=== A\n\n    x", 'expected === "Title"'),
    "a block of another dialect": ("/// note | N\nx", 'expected !!! note "Title"'),
    "another file": ('--8<-- "x.md"', "no other file is put into a page"),
    "a footnote that is nowhere": ("x[^nope]", "expected a footnote that the page has"),
    "a footnote of nothing": ("x\n\n[^a]: y", "expected a place in the text with [^a]"),
    "a link to nothing": ("[`x`][y]", "expected a link to what the page defines"),
    "half a link": ("[x](a.md", "expected a link in one piece"),
    "attributes behind a blank": ("[x](index.md) { .y }", "expected attributes right behind"),
    "attributes of a word": ("word{ .y }", "expected attributes right behind"),
    "attributes below a prediction": (
        '```predict run="part/shown"\nQ?\n\n- 42\n- 1\n---\nWhy.\n```\n{ .y }',
        "expected attributes right behind",
    ),
    "a template": ("{% if x %}", "pages have no templates"),
    "a change": ("{++ x ++}", "pages have no templates"),
    "an icon": ("see :material-x:", "expected text or a picture"),
    "a task": ("- [ ] a", "pages have no lists of tasks"),
    "struck out": ("~~x~~", "expected *text*; came"),
    "bold with a blank": ("**x ** y", "expected **text**, no blanks"),
    "Markdown in HTML": ("<div>\n**x**\n</div>", "expected **text**, no blanks"),
    "half of code": ("the `x is", "expected code between marks"),
    "wide braces": ("｛｛ part/shown.wall ｝｝", "braces or marks of the keyboard"),
    "half a comment": ("<!-- x", "expected the end of the comment"),
    "a heading without words": ("## { #only }", "expected words in a heading"),
}
