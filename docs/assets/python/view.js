// What a reader's own run looks like: buttons, the program (as it is, or to be changed), what it
// prints, and its recorded run. It knows of no Python.

import { Editor } from "./editing.js";
import { Output } from "./output.js";

/** @typedef {(key: string, fields?: Record<string, string | number>) => string} Say */
/**
 * What the reader may ask for.
 * @typedef {Record<"run" | "stop" | "edit" | "reset" | "link" | "recorded" | "own" | "changed", () => void>} Asked
 */

/**
 * Have a click do something, but for the second one of two: it was meant for what stood there before, and
 * would stop what was just begun, or take changes back. @param {HTMLElement} button @param {() => void} press
 */
export function atClick(button, press) {
  button.addEventListener("click", ({ detail }) => detail > 1 || press());
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} name  class @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

export class View {
  /**
   * @param {HTMLElement} figure  in which it stands
   * @param {string} file  name of the program
   * @param {Say} say
   * @param {Asked} asked
   */
  constructor(figure, file, say, asked) {
    this.figure = figure;
    this.asked = asked;
    this.program = figure.querySelector(".run-program .highlight")?.cloneNode(true);
    /** @param {keyof Asked} kind */
    const button = (kind) => {
      const made = element("button", `python-button does-${kind}`, say(kind));
      made.type = "button";
      atClick(made, asked[kind]);
      return made;
    };
    this.run = button("run");
    this.stop = button("stop");
    this.edit = button("edit");
    this.reset = button("reset");
    this.link = button("link");
    this.again = button("own");
    this.again.hidden = true;
    this.note = element("p", "own-note");
    this.note.hidden = true;
    this.status = element("p", "own-status");
    this.status.setAttribute("role", "status");
    this.progress = element("progress", "own-progress");
    this.progress.hidden = true;
    this.progress.setAttribute("aria-label", say("progress"));
    const { changed, run } = asked;
    this.editor = new Editor(say("program", { name: file }), say, { changed, run });
    this.code = element("div", "own-code");
    this.plain = /** @type {HTMLElement | null} */ (null); // what stands in it without colours
    this.failed = element("p", "own-failed");
    this.failed.hidden = true;
    this.output = new Output(say("output"));
    this.printed = this.output.place;
    this.printed.hidden = true; // until there is a run
    this.told = element("div", "own-told");
    const buttons = element("div", "own-buttons");
    buttons.append(this.run, this.stop, this.edit, this.reset, this.link, button("recorded"));
    const own = element("section", "own-run", buttons, this.note, this.status, this.progress, this.failed);
    own.append(this.editor.place, this.code, this.printed, this.told);
    own.setAttribute("aria-label", say("own"));
    figure.append(own);
    figure.querySelector(".python-buttons")?.append(this.again);
  }

  /** Whether the reader's own run is shown, or that of the build. @param {boolean} own @param {boolean} [quietly] */
  show(own, quietly) {
    const was = this.figure.classList.contains("shows-own");
    this.figure.classList.toggle("shows-own", own);
    this.again.hidden = own;
    this.figure.dispatchEvent(new Event("touched", { bubbles: true })); // what it did is no secret now
    if (was !== own && !quietly) (own ? this.run : this.again).focus({ preventScroll: true });
  }

  /**
   * What can be pressed now. `runs`: whether a program is under way; `original`: whether it is the
   * page's.
   * @param {boolean} runs @param {boolean} original
   */
  look(runs, original) {
    const had = document.activeElement;
    this.stop.hidden = !runs;
    this.run.hidden = runs;
    this.edit.hidden = runs || !this.editor.hidden;
    this.reset.hidden = this.link.hidden = runs || this.editor.hidden;
    this.reset.disabled = original;
    // Who pressed what is gone now goes on from what stands in its place.
    if ((had === this.run || this.editor.place.contains(had)) && runs) this.stop.focus({ preventScroll: true });
    if (had === this.stop && !runs) this.run.focus({ preventScroll: true });
  }

  /** @param {string} text  of a note above the program, or none */
  tell(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  /** What was run before has nothing to do with what is there now. */
  forget() {
    this.status.textContent = "";
    this.printed.hidden = true;
    this.output.clear();
  }

  /** Have the program changed. @param {boolean} [quietly] */
  open(quietly) {
    this.editor.hidden = false;
    this.code.replaceChildren();
    this.told.replaceChildren();
    this.failed.hidden = true;
    this.editor.size();
    if (!quietly) this.editor.focus({ preventScroll: true });
  }

  /** A run begins: of the program as the page has it, or else without colours. @param {boolean} original */
  begin(original) {
    this.editor.hidden = true;
    this.editor.mark(null);
    const program = original && this.program?.cloneNode(true);
    this.plain = program ? null : element("code", "", this.editor.value);
    const shown = program || element("pre", "", /** @type {HTMLElement} */ (this.plain));
    this.code.replaceChildren(element("div", "run-program", shown));
    this.output.clear();
    this.told.replaceChildren();
    this.printed.hidden = false;
    this.failed.hidden = true;
    this.tell("");
  }

  /** @param {"out" | "err"} stream @param {string} text */
  print(stream, text) {
    this.output.print(stream, text);
  }

  draw() {
    this.output.draw();
  }

  /** The last moments of a program that is still running. @param {string} title @param {string[]} said  HTML */
  glimpse(title, said) {
    const list = element("ul", "");
    for (const each of said) {
      const item = element("li", "");
      item.innerHTML = each;
      list.append(item);
    }
    this.told.replaceChildren(element("div", "own-moments", element("p", "", title), list));
  }

  /** Name the line on which an exception left the program, and mark it. @param {string} where @param {number} line */
  mark(where, line) {
    const lines = this.editor.value.split("\n");
    const code = lines[line - 1] ?? "";
    this.failed.replaceChildren(`${where}: `, element("code", "", code.trim()));
    this.failed.hidden = false;
    this.editor.mark(line);
    const [before, after] = [lines.slice(0, line - 1), lines.slice(line)].map((part) => part.join("\n"));
    const marked = [before && `${before}\n`, element("span", "failing", code), after && `\n${after}`];
    this.plain?.replaceChildren(...marked);
  }

  /**
   * The figure of a run takes the place of program and output. Its ids are made no other's.
   * @param {string} html @param {string} prefix
   */
  place(html, prefix) {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const each of made.content.querySelectorAll("[id]")) each.id = prefix + each.id;
    for (const [name, start] of [["href", "#"], ["fill", "url(#"]]) {
      for (const each of made.content.querySelectorAll(`[${name}^="${start}"]`)) {
        each.setAttribute(name, (each.getAttribute(name) ?? "").replace(start, start + prefix));
      }
    }
    this.told.replaceChildren(made.content);
    // No other page can show its moments: while one steps, what is in the address stays there.
    for (const step of /** @type {NodeListOf<HTMLElement>} */ (this.told.querySelectorAll("[data-address]"))) {
      step.dataset.own = step.dataset.address;
      delete step.dataset.address;
    }
    this.code.replaceChildren();
    this.draw();
    // What came after the end of the recording stands below alone.
    const recorded = this.told.querySelectorAll(".run-output .line").length;
    const all = (this.output.text).replace(/\n$/, "").split("\n").length;
    this.printed.hidden = recorded >= all || !this.output.text;
  }
}
