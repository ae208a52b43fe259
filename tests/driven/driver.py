"""A browser, driven by the commands that the W3C calls WebDriver.

Chromium and WebKitGTK each have a driver beside them, which takes the commands over HTTP. Firefox
needs none: it takes the same commands itself, in a protocol that it calls Marionette. So these few
lines stand for two libraries, neither of which drives all three as Debian has them.
"""

from __future__ import annotations

import base64
import http.client
import itertools
import json
import socket
from typing import Any, Protocol

from made import PATIENCE, waited

HOST = "127.0.0.1"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # by which the W3C names the id of an element
# How each command is asked for over HTTP.
OVER_HTTP = {
    "NewSession": ("POST", "/session"),
    "SetTimeouts": ("POST", "/session/{session}/timeouts"),
    "SetWindowRect": ("POST", "/session/{session}/window/rect"),
    "SwitchToFrame": ("POST", "/session/{session}/frame"),
    "Navigate": ("POST", "/session/{session}/url"),
    "Refresh": ("POST", "/session/{session}/refresh"),
    "ExecuteScript": ("POST", "/session/{session}/execute/sync"),
    "ElementClick": ("POST", "/session/{session}/element/{id}/click"),
    "PerformActions": ("POST", "/session/{session}/actions"),
    "TakeScreenshot": ("GET", "/session/{session}/screenshot"),
    "Log": ("POST", "/session/{session}/se/log"),  # of Chromium alone
}
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Control": "\ue009",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "Delete": "\ue017",
}
# What may be so for a moment: the page is still moving, or another part is drawn.
MOMENTARY = {
    "element click intercepted",
    "element not interactable",
    "stale element reference",
    "no such element",
}
# The first element that can be seen, with a text in it, brought to where it can be clicked.
SEEN = """(selector, text) => {
  const found = [...document.querySelectorAll(selector)].find(
    (each) => each.checkVisibility() && each.textContent.includes(text));
  found?.scrollIntoView({ block: "center", behavior: "instant" });
  return found ?? null;
}"""

# Whether the next click comes to an element: a page that is still moving may have taken it away.
AIMED = """(element) => {
  const page = document.documentElement;
  page.dataset.clicked = "not yet";
  const hear = ({ target }) => {
    page.dataset.clicked = element.contains(target) ? "hit" : "missed";
  };
  document.addEventListener("click", hear, { capture: true, once: true });
}"""
MISSED = "() => document.documentElement.dataset.clicked === 'missed'"


class Refused(Exception):
    """A command that was not carried out: ``error`` is the W3C's word for why."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error


class Wire(Protocol):
    """How commands reach a browser."""

    def call(self, command: str, given: dict[str, Any]) -> Any: ...


class Http:
    """To a driver that listens at an address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = ""
        assert waited(self.listens), "the driver of the browser does not answer"

    def listens(self) -> bool:
        try:
            return bool(self.asked("GET", "/status", None))
        except OSError:
            return False

    def call(self, command: str, given: dict[str, Any]) -> Any:
        method, path = OVER_HTTP[command]
        place = path.format(session=self.session, **given)
        value = self.asked(method, place, given if method == "POST" else None)
        if command == "NewSession":
            self.session = value["sessionId"]
        return value

    def asked(self, method: str, path: str, given: dict[str, Any] | None) -> Any:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            body = None if given is None else json.dumps(given)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise Refused(value["error"], value["message"])
        return value


class Marionette:
    """To Firefox: a message is a JSON text behind its length in bytes."""

    def __init__(self, port: int) -> None:
        self.numbers = itertools.count(1)
        with socket.create_connection((HOST, port), PATIENCE) as connection:
            self.stream = connection.makefile("rwb")
        self.received()  # says what it speaks

    def call(self, command: str, given: dict[str, Any]) -> Any:
        name = command if ":" in command else f"WebDriver:{command}"
        text = json.dumps([0, next(self.numbers), name, given]).encode()
        self.stream.write(b"%d:%b" % (len(text), text))
        self.stream.flush()
        _, _, error, result = self.received()
        if error:
            raise Refused(error["error"], error["message"])
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def received(self) -> Any:
        digits = b""
        while (byte := self.stream.read(1)) != b":":
            assert byte, "Firefox has ended"
            digits += byte
        return json.loads(self.stream.read(int(digits)))


