"""Run files of CPython's own tests of asyncio, plain or recorded: a child of the tests.

``python asyncio_suite.py <scripts> plain|record <results.json> test_tasks …``; the results are the
outcome of each test by its id. Standard library only.
"""

import json
import os
import sys
import unittest
import warnings


class Outcomes(unittest.TestResult):
    """The outcome of each test, and the last line of what a failure says."""

    def __init__(self):
        super().__init__()
        self.outcomes = {}
        self.recorder = None

    def startTest(self, test):
        if (
            self.recorder
        ):  # many tests collect garbage: do not have them walk over all that was told
            self.recorder.log.folding.done.clear()

    def note(self, test, outcome):
        # A subtest that failed stays failed, whatever becomes of its test.
        name = getattr(test, "test_case", test).id()
        if not self.outcomes.get(name, "ok").startswith("failed"):
            self.outcomes[name] = outcome

    def addSuccess(self, test):
        self.note(test, "ok")

    def addSkip(self, test, reason):
        self.note(test, "skipped")

    def addExpectedFailure(self, test, err):
        self.note(test, "ok")

    def addFailure(self, test, err):
        self.note(test, "failed: " + self._exc_info_to_string(err, test)[-3000:])

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(test, err)


def main(scripts, mode, results, *files):
    warnings.simplefilter("ignore")
    recorder, outcomes = None, Outcomes()
    if mode == "record":
        sys.path.insert(0, scripts)
        from recorder.recording import Recorder, Settings

        # The tests themselves stand for the program.
        recorder = Recorder("", Settings(most=10**9, seconds=1e9, lines=False))
        recorder.install()
        outcomes.recorder = recorder
        del sys.path[0]
    for file in files:
        suite = unittest.defaultTestLoader.loadTestsFromName(f"test.test_asyncio.{file}")
        suite.run(outcomes)
    told = recorder.log.numbers.last if recorder else {}
    with open(results, "w", encoding="utf-8") as out:
        lost = recorder.log.lost if recorder else 0
        json.dump({"outcomes": outcomes.outcomes, "told": told, "lost": lost}, out)
    os._exit(0)


main(*sys.argv[1:])
