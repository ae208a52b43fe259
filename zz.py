import asyncio, sys, gc, weakref, inspect, types, threading, time, concurrent.futures, os
print(sys.version.split()[0])
def section(name): print("--", name)

section("run step1: tasks that exist at that moment; but is a done-callback/async gen created task etc.")
section("run step2: async generator begun in loop, held only by a task cancelled")
section("run: agen begun in another loop but finalizer")
section("run waits for executor even when main raised")
async def m():
    asyncio.get_running_loop().run_in_executor(None, time.sleep, .2); raise KeyError
t=time.perf_counter()
try: asyncio.run(m())
except KeyError: print("  ", round(time.perf_counter()-t,2))

section("own executor is not waited by run")
async def m():
    ex=concurrent.futures.ThreadPoolExecutor(); asyncio.get_running_loop().run_in_executor(ex, time.sleep, .3)
t=time.perf_counter(); asyncio.run(m()); print("  ", round(time.perf_counter()-t,2))

section("set background: callback removes when done: does a cancelled-before-start too")
section("class Task positional; Task() outside loop")
async def w(): return 1
section("await task that is done but exception")
section("await a coroutine: control only if something inside suspends -- eager create_task inside runs other task")
if sys.version_info>=(3,12):
    async def m():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        log=[]
        async def other(): log.append("other")
        async def c(): log.append("1"); asyncio.create_task(other()); log.append("2")
        await c(); print("  ", log)
    asyncio.run(m())
section("await: debug mode doesn't log a step that raises? cancelled?")
import logging
logging.basicConfig(format="   LOG %(message).60s")
async def m():
    async def bad(): time.sleep(.12); raise KeyError
    t=asyncio.create_task(bad()); await asyncio.wait([t]); t.exception()
asyncio.run(m(), debug=True)
section("debug: eager first step inside main's step")
section("debug: slow executor callback; slow async gen close; run's 'main' in run_until_complete")
section("done task keeps control: future done but set in other? wait on done future with add_done")
async def m():
    f=asyncio.get_running_loop().create_future(); f.set_result(1)
    log=[]
    async def o(): log.append("o")
    t=asyncio.create_task(o())
    await asyncio.wait_for(f, 1); log.append("wait_for"); await asyncio.shield(f); log.append("shield")
    await asyncio.gather(f); log.append("gather"); await t; print("  ", log)
asyncio.run(m())
section("callbacks of future: order and same cb twice, remove")
section("shield shared by two")
async def m():
    f=asyncio.get_running_loop().create_future(); s=asyncio.shield(f)
    async def w(): return await s
    a=asyncio.create_task(w()); b=asyncio.create_task(w()); await asyncio.sleep(0)
    a.cancel(); await asyncio.sleep(0); f.set_result(1)
    print("  ", await asyncio.gather(a,b,return_exceptions=True))
asyncio.run(m())
section("set_result from other thread while the loop is *awake* works; with debug raises")
async def m():
    f=asyncio.get_running_loop().create_future()
    def setter():
        try: f.set_result(1)
        except RuntimeError as e: print("   thread:", e)
    async def w(): await f
    t=asyncio.create_task(w()); await asyncio.sleep(0)
    th=threading.Thread(target=setter); th.start(); th.join(); t.cancel()
asyncio.run(m(), debug=True)
section("exception never retrieved: Future exception freed by loop close?")
section("future set_exception(StopIteration)")
async def m():
    f=asyncio.get_running_loop().create_future()
    try: f.set_exception(StopIteration(3)); print("   set", repr(f.exception()))
    except TypeError as e: print("  ", e)
asyncio.run(m())
section("Future repr contains task_wakeup")
section("cancelled() False after swallow and return")
section("throw into unstarted: 3.11 traceback")
section("close returns? suspended coroutine that returns value on GeneratorExit")
class R:
    def __await__(self): yield
async def r():
    try: await R()
    except GeneratorExit: return 5
c=r(); c.send(None); print("  ", c.close())
section("two different chains: cr_await of running")
section("async for awaits in every round: __anext__ StopAsyncIteration round incl.")
section("await of __await__ returning list iterator")
class L:
    def __await__(self): return iter([7])
async def m(): await L()
c=m(); print("  ", c.send(None)); 
try: c.send(5)
except BaseException as e: print("  ", repr(e))
c=m(); c.send(None)
try: c.throw(KeyError)
except BaseException as e: print("   throw", repr(e))
section("send value when inner iterator is not generator")
section("await returns value in step of 'async with' returns")
section("YieldToEventLoop equals sleep(0)")
section("sleep(0.0000001)")
section("loop.time is monotonic: call_at in past")
section("coroutine in CORO_RUNNING awaiting")
section("a coroutine awaited by two: second await while suspended")
async def m():
    async def w(): await asyncio.sleep(.05)
    c=w()
    async def a(): await c
    print("  ", await asyncio.gather(a(),a(),return_exceptions=True))
asyncio.run(m())
section("asyncio.run twice / nested")
section("asyncio.wait_for coroutine cancels")
section("group: body raising, child error")
async def m():
    async with asyncio.TaskGroup() as g:
        async def c():
            try: await asyncio.sleep(9)
            except asyncio.CancelledError: raise KeyError("x")
        g.create_task(c())
        await asyncio.sleep(0)
        raise ValueError("body")
try: asyncio.run(m())
except BaseException as e: print("  ", repr(e))
section("group: child swallows cancel, group waits")
section("group: child cancelled by hand: no exception")
async def m():
    async with asyncio.TaskGroup() as g:
        t=g.create_task(asyncio.sleep(9)); await asyncio.sleep(0); t.cancel()
    print("   no exception")
asyncio.run(m())
section("exception in a task awaited by two awaiting tasks")
section("gather return; when one fails and others go on, but run ends")
section("all_tasks keeps alive? eager tasks in 3.12+")
section("Task kept by its own done callback only")
