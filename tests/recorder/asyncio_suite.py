"""Run one module of CPython's own tests of asyncio, plain or recorded: a child of the tests.

``python asyncio_suite.py <scripts> <job.json>``; the job says ``module`` ("test_tasks"), ``names``
(of tests in it; none means all), ``mode``, ``breakage`` (a name out of `breakages`, or null) and
``into``, the file for the outcome of each test by its id.

Modes: "plain"; "hooks", where every patch of the recorder is in place; "lines", where the module is
the recorded program besides, and each of its lines is told. In both, what CPython's tests know as
``_CFuture`` and ``_CTask`` are the recorder's classes: else its tests of futures and tasks would
go past them. Standard library only.
"""

import contextlib
import faulthandler
import importlib.util
import json
import os
import sys
import unittest
import warnings


class Outcomes(unittest.TestResult):
    """The outcome of each test, and the end of what a failure says."""

    def __init__(self, recorder):
        super().__init__()
        self.outcomes = {}
        self.recorder = recorder

    def startTest(self, test):
        # Many tests collect garbage: do not have them walk over all that was told.
        if self.recorder and self.recorder.log.open:
            self.recorder.log.parts.head.clear()

    def note(self, test, outcome, failed=False):
        # A subtest that failed stays failed, whatever becomes of its test.
        name = getattr(test, "test_case", test).id()
        if failed or not self.outcomes.get(name, "ok").startswith("failed"):
            self.outcomes[name] = outcome

    def addSuccess(self, test):
        self.note(test, "ok")

    def addSkip(self, test, reason):
        self.note(test, "skipped")

    def addExpectedFailure(self, test, err):
        self.note(test, "ok")

    def addUnexpectedSuccess(self, test):
        self.note(test, "failed: unexpected success", True)

    def addFailure(self, test, err):
        self.note(test, "failed: " + self._exc_info_to_string(err, test)[-3000:], True)

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(test, err)


def main(scripts, job_file):
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    faulthandler.enable()
    warnings.simplefilter("ignore")
    name = f"test.test_asyncio.{job['module']}"
    spec = importlib.util.find_spec(name)
    recorder = None if job["mode"] == "plain" else recording(scripts, job, spec)
    code = spec.loader.get_code(name)
    if recorder:
        recorder.begin(code)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    outcomes = Outcomes(recorder)
    with contextlib.suppress(unittest.SkipTest):  # some are of another system, as a whole
        exec(code, vars(module))
        load, names = unittest.defaultTestLoader, job["names"]
        every = load.loadTestsFromModule(module)
        (load.loadTestsFromNames(names, module) if names else every).run(outcomes)
    told = {**recorder.log.numbers.last, "lost": recorder.log.lost} if recorder else {}
    with open(job["into"], "w", encoding="utf-8") as out:
        json.dump({"outcomes": outcomes.outcomes, "told": told}, out)
    os._exit(0)  # threads that tests have left must not keep it


def recording(scripts, job, spec):
    """The recorder, at work, and its classes where the tests look for those written in C."""
    sys.path.insert(0, scripts)
    from recorder.recording import Recorder, Settings

    if job["breakage"]:
        sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
        import breakages

        getattr(breakages, job["breakage"])()
        del sys.path[0]
    lines = job["mode"] == "lines"
    recorder = Recorder(spec.origin, Settings(most=10**9, seconds=1e9, lines=lines))
    recorder.install()
    sys.path.remove(scripts)
    from asyncio import futures, tasks

    futures._CFuture, tasks._CTask = futures.Future, tasks.Task
    return recorder


if __name__ == "__main__":  # not in the processes that tests spawn
    main(*sys.argv[1:])
