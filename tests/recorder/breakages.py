"""Recorders that are wrong on purpose: each must be found out by the tests of fidelity."""

from recorder import events
from recorder.labels import Labels
from recorder.log import Log
from recorder.output import OutputHooks

add = Log.add


def swap_two_jobs():
    """Two jobs are told in the wrong order when they join the ready queue."""
    held = []

    def swapped(log, kind, *fields):
        if kind is events.Ready and not held:
            held.append(fields)
            return
        add(log, kind, *fields)
        if kind is events.Ready and len(held) == 1:
            held.append(None)
            add(log, kind, *held[0])

    Log.add = swapped


def drop_a_ready():
    """One job that joins the ready queue is not told."""
    seen = []

    def dropping(log, kind, *fields):
        if kind is events.Ready:
            seen.append(fields)
        if kind is not events.Ready or len(seen) != 2:
            add(log, kind, *fields)

    Log.add = dropping


def drop_a_timer():
    """No timer is told."""
    Log.add = lambda log, kind, *fields: kind is events.Timer or add(log, kind, *fields)


def drop_a_wait():
    """What tasks wait for is not told."""
    Log.add = lambda log, kind, *fields: kind is events.Waits or add(log, kind, *fields)


def drop_a_turn():
    """The first turn is not told."""

    def dropping(log, kind, *fields):
        if kind is not events.Turn or fields[1] != 1:
            add(log, kind, *fields)

    Log.add = dropping


def mislabel_a_task():
    """What is said of the first task is said of the second."""
    get = Labels.get
    Labels.get = lambda labels, item: {"t1": "t2"}.get(label := get(labels, item), label)


def lose_output():
    """What is printed is not told."""
    OutputHooks.wrote = lambda *_: None


def run_in_another_order():
    """The recorder changes the program: the two last jobs of the ready queue change places."""
    from recorder.loop_hooks import LoopHooks

    ready = LoopHooks.ready

    def meddling(hooks, handle, loop):
        import asyncio

        queue = asyncio.get_running_loop()._ready
        if len(queue) > 1:
            queue.rotate(1)
        ready(hooks, handle, loop)

    LoopHooks.ready = meddling


def fault_in_every_description():
    """Whatever describes a job or a value raises."""
    from recorder import loop_hooks, words

    def fault(*_):
        raise ValueError("a fault of the recorder")

    loop_hooks.describe = words.short = fault


def of_futures(change):
    """Change the classes that stand for asyncio's of futures and tasks: ``change(class, base)``."""
    from recorder import future_hooks

    def changed(make):
        def made(hooks, base, *more):
            copy = make(hooks, base, *more)
            change(copy, base)
            return copy

        return made

    future_hooks.future_class = changed(future_hooks.future_class)
    future_hooks.task_class = changed(future_hooks.task_class)


def drop_the_message_of_cancel():
    """Who cancels a task or a future is not heard."""

    def change(copy, base):
        copy.cancel = lambda self, msg=None: base.cancel(self)

    of_futures(change)


def say_nothing_of_what_was_removed():
    """How many callbacks were removed is not said."""

    def change(copy, base):
        def remove_done_callback(self, fn):
            base.remove_done_callback(self, fn)

        copy.remove_done_callback = remove_done_callback

    of_futures(change)


def add_callbacks_twice():
    """Each callback is called twice."""

    def change(copy, base):
        def add_done_callback(self, fn, *, context=None):
            base.add_done_callback(self, fn, context=context)
            base.add_done_callback(self, fn, context=context)

        copy.add_done_callback = add_done_callback

    of_futures(change)


def changed(kind, change):
    """Tell a kind of event otherwise: ``change(fields)`` gives its fields, or None for no event."""

    def telling(log, told, *fields):
        new = change(fields) if told is kind else fields
        if new is not None:
            add(log, told, *new)

    Log.add = telling


def say_another_deadline():
    """Timers are told to be due later than they are."""
    changed(events.Timer, lambda x: (x[0], x[1] + 5, *x[2:]))


def say_another_value():
    """Another result of a future is told."""
    changed(events.Set, lambda x: (x[0], x[1], "43", *x[3:]))


def say_another_end():
    """Tasks are told to have failed."""
    changed(events.Done, lambda x: (x[0], "exception", *x[2:]))


def drop_a_callback():
    """No callback of a future is told."""
    changed(events.Added, lambda _: None)


def drop_a_cancellation():
    """No request to cancel is told."""
    changed(events.Cancel, lambda _: None)


def drop_what_is_taken_back():
    """That a request to cancel is taken back is not told."""
    changed(events.Uncancel, lambda _: None)


def say_another_line():
    """Coroutines are told to suspend a line later."""
    changed(events.Yield, lambda x: (*x[:2], x[2] + 1, x[3]))


def say_nobody_awaits():
    """Nobody is told to await what suspends."""
    changed(events.Yield, lambda x: (*x[:3], None))


def say_a_longer_chain():
    """Of a chain the outermost coroutine is told once more, as what the innermost awaits."""
    changed(events.Waits, lambda x: (*x[:2], [*x[2], *x[2][:1]]))


def drop_a_variable():
    """What changes in variables is told only of the first of them."""
    changed(events.Variables, lambda x: (x[0], dict(list(x[1].items())[:1])))


def drop_what_becomes_of_the_module():
    """The variables of the module that waits for the loop are told once each."""
    told = set()

    def once(fields):
        frame, variables = fields
        if frame == 1 and told & variables.keys():
            return None
        told.update(variables if frame == 1 else ())
        return fields

    changed(events.Variables, once)


def never_look_again():
    """What is in a queue is told once."""
    from recorder.shared import SharedHooks

    look = SharedHooks.look

    def once(hooks, task=None, most=200):
        if not hooks.told:
            look(hooks, task, most)

    SharedHooks.look = once


def drop_what_fails():
    """That an exception comes out of a job is not told."""
    changed(events.Failed, lambda _: None)


def signal_where_one_is_collected():
    """A signal comes while it is noted that a future was collected."""
    import signal

    forget, handlers = Labels.forget, [signal.SIG_DFL]

    def interrupted(labels, key, label):
        if signal.getsignal(signal.SIGALRM) not in handlers:
            handlers.append(signal.getsignal(signal.SIGALRM))
            signal.raise_signal(signal.SIGALRM)
        forget(labels, key, label)

    Labels.forget = interrupted


def signal_in_a_snapshot():
    """A signal comes while it is looked how things are."""
    import signal

    from recorder import loop_hooks

    really, came = loop_hooks.really, []

    def interrupted(loop, scene):
        found = really(loop, scene)
        if signal.getsignal(signal.SIGALRM) != signal.SIG_DFL and not came:
            came.append(True)
            signal.raise_signal(signal.SIGALRM)
        return found

    loop_hooks.really = interrupted
