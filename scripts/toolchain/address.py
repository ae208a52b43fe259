"""Where the site is served: an address, and whether it is free."""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from dataclasses import dataclass

ANOTHER = 8001  # the first that is tried for an advice


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parsed(text: str) -> Address:
    """The address that ``text`` gives, as mkdocs serve understands it.

    Raises argparse.ArgumentTypeError where it gives none.
    """
    host, _, port = text.rpartition(":")
    try:
        if host != "localhost":
            host = str(ipaddress.ip_address(host.removeprefix("[").removesuffix("]")))
        if not 0 < int(port) < 65536:
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected HOST:PORT such as 127.0.0.1:8001, came {text!r}"
        ) from None
    return Address(host, int(port))


def refuse_if_taken(address: Address) -> None:
    """End the command with a line that says what to do where nothing can be served there."""
    if fault := _fault(address):
        free = next((p for p in range(ANOTHER, 8100) if not _fault(Address("127.0.0.1", p))), 0)
        another = f"python3 scripts/serve -a 127.0.0.1:{free or 'PORT'}"
        sys.exit(f"{address} cannot be served at: {fault}. Another address: {another}")


def _fault(address: Address) -> str | None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((address.host, address.port))
            tried.listen()  # on some systems two may bind, and only one listen
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None
