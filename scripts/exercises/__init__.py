"""Exercises: what a program has to do, judged by what it did.

``seen`` is what a check looks at; ``verdict`` has a check look, at build as in the reader's
browser; ``apart`` does that in a process of its own, which ``judging`` is; ``declared`` reads the
checks from the folder ``checks``, and says what is wrong with them. How an exercise stands on a
page is in ``runs.exercise``.
"""
