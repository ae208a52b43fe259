"""What a program finds in a browser: CPython's own loop, sockets in memory, and honest refusals."""

from __future__ import annotations

import textwrap

import pytest
from browser.inside import missing

ECHO = """
import asyncio

async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    for word in ("one", "two"):
        writer.write(word.encode() + b"\\n")
        print((await reader.readline()).decode().strip())
    writer.write_eof()
    print(await reader.read(), writer.get_extra_info("peername") == address)
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()

asyncio.run(main())
"""


def test_streams_of_asyncio_reach_each_other(here):
    out, err, ended = here(ECHO)
    assert (out, err) == (["ONE", "TWO", "b'' True"], [])
    assert (ended["status"], ended["missing"]) == (0, [])


def test_more_than_a_socket_holds_comes_whole_and_in_order(here):
    out, err, _ = here("""
        import asyncio

        async def send(reader, writer):
            writer.write(bytes(range(256)) * 2000)
            await writer.drain()
            writer.close()

        async def main():
            server = await asyncio.start_unix_server(send, "/here")
            reader, writer = await asyncio.open_unix_connection("/here")
            await asyncio.sleep(0.01)
            print(await reader.read() == bytes(range(256)) * 2000)
            writer.close()
            server.close()

        asyncio.run(main())
    """)
    assert (out, err) == (["True"], [])


