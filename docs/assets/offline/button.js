// The line at the foot of a page by which a reader keeps the site for reading without a network.

/** @typedef {import("./keep.js").List} List */

/** @type {HTMLElement | null} */
const place = document.querySelector(".keep-site");

class Line {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.root = new URL(place.dataset.root ?? "", location.href).href;
    this.language = place.dataset.language ?? "";
    this.keep = place.dataset.keep ?? "";
    this.said = place.appendChild(document.createElement("span"));
    this.said.setAttribute("role", "status");
    this.buttons = place.appendChild(document.createElement("span"));
    this.offer();
    place.hidden = false;
  }

  /** @param {string} text @param {...[string, () => Promise<void>]} choices */
  show(text, ...choices) {
    this.said.textContent = text;
    const had = this.buttons.contains(document.activeElement);
    const made = choices.map(([word, choose]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = word;
      button.addEventListener("click", () => choose().catch((error) => this.offer(`${error.message}: `)));
      return button;
    });
    this.buttons.replaceChildren(...made);
    if (had) made[0]?.focus({ preventScroll: true });
  }

  /** @param {string} [before]  what went wrong */
  offer(before = "") {
    this.show(before, [this.keep, () => this.ask()]);
  }

  /** Say how much it is, first. */
  async ask() {
    const { listed } = await import("./keep.js");
    const list = await listed(this.root);
    const words = list.words[this.language];
    const size = words.size.replace("{size}", (list.bytes / 1e6).toFixed(0));
    this.show(size, [words.yes, () => this.fetch(list)], [words.no, () => this.tell()]);
  }

  /** @param {List} list */
  async fetch(list) {
    const { keep } = await import("./keep.js");
    const words = list.words[this.language];
    /** @param {number} part */
    const progress = (part) => {
      const text = words.keeping.replace("{part}", `${Math.floor(part * 10) * 10}`); // heard ten times
      if (this.said.textContent !== text) this.said.textContent = text;
    };
    this.show("");
    progress(0);
    await keep(this.root, list, progress);
    await this.tell();
    this.buttons.querySelector("button")?.focus({ preventScroll: true });
  }

  /** Say how it is. */
  async tell() {
    const { kept } = await import("./keep.js");
    const list = await kept(this.root);
    if (!list) return this.offer();
    const words = list.words[this.language];
    const day = new Date(list.built).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    this.show(words.kept.replace("{day}", day), [words.renew, () => this.ask()], [words.erase, () => this.erase()]);
  }

  async erase() {
    const { forget } = await import("./keep.js");
    await forget(this.root);
    this.offer();
  }
}

if (place && "serviceWorker" in navigator && "caches" in window) {
  const line = new Line(place);
  // Who has kept nothing has no service worker, and nothing more is loaded.
  if (navigator.serviceWorker.controller) line.tell().catch(() => {});
}
