"""Record what an asyncio event loop really did while a program ran, and change nothing of it.

``python -m recorder file.py`` runs the file as ``__main__`` and tells what happened;
`recording.Recorder` is the same for code from elsewhere. Standard library only: the same files
run beside a build and in a browser's Python. Nothing here imports another package of the project.

What a program sees of its start, its output, its errors and its children is what Python gives it.
It can still find the recorder where it looks for it:

- asyncio, and what that imports, is in ``sys.modules`` before the program begins; a file of the
  program with the name of such a module (``queue.py``, ``random.py``) is not the one that
  ``import`` finds;
- ``asyncio.Future`` and ``asyncio.Task`` are subclasses of those in C, ``_PyFuture`` and
  ``_PyTask`` of those in Python: ``__mro__`` has each name twice, the methods that tell are
  functions, and attributes can be set on the classes;
- ``sys.stdout.write``, ``BaseEventLoop.__init__``, ``Handle.cancel``, ``traceback.walk_tb`` and
  what is private in a loop (``_ready``, its ``heapq``, its selector's ``select``, the functions
  that word its messages) are ours;
- before 3.12 ``sys.gettrace()`` and ``sys.excepthook`` are, and those of ``threading``; a debugger
  that sets a trace function of its own takes the place of ours, which comes back where that is
  taken away. From 3.12 on the tool 4 of ``sys.monitoring`` is;
- what the handler of a signal raises while the recorder is at work may have a frame or two of ours
  in its ``__traceback__``, if that is walked by hand where it is caught;
- a trace or profile function of its own, and another tool, are told of our functions too; an audit
  hook of our looks (``sys._getframe``, ``object.__getattr__``, ``sys.settrace``): what one refuses
  is lost, which is told;
- ``weakref.getweakrefcount`` of a task, a future or code counts what we keep of it, and
  ``atexit._ncallbacks()`` a function of ours; a method of ``asyncio.Task`` that is called without
  ``self`` says so in other words; ``/proc/self/environ`` has RECORDER_ASKED, and PYTHONPATH as we
  have set it;
- under ``python -m recorder`` SIGTERM, SIGHUP and others (`killed.FATAL`) are handled where they
  would have killed: one that comes while C code computes ends the program when that returns; the
  signal from which on events are kept (`signalled`) does not end a program that leaves it alone;
  ``os._exit``, ``os.execv`` and ``os.execve`` are ours;
- the recursion limit is met some frames earlier (on 3.11 by coroutines that await one another, in
  half as many), perhaps with other words, and events are lost there, which is told (`events.Lost`);
- before 3.12 a thread that calls something while a signal waits to be handled spins until another
  thread asks for the GIL, with any trace function: as long as the main thread is in C code that
  lets others run, such as the computation of a library. A wait of the main thread for a lock is
  therefore interrupted also by signals of which ``signal.siginterrupt``, which is ours, says that
  they interrupt nothing (`tracing.still_interrupting`);
- what depends on time differs, for recording takes some: ``python3 scripts/measure --recorder``.
  So does what depends on memory: when garbage is collected that holds itself, for one, and what
  ``tracemalloc`` tells.
"""
