// What a console looks like: what was typed and printed, a prompt, and buttons. It knows of no Python.

import { Output } from "./output.js";
import { atClick, element } from "./view.js";

/** Of a console: there is no Python, it begins, waits for what is typed, or runs that. @typedef {"none" | "begins" | "waits" | "runs"} State */
/** @typedef {{ enter: () => void, recall: (further: number) => void, stop: () => void, reset: () => void }} Asked */

const FIRST = ">>> ";
const MORE = "... ";
const OFF = { autocapitalize: "off", autocomplete: "off", autocorrect: "off", spellcheck: "false", wrap: "off" };

let number = 0;

export class Prompt {
  /** @param {import("./view.js").Say} say @param {Asked} asked */
  constructor(say, asked) {
    this.asked = asked;
    this.status = element("p", "own-status");
    this.status.setAttribute("role", "status");
    this.progress = element("progress", "own-progress");
    this.progress.setAttribute("aria-label", say("progress"));
    this.output = new Output(say("console_output"));
    this.output.place.setAttribute("role", "log");
    this.sign = element("span", "prompt", FIRST);
    this.sign.setAttribute("aria-hidden", "true");
    const hint = element("p", "own-hint", say("console_keys"));
    hint.id = `own-keys-${(number += 1)}`;
    this.input = element("textarea", "own-input");
    const attributes = { ...OFF, "aria-label": say("console_input"), "aria-describedby": hint.id, "rows": "1" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("input", () => this.size());
    /** @param {"stop" | "reset"} kind */
    const button = (kind) => {
      const made = element("button", `python-button does-${kind}`, say(kind));
      made.type = "button";
      atClick(made, asked[kind]);
      return made;
    };
    this.stop = button("stop");
    this.reset = button("reset");
    const typing = element("div", "own-typing", this.sign, this.input);
    const buttons = element("div", "own-buttons", this.stop, this.reset, this.status);
    this.place = element("section", "own-run own-console", this.output.place, typing, this.progress, buttons, hint);
    this.place.setAttribute("aria-label", say("console_own"));
  }

  get text() {
    return this.input.value;
  }

  /** @param {State} state */
  look(state) {
    const runs = state === "begins" || state === "runs";
    const had = document.activeElement;
    this.output.draw();
    this.stop.hidden = !runs;
    this.reset.hidden = runs || !this.output.text;
    this.output.place.hidden = !this.output.text;
    this.progress.hidden = state !== "begins";
    if (state !== "begins") this.input.readOnly = state === "runs";
    if ((had === this.stop && !runs) || (had === this.reset && runs)) this.focus();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /** @param {string} text */
  tell(text) {
    this.status.textContent = text;
  }

  size() {
    const { length } = this.text.split("\n");
    this.input.rows = length;
    this.sign.textContent = [FIRST, ...Array(length - 1).fill(MORE)].join("\n");
  }

  /** Have this at the prompt. @param {string} text */
  put(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.size();
  }

  clear() {
    this.output.clear();
    this.put("");
  }

  /** @param {import("./output.js").Stream} stream @param {string} text */
  print(stream, text) {
    this.output.place.hidden = false;
    this.output.print(stream, text);
  }

  /** What was typed moves up to what was printed. @param {string} text */
  echo(text) {
    this.print("in", `${FIRST}${text.replaceAll("\n", `\n${MORE}`)}\n`);
    this.put("");
  }

  /** There is more to come: another line, which begins where the last one did. */
  goOn() {
    const last = this.text.split("\n").at(-1) ?? "";
    const deeper = /:\s*(#.*)?$/.test(last) ? "    " : "";
    this.put(`${this.text}\n${/^ */.exec(last)?.[0]}${deeper}`);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    event.stopPropagation(); // the theme has keys of its own
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { value, selectionStart: at, selectionEnd: to } = this.input;
    if (event.key === "Enter") this.asked.enter();
    else if (event.key === "ArrowUp" && at === to && !value.slice(0, at).includes("\n")) this.asked.recall(1);
    else if (event.key === "ArrowDown" && at === to && !value.slice(at).includes("\n")) this.asked.recall(-1);
    else return;
    event.preventDefault();
  }
}
