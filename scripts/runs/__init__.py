"""Runs of programs: find them, run them as a reader would, judge what came, make HTML of it.

Imports run one way: program → contract → run → judgement → page. Nothing here imports MkDocs.
"""
