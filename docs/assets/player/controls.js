// The controls of a player: back, play, forward, a range, the number of the step, the zoom.

import { element } from "./dom.js";

/** @typedef {import("./steps.js").Zoom} Zoom */

/**
 * What the reader may ask for. `go`: a step, by number from 0; `play`: to begin or to stop;
 * `look`: another zoom; `key`: a key pressed among the controls, true if it meant something.
 * @typedef {{
 *   go: (step: number) => void, play: () => void, look: (zoom: Zoom) => void,
 *   key: (key: string) => boolean,
 * }} Asked
 */

export class Controls {
  /**
   * @param {Record<string, string>} words
   * @param {Zoom[]} zooms  those of use for the recording
   * @param {Asked} asked
   */
  constructor(words, zooms, asked) {
    this.words = words;
    this.at = 0;
    this.back = button("back", words.back, () => asked.go(this.at - 1));
    this.play = button("play", words.play, asked.play);
    this.forward = button("forward", words.forward, () => asked.go(this.at + 1));
    this.number = element("span", { class: "player-number", "aria-hidden": "true" });
    this.range = /** @type {HTMLInputElement} */ (
      element("input", { type: "range", min: "1", "aria-label": words.step })
    );
    this.range.addEventListener("input", () => asked.go(Number(this.range.value) - 1));
    this.place = element(
      "div",
      { class: "player-controls", role: "group", "aria-label": words.controls },
      ...[this.back, this.play, this.forward, this.range, this.number],
      zoomMenu(words, zooms, asked.look),
    );
    // Keys count only while the focus is here. The theme has keys of its own for the whole page.
    this.place.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const native = event.target instanceof HTMLSelectElement;
      if (native || event.ctrlKey || event.altKey || event.metaKey) return;
      if (asked.key(event.key)) event.preventDefault();
    });
  }

  /**
   * @param {number} at  the step, from 0
   * @param {number} count
   */
  show(at, count) {
    this.at = at;
    this.range.max = String(count);
    this.range.value = String(at + 1);
    this.range.setAttribute("aria-valuetext", `${at + 1}/${count}`);
    this.number.textContent = `${at + 1}/${count}`;
    this.back.setAttribute("aria-disabled", String(at === 0));
    this.forward.setAttribute("aria-disabled", String(at === count - 1));
  }

  /** @param {boolean} plays */
  showPlay(plays) {
    this.play.setAttribute("aria-label", plays ? this.words.pause : this.words.play);
    this.play.classList.toggle("pauses", plays);
  }
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {() => void} press
 */
function button(kind, label, press) {
  const made = element("button", { type: "button", class: `player-button ${kind}`, "aria-label": label });
  made.addEventListener("click", press);
  return made;
}

/**
 * @param {Record<string, string>} words
 * @param {Zoom[]} zooms
 * @param {(zoom: Zoom) => void} look
 */
function zoomMenu(words, zooms, look) {
  const options = zooms.map((zoom) => element("option", { value: zoom }, words[`zoom_${zoom}`]));
  const menu = /** @type {HTMLSelectElement} */ (element("select", {}, ...options));
  menu.value = "moment";
  menu.addEventListener("change", () => look(/** @type {Zoom} */ (menu.value)));
  return element("label", { class: "player-zoom" }, `${words.zoom} `, menu);
}
