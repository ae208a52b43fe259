// The program's text on the page: which line is under way, and what a line says.

import { element } from "./dom.js";

/** The highlighted source inside a player. */
export class Code {
  /** @param {HTMLElement} place  the block with the program */
  constructor(place) {
    this.scroller = place;
    const pre = /** @type {HTMLElement} */ (place.querySelector("td.code pre") ?? place);
    this.pre = pre;
    const text = pre.querySelector("code")?.textContent ?? "";
    this.lines = text.replace(/\n$/, "").split("\n");
    // Each number is as high as its line, whatever the letters are.
    this.numbers = [...place.querySelectorAll("td.linenos .normal")];
    this.bar = element("span", { class: "player-bar", "aria-hidden": "true", hidden: "" });
    pre.prepend(this.bar);
  }

  /** @param {number} line */
  says(line) {
    return (this.lines[line - 1] ?? "").trim();
  }

  /**
   * Mark a line, and have it in view without moving the page.
   * @param {number | null} line
   */
  mark(line) {
    this.bar.hidden = line === null;
    if (line === null) return;
    const number = this.numbers[line - 1]?.getBoundingClientRect();
    if (!number) return;
    const height = this.numbers[0].getBoundingClientRect().height;
    this.bar.style.top = `${number.top - this.pre.getBoundingClientRect().top}px`;
    this.bar.style.height = `${height}px`;
    const box = this.scroller.getBoundingClientRect();
    const at = this.bar.getBoundingClientRect();
    if (at.top < box.top + height) this.scroller.scrollTop += at.top - box.top - 2 * height;
    else if (at.bottom > box.bottom - height) this.scroller.scrollTop += at.bottom - box.bottom + 2 * height;
  }
}
