"""Sockets that live in this interpreter alone: what one end sends, the other receives.

They do for asyncio what sockets of the system do: streams over IPv4, IPv6 and Unix addresses and
in pairs, as non-blocking as they are asked to be. What goes to another machine, datagrams and TLS
are refused (`missing`).

Rule 1: a connection that is asked for without blocking is under way first (EINPROGRESS), and told
by the selector, as Linux does it on the loopback too: so the loop makes the turns that it makes
there.
Rule 2: a call that blocks, and that only this very program could let go on, waits as long as it
would natively: for ever, or for its time limit.
"""

from __future__ import annotations

import collections
import contextlib
import errno
import ipaddress
import itertools
import os
import socket as system
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .missing import NETWORK, Missing, no_network

ROOM = 1 << 16  # bytes that wait at an end until they are received
FIRST = 1000  # of our descriptors: files of a program come nowhere near
WORDS = {  # what the module `socket` may lack where there is no system below it
    "SOL_SOCKET": 1, "SO_REUSEADDR": 2, "SO_ERROR": 4, "SO_KEEPALIVE": 9, "SO_REUSEPORT": 15,
    "SOMAXCONN": 128, "IPPROTO_TCP": 6, "TCP_NODELAY": 1, "IPPROTO_IPV6": 41, "IPV6_V6ONLY": 26,
    "AI_PASSIVE": 1, "AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "SOCK_STREAM": 1,
}  # fmt: skip
UNIX, IPV4, IPV6, STREAM = (
    getattr(system, name, WORDS[name]) for name in ("AF_UNIX", "AF_INET", "AF_INET6", "SOCK_STREAM")
)
Address = Any


