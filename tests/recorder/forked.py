"""Run programs recorded, each in a fork of this interpreter: a child of the tests.

``python forked.py <scripts>`` reads the names of files with jobs, a line each, and answers one by a
line when its jobs have ended. A job says ``file``, ``into`` (where the results go), ``limit``
(seconds), ``breakage`` (a name out of `breakages`).
Standard library only; nothing of the tests' own process is here.
"""

import asyncio  # noqa: F401
import importlib
import json
import os
import resource
import signal
import sys
import time

AT_ONCE = 8


def main(scripts):
    """Returns in the forks alone, with their job."""
    sys.path.insert(0, scripts)
    for name in ("program", "monitoring", "tracing", "replay"):
        if name != "monitoring" or sys.version_info >= (3, 12):
            importlib.import_module(f"recorder.{name}")
    asked, told = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    lines = os.fdopen(asked)
    for line in lines:
        jobs_file = line.strip()
        with open(jobs_file, encoding="utf-8") as file:
            if job := run_all(json.load(file), f"{jobs_file}.ended"):
                lines.close()
                os.close(told)
                return job
        os.write(told, b"ended\n")
    os._exit(0)


def run_all(waiting, file_of_ended):
    """Run the jobs, and keep how they ended; in a fork: its job."""
    running, ended = {}, {}
    while waiting or running:
        while waiting and len(running) < (1 if waiting[0].get("alone") else AT_ONCE):
            job = waiting.pop(0)
            pid = os.fork()
            if not pid:
                return job
            running[pid] = job["into"], time.monotonic() + job["limit"]
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            into, _ = running.pop(pid)
            ended.setdefault(into, os.waitstatus_to_exitcode(status))
        for pid, (into, deadline) in running.items():
            if is_over(into, deadline) and ended.setdefault(into, None) is None:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    with open(file_of_ended, "w", encoding="utf-8") as file:
        json.dump(ended, file)
    return None


def is_over(into, deadline):
    """Whether a job has had its time: it has been kept then, but on a crowded machine, where it
    gets some more."""
    late = time.monotonic() - deadline
    return late > 0 and (os.path.exists(f"{into}.json") or late > 20)


def begin(job):
    into = job["into"]
    os.chdir(os.path.dirname(into))
    for fd, name in ((1, "out"), (2, "err")):
        there = os.open(f"{into}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(there, fd)
        os.close(there)
    sys.stdout.reconfigure(line_buffering=True)  # some are killed
    if job.get("breakage"):
        import breakages

        getattr(breakages, job["breakage"])()
    record(job)


def record(job):
    from recorder.program import run
    from recorder.recording import Settings

    def kept(recorder):
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        document = {**recorder.as_json(), "memory": memory, "raw": recorder.log.folding.count}
        with open(f"{job['into']}.new", "w", encoding="utf-8") as file:
            json.dump(document, file)
        os.replace(f"{job['into']}.new", f"{job['into']}.json")

    run(job["file"], [], Settings(**job.get("settings", {})), kept)


begin(main(*sys.argv[1:]))