class Browser:
    """One that is open, and what its reader does and sees."""

    def __init__(self, wire: Wire, capabilities: dict[str, Any] | None = None) -> None:
        self.wire = wire
        self.call("NewSession", capabilities={"alwaysMatch": capabilities or {}})
        patience = 1000 * int(PATIENCE)
        self.call("SetTimeouts", script=patience, pageLoad=patience)
        self.call("SetWindowRect", width=1280, height=900)

    def call(self, command: str, **given: Any) -> Any:
        return self.wire.call(command, given)

    # What a reader does

    def open(self, address: str) -> None:
        """A page, loaded afresh even where the address differs in its end alone."""
        self.call("SwitchToFrame", id=None)
        self.call("Navigate", url="about:blank")
        self.call("Navigate", url=address)

    def framed(self, outer: str, address: str, width: int) -> None:
        """A page in a frame of so many pixels, for no window on a desktop is that narrow: in a page
        of the same origin that has no policy."""
        self.open(outer)
        frame = self.evaluate(FRAMED, address, width)
        self.call("SwitchToFrame", id=frame)

    def again(self) -> None:
        self.call("Refresh")

    def click(self, selector: str, text: str = "") -> None:
        """What can be seen of it, as soon as it is there and nothing lies on it."""

        def clicked() -> bool:
            try:
                found = self.evaluate(SEEN, selector, text)
                if not found:
                    return False
                self.evaluate(AIMED, found)
                self.call("ElementClick", id=found[ELEMENT])
            except Refused as refused:
                if refused.error not in MOMENTARY:
                    raise
                return False
            return not self.evaluate(MISSED)

        assert waited(clicked), f"cannot be clicked: {selector} {text}"

    def press(self, *keys: str, held: str = "") -> None:
        """Keys, by name, or texts, one after the other."""
        letters = [letter for key in keys for letter in KEYS.get(key, key)]
        strokes = [
            {"type": kind, "value": each} for each in letters for kind in ("keyDown", "keyUp")
        ]
        if held:
            down, up = ({"type": kind, "value": KEYS[held]} for kind in ("keyDown", "keyUp"))
            strokes = [down, *strokes, up]
        self.call("PerformActions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    # What a reader sees

    def evaluate(self, function: str, *args: object) -> Any:
        """What a function of the page's own language gives, when it has come."""
        script = f"return ({function}).apply(null, arguments)"
        return self.call("ExecuteScript", script=script, args=list(args))

    def until(self, function: str, *args: object) -> None:
        """Wait till a function of the page gives something that is true."""
        assert waited(lambda: self.evaluate(function, *args)), f"did not come to be: {function}"

    def sees(self, selector: str, text: str = "") -> bool:
        """Whether there is such an element to see, with this text in it."""
        there = f"(...asked) => ({SEEN})(...asked) !== null"  # an element might be gone by now
        return bool(self.evaluate(there, selector, text))

    def see(self, selector: str, text: str = "") -> None:
        """Wait for it."""
        assert waited(lambda: self.sees(selector, text)), f"not to be seen: {selector} {text}"

    def miss(self, selector: str, text: str = "") -> None:
        """Wait till it is gone."""
        assert waited(lambda: not self.sees(selector, text)), f"still there: {selector} {text}"

    def text(self, selector: str) -> str:
        """All of the text of the first of those, seen or not."""
        return self.evaluate("s => document.querySelector(s)?.textContent ?? ''", selector)

    def texts(self, selector: str) -> list[str]:
        return self.evaluate(
            "s => [...document.querySelectorAll(s)].map(e => e.textContent)", selector
        )

    def picture(self) -> bytes:
        """What is on the screen, as PNG."""
        return base64.b64decode(self.call("TakeScreenshot"))

    def troubles(self, address: str) -> list[str]:
        """What has gone wrong below an address since this was asked last, as its console has it:
        errors, and what the policy of a page forbade."""
        raise NotImplementedError


FRAMED = """(address, width) => new Promise((loaded) => {
  const frame = document.createElement("iframe");
  frame.style = `width: ${width}px; height: 800px; border: 0`;
  frame.onload = () => loaded(frame);
  frame.src = address;
  document.body.append(frame);
})"""