REFUSED = {
    "nobody listens": (
        'await asyncio.open_connection("127.0.0.1", 9)',
        "ConnectionRefusedError",
        [],
    ),
    "another machine": (
        'await asyncio.open_connection("example.org", 80)',
        "gaierror",
        ["network"],
    ),
    "another address": ('await asyncio.open_connection("192.0.2.1", 80)', "OSError", ["network"]),
    "datagrams": ("socket.socket(type=socket.SOCK_DGRAM)", "OSError", ["network"]),
    "a thread": ("await asyncio.to_thread(print)", "RuntimeError", ["threads"]),
    "a bare thread": ("threading.Thread(target=print).start()", "RuntimeError", ["threads"]),
    "a process": ('await asyncio.create_subprocess_exec("true")', "OSError", ["processes"]),
    "a process as ever": ('subprocess.run(["true"])', "OSError", ["processes"]),
    "taken": (
        "a = await asyncio.start_server(print, '127.0.0.1', 5000)\n"
        "        await asyncio.start_server(print, '127.0.0.1', 5000)",
        "OSError",
        [],
    ),
    "a file cannot be watched": (
        "asyncio.get_running_loop().add_reader(open(__file__), print)",
        "PermissionError",
        [],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_had_is_refused_as_python_does_and_noted(here, case):
    code, error, missing = REFUSED[case]
    out, _, ended = here(f"""
import asyncio, socket, subprocess, threading

async def main():
    try:
        {code}
    except BaseException as error:
        print(type(error).__name__)

asyncio.run(main())
""")
    assert (out, ended["missing"]) == ([error], missing)


def raised(code: str) -> BaseException:
    try:
        exec(textwrap.dedent(code), {})
    except BaseException as error:
        return error
    raise AssertionError


SAID = {
    "a module": ("import nothing_of_this_name", [missing.MODULES]),
    "an encrypted connection": (
        "raise NotImplementedError('SSL is not supported in Pyodide')",
        [missing.ENCRYPTION],
    ),
    "processes": ("raise ImportError(name='_multiprocessing')", [missing.PROCESSES]),
    "in a group": (
        """
        try:
            import nothing_of_this_name
        except ImportError as error:
            found = error
        raise ExceptionGroup("unhandled errors in a TaskGroup", [ValueError(), found])
        """,
        [missing.MODULES],
    ),
    "what it came from": (
        """
        try:
            import nothing_of_this_name
        except ImportError as error:
            raise ValueError("no such thing") from error
        """,
        [missing.MODULES],
    ),
    "what cannot be asked": (
        """
        class Own(Exception):
            __cause__ = args = property(lambda self: 1 / 0)

            def __str__(self):
                raise SystemError

        try:
            import nothing_of_this_name
        except ImportError:
            raise Own
        """,
        [missing.MODULES],
    ),
    "very many": (
        """
        found = None
        for number in range(100_000):
            before, found = found, ValueError(number)
            found.__context__ = before
        raise found
        """,
        [],
    ),
    "something else, after what was caught": (
        """
        try:
            import nothing_of_this_name
        except ImportError:
            pass
        1 / 0
        """,
        [],
    ),
    "something else": (
        """
        try:
            import nothing_of_this_name
        except ImportError:
            raise ValueError("no such thing") from None
        """,
        [],
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_what_an_exception_says_is_missing_is_noted(case):
    code, asked = SAID[case]
    noted = missing.Missing()
    noted.look(raised(code))
    assert noted.asked == asked


def test_what_only_the_program_itself_could_let_go_on_waits_for_ever(here):
    out, _, _ = here("""
        import socket
        one, other = socket.socketpair()
        other.settimeout(0.01)
        try:
            other.recv(1)
        except TimeoutError:
            print("limit")
        one.recv(1)
    """)
    assert out == ["limit", "waits for ever"]
    assert here("import asyncio; asyncio.new_event_loop().run_forever()")[0] == ["waits for ever"]


def test_sleep_takes_what_it_always_took(here):
    out, _, _ = here("""
        import time
        for given in (0, True, 0.001, -1, "1", None):
            try:
                print(time.sleep(given))
            except (TypeError, ValueError) as error:
                print(type(error).__name__)
    """)
    assert out == ["None", "None", "None", "ValueError", "TypeError", "TypeError"]


def test_a_signal_that_a_program_sends_to_itself_wakes_its_loop(here):
    out, _, ended = here("""
        import asyncio, signal

        async def main():
            loop, asked = asyncio.get_running_loop(), asyncio.Event()
            loop.add_signal_handler(signal.SIGTERM, asked.set)
            loop.call_soon(signal.raise_signal, signal.SIGTERM)
            await asked.wait()
            print("asked to end", loop.remove_signal_handler(signal.SIGTERM))

        asyncio.run(main())
    """)
    assert (out, ended["status"]) == (["asked to end True"], 0)


def test_an_exception_that_cannot_be_asked_is_an_ending_like_others(here):
    _, _, ended = here("""
        class Own(Exception):
            __cause__ = __traceback__ = args = property(lambda self: 1 / 0)

            def __str__(self):
                raise SystemError

        raise Own
    """)
    assert (ended["status"], ended["line"], ended["missing"]) == (1, 8, [])


def test_a_hook_that_fails_is_shown_with_what_it_should_have_shown(here):
    _, err, ended = here("import sys\nsys.excepthook = lambda *_: {}['a']\n1 / 0\n")
    said = ["Error in sys.excepthook:", "KeyError: 'a'", "Original exception was:"]
    assert [line for line in err if line in (*said, "ZeroDivisionError: division by zero")] == [
        *said,
        "ZeroDivisionError: division by zero",
    ]
    assert (ended["status"], ended["line"]) == (1, 3)


def test_an_ending_is_told_with_its_line_and_status(here):
    assert here("import sys\nsys.exit(3)")[2]["status"] == 3
    assert here("import sys\nsys.exit()")[2]["status"] == 0
    _, err, ended = here("import sys\nsys.exit('so long')")
    assert (err, ended["status"]) == (["so long"], 1)
    _, err, ended = here("def f():\n    1 / 0\n\nf()")
    assert (err[-1], ended["status"], ended["line"]) == (
        "ZeroDivisionError: division by zero",
        1,
        2,
    )
    assert "browser" not in "".join(err)
    _, err, ended = here("print(1)\nif\n")
    assert (err[-1][:11], ended["line"]) == ("SyntaxError", 2)


def test_what_the_interpreter_does_at_the_end_is_done(here):
    out, err, _ = here("""
        import atexit, asyncio
        atexit.register(print, "at exit")
        class Kept:
            def __del__(self):
                print("gone")
        kept = Kept()
        async def never():
            pass
        left = never()
    """)
    assert out == ["at exit", "gone"]
    assert "never awaited" in err[0]