class Sockets:
    """All sockets of a program. ``open``: by descriptor; ``listening``: by family and address."""

    def __init__(self, missing: Missing, wait: Callable[[float | None], None]) -> None:
        self.missing, self.wait = missing, wait
        self.open: dict[int, Socket] = {}
        self.listening: dict[tuple[int, Address], Socket] = {}
        self.descriptors = itertools.count(FIRST)
        self.ports = itertools.count(49152)

    def install(self) -> None:
        """Have them take the place of those of the system in the module `socket`."""
        sockets, module = self, vars(system)
        for name, value in WORDS.items():
            module.setdefault(name, value)

        class socket(Socket):
            def __init__(
                self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
            ) -> None:
                super().__init__(sockets, family, type, proto, fileno)

        socket.__module__ = "socket"
        for name, made in vars(Socket).items():
            if callable(made):  # as tracebacks and reprs of callbacks name them
                made.__qualname__ = f"socket.{name}"
        module["socket"] = module["SocketType"] = socket
        module["socketpair"] = self.pair
        module["getaddrinfo"], module["getnameinfo"] = self.addresses, names
        module["has_ipv6"] = True
        self.make = socket

    def pair(self, family: int = -1, type: int = -1, proto: int = 0) -> tuple[Socket, Socket]:
        one, other = self.make(UNIX), self.make(UNIX)
        one.peer, other.peer = other, one
        return one, other

    def addresses(
        self, host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> list[tuple[Any, Any, int, str, Address]]:
        """As `socket.getaddrinfo` has it. Raises `socket.gaierror` for another machine's name."""
        number = int(port or 0)  # names of services are not known here
        if isinstance(host, bytes):
            host = host.decode("ascii")
        if host in (None, ""):
            # AI_PASSIVE asks for where to listen, else for whom to connect to.
            found = ["0.0.0.0", "::"] if flags & WORDS["AI_PASSIVE"] else ["::1", "127.0.0.1"]
        elif host == "localhost":
            found = ["127.0.0.1"]
        else:
            found = [self._literal(host)]
        made = []
        for text in found:
            kind = IPV6 if ":" in text else IPV4
            if family in (0, kind):
                whole = (text, number, 0, 0) if ":" in text else (text, number)
                made.append((kind, STREAM, WORDS["IPPROTO_TCP"], "", whole))
        return made

    def _literal(self, host: str) -> str:
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            self.missing.note(NETWORK)
            code = getattr(system, "EAI_NONAME", -2)
            raise system.gaierror(code, "a browser's Python knows no other machines") from None

    def reach(self, family: int, address: Address) -> Socket | None:
        """Who listens at an address; None where nobody does. Raises OSError for an address of
        another machine."""
        if family != UNIX:
            where = ipaddress.ip_address(address[0])
            if not (where.is_loopback or where.is_unspecified):
                self.missing.note(NETWORK)
                raise no_network()
        return next(filter(None, map(self.listening.get, places(family, address))), None)


def places(family: int, address: Address) -> Iterator[tuple[int, Address]]:
    """Where somebody may listen who is asked for at an address."""
    if family == UNIX:
        yield family, address
        return
    port = address[1]
    yield family, (address[0], port)
    yield family, ("::" if family == IPV6 else "0.0.0.0", port)


def names(address: Address, flags: int) -> tuple[str, str]:
    """As `socket.getnameinfo` has it, without names."""
    return str(address[0]), str(address[1])


class Socket:
    """One end. ``peer``: the other one; ``come``: bytes that wait to be received; ``ended``: the
    other end sends nothing more; ``asking``: who waits to be accepted; ``error``: of a connection
    that did not come about, until it is asked for."""

    def __init__(
        self, all: Sockets, family: int = -1, type: int = -1, proto: int = -1, fd: int | None = None
    ) -> None:
        if type not in (-1, STREAM) or fd is not None:
            all.missing.note(NETWORK)
            raise no_network(errno.EPROTONOSUPPORT)
        self.all = all
        self.family = IPV4 if family == -1 else family
        self.type, self.proto = STREAM, max(proto, 0)
        self._number = next(all.descriptors)
        all.open[self._number] = self
        self.peer: Socket | None = None
        self.come, self.ended, self.finished = bytearray(), False, False
        self.asking: collections.deque[Socket] | None = None
        self.limit: float | None = None
        self.error = 0
        self.name: Address = "" if self.family == UNIX else ("0.0.0.0", 0)
        self.given: dict[tuple[int, int], Any] = {}

    def __repr__(self) -> str:
        closed = "[closed] " if self._number < 0 else ""
        return "<" + f"socket.socket {closed}fd={self._number}, family={self.family}, type=1" + ">"

    def __enter__(self) -> Socket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What a selector sees

    @property
    def readable(self) -> bool:
        return bool(self.come or self.ended or self.asking or self.error)

    @property
    def writable(self) -> bool:
        if self.error or self.finished:
            return True
        return self.peer is not None and (self.peer._number < 0 or len(self.peer.come) < ROOM)

    # Of what kind it is

    def fileno(self) -> int:
        return self._number

    def setblocking(self, flag: bool) -> None:
        self.limit = None if flag else 0.0

    def getblocking(self) -> bool:
        return self.limit != 0.0

    def settimeout(self, value: float | None) -> None:
        self.limit = value

    def gettimeout(self) -> float | None:
        return self.limit

    timeout = property(gettimeout)

    def setsockopt(self, level: int, option: int, value: Any = None, size: int = 0) -> None:
        self.given[level, option] = value

    def getsockopt(self, level: int, option: int, size: int = 0) -> Any:
        if (level, option) == (WORDS["SOL_SOCKET"], WORDS["SO_ERROR"]):
            error, self.error = self.error, 0
            return error
        return self.given.get((level, option), 0)

    def get_inheritable(self) -> bool:
        return False

    def set_inheritable(self, inheritable: bool) -> None:
        pass

    def getsockname(self) -> Address:
        self._check()
        return self.name

    def getpeername(self) -> Address:
        self._check()
        if self.peer is None:
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        return self.peer.name

    # Listening and connecting

    def bind(self, address: Address) -> None:
        self._check()
        if self.family != UNIX:
            host, port = self.all.addresses(address[0], address[1], self.family)[0][4][:2]
            address = (host, port or next(self.all.ports), *address[2:])
        if (self.family, address[:2]) in self.all.listening:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        self.name = address

    def listen(self, backlog: int = 128) -> None:
        self._check()
        if self.family != UNIX and not self.name[1]:
            self.bind(self.name)
        self.asking = collections.deque()
        self.all.listening[self._key()] = self

    def _key(self) -> tuple[int, Address]:
        return self.family, self.name if isinstance(self.name, str | bytes) else self.name[:2]

    def accept(self) -> tuple[Socket, Address]:
        self._until(lambda: bool(self.asking))
        assert self.asking is not None
        came = self.asking.popleft()
        return came, came.getpeername()

    def connect(self, address: Address) -> None:
        if error := self._connect(address):
            raise OSError(error, os.strerror(error))

    def connect_ex(self, address: Address) -> int:
        return self._connect(address)

    def _connect(self, address: Address) -> int:
        self._check()
        if self.peer is not None:
            return errno.EISCONN
        if self.family != UNIX:
            address = self.all.addresses(address[0], address[1], self.family)[0][4]
        there = self.all.reach(self.family, address)
        if there is None or there.asking is None:
            self.error = errno.ENOENT if self.family == UNIX else errno.ECONNREFUSED
        else:
            self._meet(there, address)
        if self.family != UNIX and self.limit == 0.0:
            return errno.EINPROGRESS
        error, self.error = self.error, 0
        return error

    def _meet(self, there: Socket, address: Address) -> None:
        """Have one more end made there, and wait to be accepted."""
        assert there.asking is not None
        end = type(there)(there.family)  # type: ignore[arg-type]  # as `Sockets.install` makes it
        if self.family != UNIX:
            self.name = (address[0], next(self.all.ports), *address[2:])
        end.name, end.peer, self.peer = address, self, end
        there.asking.append(end)

    # Receiving and sending

    def recv(self, size: int, flags: int = 0) -> bytes:
        if self.peer is None and not self.come and not self.ended:
            self._check()
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        self._until(lambda: bool(self.come or self.ended))
        data = bytes(self.come[:size])
        del self.come[:size]
        return data

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        data = self.recv(size or len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def send(self, data: Any, flags: int = 0) -> int:
        self._check()
        if self.peer is None:
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        self._until(lambda: self.writable)
        if self.finished or self.peer._number < 0:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        taken = bytes(data)[: ROOM - len(self.peer.come)]
        self.peer.come += taken
        return len(taken)

    def sendall(self, data: Any, flags: int = 0) -> None:
        left = memoryview(data).cast("B")
        while left:
            left = left[self.send(left) :]

    def sendmsg(self, buffers: Iterable[Any], *_: Any) -> int:
        return self.send(b"".join(buffers))

    def makefile(self, *_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOTSUP, "in a browser a socket is no file")

    # Ending

    def shutdown(self, how: int) -> None:
        self._check()
        if self.peer is None:
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        if how in (system.SHUT_WR, system.SHUT_RDWR):
            self.finished = self.peer.ended = True
        if how in (system.SHUT_RD, system.SHUT_RDWR):
            self.ended = True

    def close(self) -> None:
        self.detach()

    def detach(self) -> int:
        number, self._number = self._number, -1
        self.all.open.pop(number, None)
        if self.asking is not None:
            self.all.listening.pop(self._key(), None)
            for each in self.asking:
                each.close()
        if self.peer is not None:
            self.peer.ended = True
        return number

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # it was refused
            self.detach()

    def _check(self) -> None:
        if self._number < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def _until(self, ready: Callable[[], bool]) -> None:
        """Go on when it is ready: at once, or never, for nobody else runs meanwhile."""
        self._check()
        if ready():
            return
        if self.limit == 0.0:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        self.all.wait(self.limit)
        raise TimeoutError("timed out")
