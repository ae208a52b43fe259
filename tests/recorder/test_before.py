"""What a program did before does not change what is told of what it does next: a recorder that has
lost its way takes one thing for another.

Each program begins in a way of its own, and goes on as all do: from there on the same is told of it
as of one whose beginning is empty.
"""

from __future__ import annotations

import re
import textwrap

import pytest

PROGRAM = """\
import asyncio, contextlib, gc, os, signal, sys, threading, time, traceback, types, warnings

# The beginning, as a coroutine.
{before}

async def leaf(n):
    await asyncio.sleep(0)
    return n * 2

async def values():
    for n in range(2):
        yield await leaf(n)

async def after():
    print("now")
    lock, queue = asyncio.Lock(), asyncio.Queue()

    async def worker(n):
        async with lock:
            queue.put_nowait(await leaf(n))

    async with asyncio.TaskGroup() as group:
        for n in range(2):
            group.create_task(worker(n))
    print(await queue.get(), await queue.get())
    print(await asyncio.create_task(asyncio.sleep(0.05, "slept")))
    try:
        async with asyncio.timeout(0.05):
            await asyncio.sleep(60)
    except TimeoutError:
        print("late")
    print([value async for value in values()])

async def main():
    await before()
    await after()

asyncio.run(main())
"""
# The body of ``before``.
BEGINNINGS = {
    "exception through coroutines": """\
async def a():
    await b()

async def b():
    await asyncio.sleep(0)
    raise ValueError

try:
    await a()
except ValueError:
    pass""",
    "generator left suspended": """\
def g():
    yield 1
    yield 2

global kept
kept = g()
next(kept)""",
    "generator dropped": """\
def g():
    try:
        yield 1
    finally:
        pass

x = g()
next(x)
del x
gc.collect()""",
    "async gen broken off": """\
async def g():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0)

async for v in g():
    break
await asyncio.sleep(0.01)
await asyncio.sleep(0.01)""",
    "coroutine by hand": """\
async def a():
    await asyncio.sleep(0)
    return 1

c = a()
c.send(None)
try:
    c.send(None)
except StopIteration:
    pass""",
    "coroutine by hand closed": """\
async def a():
    await asyncio.sleep(0)

c = a()
c.send(None)
c.close()""",
    "coroutine by hand thrown": """\
async def a():
    await asyncio.sleep(0)

c = a()
c.send(None)
try:
    c.throw(KeyError)
except KeyError:
    pass""",
    "coroutine kept suspended": """\
async def a():
    await asyncio.sleep(0)

global kept
kept = a()
kept.send(None)""",
    "settrace saved": """\
old = sys.gettrace()
sys.settrace(None)
x = 1
sys.settrace(old)""",
    "setprofile": """\
sys.setprofile(lambda *a: None)
x = 1
sys.setprofile(None)""",
    "monitoring": """\
if hasattr(sys, "monitoring"):
    m = sys.monitoring
    m.use_tool_id(2, "x")
    m.register_callback(2, m.events.LINE, lambda c, l: m.DISABLE)
    m.set_events(2, m.events.LINE)
    x = 1
    m.restart_events()
    m.set_events(2, 0)
    m.free_tool_id(2)""",
    "exec": """\
exec("async def q():\\n await asyncio.sleep(0)\\n", globals())
await q()""",
    "thread with loop": """\
def run():
    async def inner():
        await asyncio.sleep(0.001)

    asyncio.run(inner())

t = threading.Thread(target=run)
t.start()
t.join()""",
    "signal raises": """\
def h(*a):
    raise KeyError("sig")

signal.signal(signal.SIGUSR1, h)
try:
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.05)
except KeyError:
    pass""",
    "signal raises in await": """\
def h(*a):
    raise KeyError("sig")

signal.signal(signal.SIGUSR1, h)

async def a():
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        for i in range(1000):
            pass
    except KeyError:
        pass

await a()""",
    "cancel self": """\
asyncio.current_task().cancel()
try:
    await asyncio.sleep(1)
except asyncio.CancelledError:
    asyncio.current_task().uncancel()""",
    "fork": """\
pid = os.fork()
if not pid:
    os._exit(0)
os.waitpid(pid, 0)""",
    "raising repr": """\
class R:
    def __repr__(self):
        raise KeyError

r = R()
await asyncio.sleep(0)
del r""",
    "exit in repr": """\
class R:
    def __repr__(self):
        raise SystemExit

r = R()
await asyncio.sleep(0)
del r""",
    "with stack": """\
async with contextlib.AsyncExitStack() as s:

    @contextlib.asynccontextmanager
    async def cm():
        await asyncio.sleep(0)
        yield 1
        await asyncio.sleep(0)

    await s.enter_async_context(cm())""",
    "throw into async gen": """\
async def g():
    try:
        yield 1
    except KeyError:
        yield 2

x = g()
await x.asend(None)
await x.athrow(KeyError)
await x.aclose()""",
    "yield from with throw": """\
def inner():
    try:
        yield 1
    except KeyError:
        yield 2

def outer():
    yield from inner()

o = outer()
next(o)
o.throw(KeyError)
o.close()""",
    "eager factory": """\
if hasattr(asyncio, "eager_task_factory"):
    l = asyncio.get_running_loop()
    l.set_task_factory(asyncio.eager_task_factory)

    async def a():
        return 1

    async def b():
        await asyncio.sleep(0)

    await asyncio.gather(a(), b())
    l.set_task_factory(None)""",
    "eager that fails": """\
if hasattr(asyncio, "eager_task_factory"):
    l = asyncio.get_running_loop()
    l.set_task_factory(asyncio.eager_task_factory)

    async def a():
        raise KeyError

    t = asyncio.create_task(a())
    try:
        await t
    except KeyError:
        pass
    l.set_task_factory(None)""",
    "task factory own": """\
l = asyncio.get_running_loop()
l.set_task_factory(lambda loop, coro, **k: asyncio.Task(coro, loop=loop, **k))

async def a():
    return 1

await asyncio.create_task(a())
l.set_task_factory(None)""",
    "futures shared cb raising": """\
f = asyncio.get_running_loop().create_future()
f.add_done_callback(lambda f: 1 / 0)
asyncio.get_running_loop().set_exception_handler(lambda *a: None)
f.set_result(1)
await asyncio.sleep(0)
await asyncio.sleep(0)
asyncio.get_running_loop().set_exception_handler(None)""",
    "many frames (flood)": """\
def f(n):
    return n

for i in range(500):
    f(i)""",
    "flood of awaits": """\
async def f(n):
    return n

for i in range(500):
    await f(i)""",
    "flood of tasks": """\
async def f(n):
    await asyncio.sleep(0)

await asyncio.gather(*[f(i) for i in range(60)])""",
    "exception group": """\
async def bad():
    raise ValueError

try:
    async with asyncio.TaskGroup() as g:
        g.create_task(bad())
        g.create_task(asyncio.sleep(1))
except* ValueError:
    pass""",
    "trace in thread": """\
def run():
    sys.settrace(lambda *a: None)
    x = 1
    sys.settrace(None)

t = threading.Thread(target=run)
t.start()
t.join()""",
    "unawaited": """\
async def a():
    pass

warnings.simplefilter("ignore")
a()
gc.collect()""",
    "traceback clear_frames": """\
def f():
    raise KeyError

try:
    f()
except KeyError as e:
    traceback.clear_frames(e.__traceback__)""",
    "locals looking": """\
def f():
    a = 1
    locals()
    vars()
    return dir()

f()""",
    "reentrant generator": """\
def g():
    try:
        next(me)
    except ValueError:
        pass
    yield 1

me = g()
next(me)
del me
gc.collect()""",
    "sleep forever cancelled gather": """\
g = asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))
await asyncio.sleep(0)
g.cancel()
try:
    await g
except asyncio.CancelledError:
    pass""",
    "future exception set by thread": """\
f = asyncio.get_running_loop().create_future()
loop = asyncio.get_running_loop()
threading.Thread(
    target=lambda: loop.call_soon_threadsafe(f.set_exception, KeyError())
).start()
try:
    await f
except KeyError:
    pass""",
    "await iterator class": """\
class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration(5)
        return None

    __await__ = __iter__

await It()""",
    "task in task cancelled twice": """\
async def a():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0)

t = asyncio.create_task(a())
await asyncio.sleep(0)
t.cancel()
await asyncio.sleep(0)
t.cancel()
try:
    await t
except asyncio.CancelledError:
    pass""",
    "cancelled before first step": """\
t = asyncio.create_task(asyncio.sleep(1))
t.cancel()
try:
    await t
except asyncio.CancelledError:
    pass""",
    "condition": """\
c = asyncio.Condition()

async def w():
    async with c:
        await c.wait()

t = asyncio.create_task(w())
await asyncio.sleep(0)
async with c:
    c.notify_all()
await t""",
    "queue join": """\
q = asyncio.Queue(1)

async def w():
    while True:
        await q.get()
        q.task_done()

t = asyncio.create_task(w())
for i in range(3):
    await q.put(i)
await q.join()
t.cancel()
try:
    await t
except asyncio.CancelledError:
    pass""",
    "loop.time patched": """\
loop = asyncio.get_running_loop()
old = loop.time
loop.time = lambda: old()
await asyncio.sleep(0.001)
del loop.time""",
    "call_soon patched": """\
loop = asyncio.get_running_loop()
old = loop.call_soon
loop.call_soon = lambda *a, **k: old(*a, **k)
await asyncio.create_task(asyncio.sleep(0))
del loop.call_soon""",
    "asyncio.sleep patched": """\
old = asyncio.sleep

async def mine(*a):
    return await old(*a)

asyncio.sleep = mine
await asyncio.sleep(0)
asyncio.sleep = old""",
    "create_task patched": """\
old = asyncio.create_task
asyncio.create_task = lambda c: old(c)
await asyncio.create_task(asyncio.sleep(0))
asyncio.create_task = old""",
    "subprocess": """\
p = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
await p.wait()""",
    "add_reader": """\
r, w = os.pipe()
loop = asyncio.get_running_loop()
f = loop.create_future()
loop.add_reader(r, lambda: (loop.remove_reader(r), f.set_result(1)))
os.write(w, b"x")
await f
os.close(r)
os.close(w)""",
    "server": """\
async def h(r, w):
    w.write(await r.readline())
    w.close()

s = await asyncio.start_server(h, "127.0.0.1", 0)
r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
w.write(b"x\\n")
await r.readline()
w.close()
s.close()
await asyncio.sleep(0.01)""",
    "spin": """\
n = 0
while n < 300:
    n += 1
    await asyncio.sleep(0)""",
    "spin two": """\
async def s():
    for i in range(200):
        await asyncio.sleep(0)

await asyncio.gather(s(), s())""",
    "task del pending": """\
loop = asyncio.get_running_loop()
loop.set_exception_handler(lambda *a: None)

async def w():
    await loop.create_future()

t = asyncio.create_task(w())
await asyncio.sleep(0)
del t
gc.collect()
loop.set_exception_handler(None)""",
    "never retrieved": """\
loop = asyncio.get_running_loop()
loop.set_exception_handler(lambda *a: None)

async def w():
    raise KeyError

t = asyncio.create_task(w())
await asyncio.sleep(0)
await asyncio.sleep(0)
del t
gc.collect()
loop.set_exception_handler(None)""",
    "timeout nested": """\
try:
    async with asyncio.timeout(0.001):
        async with asyncio.timeout(5):
            await asyncio.sleep(1)
except TimeoutError:
    pass""",
    "timer cancel many": """\
loop = asyncio.get_running_loop()
for h in [loop.call_later(9, print) for _ in range(150)]:
    h.cancel()
await asyncio.sleep(0)""",
    "getattr trick": """\
class A:
    def __getattr__(self, n):
        raise AttributeError(n)

    def __eq__(self, o):
        raise KeyError

    __hash__ = None

a = A()
await asyncio.sleep(0)""",
    "huge value": """\
x = list(range(10**5))
y = "z" * 10**6
await asyncio.sleep(0)""",
    "StopIteration in coroutine": """\
async def a():
    raise StopIteration

try:
    await a()
except RuntimeError:
    pass""",
    "GeneratorExit in coroutine": """\
async def a():
    raise GeneratorExit

try:
    await a()
except GeneratorExit:
    pass""",
    "aclose during": """\
async def g():
    try:
        yield 1
    finally:
        await asyncio.sleep(0)
        await asyncio.sleep(0)

x = g()
await x.__anext__()
await x.aclose()""",
    "asynccontext exc": """\
@contextlib.asynccontextmanager
async def cm():
    try:
        yield
    except KeyError:
        await asyncio.sleep(0)

async with cm():
    raise KeyError""",
}


def program(before: str) -> str:
    body = textwrap.indent(before, "    ")
    # Lines are told: each beginning takes as many.
    return PROGRAM.format(before=f"async def before():\n{body}" + "\n" * (30 - before.count("\n")))


@pytest.mark.thorough
@pytest.mark.timely  # its timers are to be waited for
@pytest.mark.turns("before", [*BEGINNINGS])
def test_what_came_before_changes_nothing_of_what_is_told(record, before):
    plain, one = (record(program(body)) for body in ("pass", BEGINNINGS[before]))
    # How long a run takes to clean up hangs on what there was, and so does what was too much of it.
    told, wanted = (
        [
            re.sub(r"Turns that this took: \d+", "", text)
            for text in each.told_from("<code>now")
            if "Not shown: " not in text
        ]
        for each in (one, plain)
    )
    assert told == wanted
