"""A large run in its player, as tests look at it: what is shown where one comes, and a choice."""

from __future__ import annotations

from playwright.sync_api import Locator

PROGRAM = """\
import asyncio

{before}async def produce(queue, number):
    for item in range({items}):
        await queue.put((number, item))
        await asyncio.sleep(0)

{between}async def consume(queue):
    while True:
        number, item = await queue.get()
        kind = "even" if item % 2 == 0 else "odd"
        queue.task_done()

async def main():
    queue = asyncio.Queue(3)
    for number in range(4):
        asyncio.create_task(consume(queue), name=f"consumer {{number}}")
    async with asyncio.TaskGroup() as group:
        for number in range({producers}):
            group.create_task(produce(queue, number), name=f"producer {{number}}")
    await queue.join()

asyncio.run(main())
"""
# Of the moments "The loop runs ... of T7" some dozens, forwards and backwards: there T7 is what
# runs in the panel, and the line that is marked is in view; what one clicks stands where it stood.
JUMPS = """async host => {
  const range = host.querySelector(".player-controls input");
  const state = host.querySelector(".player-state:not(.still)");
  const clicked = [...host.querySelectorAll(
    ".player-controls :is(button, input, select), .lane-names button, .lanes svg, summary"
  )];
  const places = () => JSON.stringify(clicked.map(each => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  }));
  const code = host.querySelector(".run-program .highlight");
  const bar = host.querySelector(".player-bar");
  const items = [...host.querySelectorAll(".player-steps li")];
  const steps = items.flatMap((item, at) => /^The loop runs/.test(item.textContent) ? [at] : []);
  const some = steps.filter((_, n) => n % Math.ceil(steps.length / 30) === 0);
  const until = async there => {
    while (!there()) await new Promise(requestAnimationFrame);
  };
  let before, found = [];
  for (const at of [...some, ...some.toReversed()]) {
    range.value = at + 1;
    range.dispatchEvent(new Event("input"));
    await until(() => state.getAttribute("aria-busy") === "false");
    before ??= places();
    const runs = state.querySelector(".group.running .label")?.textContent;
    const said = items[at].querySelector(".said .label").textContent;
    if (runs !== said) found.push(`${at}: ${runs} runs, and not ${said}`);
    if (places() !== before) found.push(`${at}: something has moved`);
    const [line, box] = [bar, code].map(each => each.getBoundingClientRect());
    const seen = line.top >= box.top && line.bottom <= box.bottom + 1;
    if (!bar.hidden && !seen) found.push(`${at}: its line is out of sight`);
  }
  return [some.length, found];
}"""
# What is in view at each step that the choice of a task leaves, from the first to the last one.
KEPT = """async (host, label) => {
  const found = [], forward = host.querySelector(".player-button.forward");
  host.querySelector(".player-button.first").click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const chips = [...host.querySelectorAll(".player-state:not(.still) .group.tasks .chip")];
    const current = host.querySelector(".player-steps li[aria-current]");
    found.push({
      moment: current.value,
      hidden: current.hidden,
      chips: chips.filter(chip => chip.checkVisibility()).map(chip => chip.dataset.key).join(),
      runs: !!host.querySelector(`.group.running [data-label="${label}"]`),
    });
    if (forward.getAttribute("aria-disabled") === "true") return found;
    forward.click();
  }
}"""
NAMED = """(host, label) => [...host.querySelectorAll(".player-steps li")].flatMap((item, at) =>
  item.querySelector(`.said [data-label="${label}"]`) ? [at + 1] : [])"""


def program(items: int, producers: int = 6, comments: int = 0) -> str:
    """A program of many tasks and, by its ``items`` and ``producers``, of many moments; of so many
    more lines, among which those are that run."""
    lines = [f"# {number}\n" for number in range(comments)]
    before, between = "".join(lines[::2]), "".join(lines[1::2])
    return PROGRAM.format(items=items, producers=producers, before=before, between=between)


def is_told_truly_everywhere(place: Locator, at_least: int) -> None:
    """Wherever the reader goes, the panel comes and is that of the moment; nothing moves."""
    place.evaluate("host => host.scrollIntoView()")
    looked, found = place.evaluate(JUMPS)
    assert looked >= at_least
    assert found == []


def one_task_can_be_chosen(place: Locator, label: str) -> None:
    """By keyboard; its moments, its lane and its chip are in view, and all come back."""
    named = set(place.evaluate(NAMED, label))
    whole = place.locator(".player-number").text_content().split("/")[1]
    lanes = place.locator(".lane-names li:visible")
    many = lanes.count()
    place.locator(".player-choice > summary").press("Enter")
    place.locator(f".player-choice input[value={label}]").press("Space")
    told = place.locator(".player-choice [role=status]")
    kept = place.evaluate(KEPT, label)
    assert len(kept) < int(whole)
    assert named <= {each["moment"] for each in kept}
    assert not any(each["hidden"] for each in kept)
    assert {each["chips"] for each in kept} <= {"", label}, "chips of other tasks"
    others = [each for each in kept if each["moment"] not in named]
    assert any(each["runs"] for each in others), "what it does between is its own as well"
    assert told.inner_text().startswith(f"{label.upper()} · {len(kept)} ")
    assert lanes.count() == 1
    assert label.upper() in lanes.inner_text()
    place.locator(".player-choice button").press("Enter")
    assert place.locator(".player-number").text_content().split("/")[1] == whole
    assert lanes.count() == many
