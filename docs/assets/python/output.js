// What a program prints, while it comes: the last of it.

const MOST = 20_000; // characters that are shown
const EVERY = 40; // milliseconds between two looks at what has come

/** Where a text comes from; "in" is what a reader has typed. @typedef {"out" | "err" | "in"} Stream */

export class Output {
  /** @param {string} label */
  constructor(label) {
    this.printed = document.createElement("samp");
    this.place = document.createElement("pre");
    this.place.className = "own-output";
    this.place.tabIndex = 0;
    this.place.setAttribute("role", "group"); // without a role it could have no name
    this.place.setAttribute("aria-label", label);
    this.place.append(this.printed);
    this.came = /** @type {{ stream: Stream, text: string }[]} */ ([]); // and is not shown yet
    this.drew = 0; // when
    this.later = 0;
  }

  get text() {
    return this.printed.textContent ?? "";
  }

  clear() {
    this.printed.replaceChildren();
    this.came = [];
  }

  /**
   * What has come is shown at once where little comes, else every now and then: a program may print
   * faster than a page is drawn.
   * @param {Stream} stream @param {string} text
   */
  print(stream, text) {
    const last = this.came.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.came.push({ stream, text });
    if (performance.now() - this.drew > EVERY) this.draw();
    else this.later ||= window.setTimeout(() => this.draw(), EVERY);
  }

  draw() {
    clearTimeout(this.later);
    this.later = 0;
    for (const { stream, text } of this.came.splice(0)) {
      const last = this.printed.lastElementChild;
      const piece = last?.className === stream ? last : document.createElement("span");
      if (piece !== last) {
        piece.className = stream;
        this.printed.append(piece);
      }
      piece.append(text.slice(-MOST));
    }
    let over = this.text.length - MOST;
    while (over > 0) {
      const first = /** @type {Element} */ (this.printed.firstElementChild);
      over -= (first.textContent ?? "").length;
      if (over >= 0) first.remove();
      else first.textContent = (first.textContent ?? "").slice(over);
    }
    this.place.scrollTop = this.place.scrollHeight; // which has it laid out
    this.drew = performance.now();
  }
}
