"""What stands around a program in the reader's browser.

Rule 1: the loop is CPython's own, ``asyncio.selector_events``. What it stands on is ours: sockets
that live in this interpreter alone (`sockets`), a selector that watches them (`waiting`), and a
sleep that lets the worker sleep. Pyodide's own loop has no turns and no ready queue.
Rule 2: what cannot be had (threads, processes, the network) is refused as Python would refuse it,
and noted (`missing`), so that the page can say so.
Rule 3: one interpreter, one program. Nothing is put back afterwards.

Standard library only, and nothing here asks for JavaScript but by the functions that the worker
gives (`host.Host`): so all of it is tried natively too.
"""
