// Where a program is changed: an editor with colours, or a plain one until that has come, and where
// it cannot come. Tab leaves either.

const PATIENCE = 1000; // milliseconds until a plain one is shown meanwhile
const OFF = { autocapitalize: "off", autocomplete: "off", autocorrect: "off", spellcheck: "false", wrap: "off" };
const MOST_ROWS = 40;

/**
 * What scripts/browser/editor.js makes.
 * @typedef {{
 *   value: string, select: (from: number, to?: number) => void, focus: (how?: FocusOptions) => void,
 *   mark: (line: number | null) => void,
 * }} Coloured
 */
/** @typedef {{ changed: () => void, run: () => void }} Heard */

let number = 0;

export class Editor {
  /** @param {string} label @param {import("./view.js").Say} say @param {Heard} heard */
  constructor(label, say, heard) {
    this.say = say;
    this.heard = heard;
    /** @type {Promise<void> | null} */
    this.loading = null;
    /** @type {Coloured | null} */
    this.coloured = null;
    this.plain = document.createElement("textarea");
    this.hint = document.createElement("p");
    this.hint.className = "own-hint";
    this.hint.id = `own-hint-${(number += 1)}`;
    this.attributes = { "class": "own-editor", "aria-label": label, "aria-describedby": this.hint.id };
    for (const [name, value] of Object.entries({ ...OFF, ...this.attributes })) this.plain.setAttribute(name, value);
    this.place = document.createElement("div");
    this.place.className = "own-editing highlight";
    this.place.append(this.plain, this.hint);
    this.place.addEventListener("keydown", (event) => event.stopPropagation()); // the theme has keys of its own
    this.plain.addEventListener("keydown", (event) => this.typed(event));
    this.plain.addEventListener("input", () => this.changed());
    this.tellKeys("keys_plain");
    this.hidden = true;
  }

  get value() {
    return (this.coloured ?? this.plain).value;
  }

  set value(text) {
    (this.coloured ?? this.plain).value = text;
    this.size();
  }

  get hidden() {
    return this.place.hidden;
  }

  set hidden(hidden) {
    this.place.hidden = hidden;
  }

  /** @param {FocusOptions} [how] */
  focus(how) {
    (this.coloured ?? this.plain).focus(how);
  }

  /** Mark the line on which the program failed, until it is changed. @param {number | null} line */
  mark(line) {
    this.coloured?.mark(line);
  }

  size() {
    this.plain.rows = Math.min(this.plain.value.split("\n").length + 1, MOST_ROWS);
  }

  changed() {
    this.size();
    this.heard.changed();
  }

  /**
   * Have the one with colours, unless it lets one wait: then it takes the place of the plain one when
   * it comes. @param {string} address  of its script, or none where there is none
   */
  async load(address) {
    this.loading ??= this.fetched(address);
    await Promise.race([this.loading, new Promise((done) => setTimeout(done, PATIENCE))]);
  }

  /** @param {string} address */
  async fetched(address) {
    try {
      if (!address) throw new Error("none");
      const { editor } = await import(address);
      this.takePlace(editor);
    } catch {
      this.tellKeys("keys_plain_only");
    }
  }

  /** @param {(options: object) => Coloured} editor */
  takePlace(editor) {
    const { value, selectionStart: from, selectionEnd: to } = this.plain;
    const had = document.activeElement === this.plain;
    const { changed, run } = this.heard;
    this.coloured = editor({ parent: this.place, value, attributes: this.attributes, changed, run });
    this.coloured.select(from, to);
    this.plain.replaceWith(...this.place.querySelectorAll(".cm-editor"));
    this.tellKeys("keys");
    if (had) this.coloured.focus({ preventScroll: true });
  }

  /** @param {string} key */
  tellKeys(key) {
    const control = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘" : "Ctrl";
    this.hint.textContent = this.say(key, { control });
  }

  /** In the plain one a new line begins where the last one did. @param {KeyboardEvent} event */
  typed(event) {
    const { value, selectionStart: at, selectionEnd: to } = this.plain;
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) return this.heard.run();
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    const deeper = /:\s*(#.*)?$/.test(line) ? "    " : "";
    this.plain.setRangeText(`\n${/^ */.exec(line)?.[0]}${deeper}`, at, to, "end");
    this.changed();
  }
}
