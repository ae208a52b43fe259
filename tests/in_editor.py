"""The editor of programs, for tests: as a reader changes a program, and sees it."""

from __future__ import annotations

from playwright.sync_api import Locator

# The second to begin prints first.
TWO_TASKS = """import asyncio

async def say(word, seconds):
    await asyncio.sleep(seconds)
    print(word)

async def main():
    await asyncio.gather(say("second", 0.01), say("first", 0))

asyncio.run(main())
"""
PASTED = """(written, text) => {
  const held = new DataTransfer();
  held.setData("text/plain", text);
  const options = { clipboardData: held, bubbles: true, cancelable: true };
  written.dispatchEvent(new ClipboardEvent("paste", options));
}"""
# What comes near is drawn a moment later, and what stands above may get another height by that.
AT_REST = """async place => {
  for (let before = "", same = 0; same < 3; await new Promise(done => setTimeout(done, 50))) {
    place.scrollIntoView({ block: "center" });
    const { top, height } = place.getBoundingClientRect();
    same = before === `${top} ${height}` ? same + 1 : 0;
    before = `${top} ${height}`;
  }
}"""


def at_rest(place: Locator) -> Locator:
    """The place, in view, when nothing moves there any more: a click would go elsewhere."""
    place.evaluate(AT_REST)
    return place


def write(place: Locator, text: str) -> Locator:
    """Have another program in the editor of a figure, and give what it is written in."""
    if not place.locator(".own-editor").is_visible():
        at_rest(place.locator(".does-edit:visible")).click()
    editor = place.locator(".cm-content.own-editor")
    editor.press("Control+a")
    if text:
        editor.evaluate(PASTED, text)
    else:
        editor.press("Delete")
    return editor


def written(place: Locator) -> str:
    """The program in the editor of a figure."""
    place.locator(".cm-content.own-editor").wait_for()
    return "\n".join(place.locator(".cm-line").all_text_contents())
