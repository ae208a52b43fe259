"""What tells of the machine that builds: its folders, its user and its name.

A folder counts as a whole path, and only if this build made it or lives in it; folders that every
machine has tell of none. Whether a path with a single name (``/docs``, ``/root``) is meant, or only
called the same, is told by what lies below: in a page it counts where something of that name is
really there.

The names of user and host are often ordinary words ("root", "lab"), and no program is refused for
using those. A word of the output, whatever its capitals, counts as such a name when it stands
nowhere in the program and the program could have asked for it (``ASKS``), or when it can be no word
(it has a digit, a hyphen, a dot or an underscore). What is not found then: a name that is a word,
got by means not listed.
"""

from __future__ import annotations

import contextlib
import functools
import getpass
import html
import json
import os
import pwd
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
# Folders that every machine has (Filesystem Hierarchy Standard), and homes that are none.
SHARED = {
    *"/ /bin /boot /dev /dev/shm /etc /home /lib /lib64 /media /mnt /opt /proc /run /sbin".split(),
    *"/srv /sys /tmp /usr /usr/bin /usr/lib /usr/local /usr/sbin /usr/share /usr/tmp".split(),
    *"/var /var/empty /var/lib /var/tmp /nonexistent /Users /Library /private/tmp".split(),
}
# How a file may write a path: as it is, in HTML, in JSON, in an address.
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    html.escape,
    lambda path: json.dumps(path)[1:-1],
    quote,
    functools.partial(quote, safe=""),
)
# A path begins where no other goes on: after a blank or a quote, a line of JSON, "file://".
BEGINS = re.compile(r"(?:\A|[^\w.~%@+/-]|file://|\\[nrt]|%20)\Z")
ENDS = r"(?![\w~@+-]|\.\w|%(?!2F))"
BELOW = r"(?:(?:/|%2F)(?P<below>[\w.~@+-]*))?"
ASKS = re.compile(
    r"\b(?:getuser|getlogin|pwd|grp|gethost\w*|getfqdn|getaddrinfo|getnameinfo|uname|platform|owner"
    r"|hostname|whoami|environb?|getenvb?|expanduser|home|subprocess|create_subprocess_\w+|popen"
    r"|system|getattr|exec|eval|ctypes|__import__|import_module)\b|/etc/|/proc/"
)
PART_OF_NO_WORD = re.compile(r"[\d_.-]")


@dataclass(frozen=True)
class Machine:
    """``folders``: absolute paths. ``names``: what each is ("the user who builds"), by name."""

    folders: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @functools.cached_property
    def _spelt(self) -> dict[str, str]:
        """Folders by how files may write them."""
        return {spell(path): path for path in self.folders for spell in SPELLINGS}

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._spelt, key=len, reverse=True)
        folders = "|".join(map(re.escape, longest_first)) or r"(?!)"
        return re.compile(f"(?P<folder>{folders}){ENDS}{BELOW}")

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        for found in self._pattern.finditer(text):
            if BEGINS.search(text, max(found.start() - 7, 0), found.start()):
                yield found

    def paths(self, text: str) -> Iterator[tuple[int, str]]:
        """Where ``text`` shows a path of this machine: position, and the path as it is written."""
        for found in self._found(text):
            folder = Path(self._spelt[found["folder"]])
            below = found["below"] and folder / found["below"]
            if len(folder.parts) > 2 or (below and os.path.lexists(below)):
                yield found.start(), found[0]

    def shown(self, output: str, source: str) -> Iterator[str]:
        """What a program printed of this machine, each a sentence ("… shows /home/a, a folder of
        …"); nothing that the text ``source`` of the program has itself."""
        for found in self._found(output):
            if found["folder"] not in source:
                yield f"{found[0]}, a folder of the machine that builds"
        rest = self._pattern.sub("", output)
        asks = ASKS.search(source)
        for name, kind in self.names.items():
            word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
            meant = asks or PART_OF_NO_WORD.search(name)
            if meant and (came := word.search(rest)) and not word.search(source):
                yield f"{came[0]}, the name of {kind}"


def here(*more: str | Path) -> Machine:
    """This machine, with the folders of this build that others know of (``more``)."""
    paths = [ROOT, Path.cwd(), sys.prefix, sys.base_prefix, *_homes(), tempfile.gettempdir(), *more]
    if os.environ.get("PWD"):
        paths.append(os.environ["PWD"])  # where the project is behind a link, as the shell says it
    both = [str(each) for path in paths for each in (Path(path), Path(path).resolve())]
    folders = [path for path in both if path.startswith("/") and path not in SHARED]
    names = {name: kind for name, kind in _names() if name and name != "localhost"}
    return Machine(tuple(dict.fromkeys(folders)), names)


def _homes() -> Iterator[str]:
    yield os.environ.get("HOME", "/")
    with contextlib.suppress(KeyError):  # a container's user may have no entry
        yield pwd.getpwuid(os.getuid()).pw_dir


def _names() -> Iterator[tuple[str, str]]:
    host = socket.gethostname()
    for name in (host, host.partition(".")[0]):
        yield name, "the machine that builds"
    with contextlib.suppress(KeyError):
        yield pwd.getpwuid(os.getuid()).pw_name, "the user who builds"
    with contextlib.suppress(KeyError, OSError):
        yield getpass.getuser(), "the user who builds"
