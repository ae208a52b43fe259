// <figure class="beside">: two recorded runs on one axis of time. The page holds the whole drawing;
// this lets the time run over it, with a cursor in each run and its output as it came.

/** What changes while time goes by in one of the two runs. */
class Run {
  /**
   * @param {HTMLElement} place
   * @param {number} whole  µs of the axis
   */
  constructor(place, whole) {
    this.end = Number(place.dataset.end);
    this.whole = whole;
    this.lines = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-at]")]);
    this.total = place.querySelector(".beside-end");
    this.cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    this.cursor.setAttribute("class", "cursor");
    this.cursor.setAttribute("y2", "100%");
    place.querySelector("svg")?.append(this.cursor);
  }

  /** @param {number} at  µs */
  show(at) {
    const x = `${(Math.min(at, this.end) * 100) / this.whole}%`;
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    this.cursor.setAttribute("visibility", at < this.whole ? "visible" : "hidden");
    for (const line of this.lines) line.classList.toggle("later", Number(line.dataset.at) > at);
    this.total?.classList.toggle("later", at < this.end);
  }
}

class Beside {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    const controls = /** @type {HTMLElement} */ (figure.querySelector(".beside-controls"));
    this.range = /** @type {HTMLInputElement} */ (controls.querySelector("input"));
    this.button = /** @type {HTMLButtonElement} */ (controls.querySelector("button"));
    this.end = Number(controls.dataset.end);
    this.at = this.end; // µs since the programs began
    this.words = [this.button.textContent ?? "", controls.dataset.pause ?? ""];
    this.slower = Number(controls.dataset.slower);
    this.number = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.runs = [...figure.querySelectorAll(".beside-run")].map(
      (run) => new Run(/** @type {HTMLElement} */ (run), this.end),
    );
    this.frame = 0; // of the browser, while time goes by
    this.button.addEventListener("click", () => (this.frame ? this.stop() : this.start()));
    this.range.addEventListener("input", () => {
      this.stop();
      this.show((Number(this.range.value) * this.end) / Number(this.range.max));
    });
    // Nothing moves for who asked for that: the range is still theirs.
    this.button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.addEventListener("plays", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    new IntersectionObserver(([seen]) => seen.isIntersecting || this.stop()).observe(figure);
    controls.hidden = false;
    this.show(this.end);
  }

  start() {
    document.dispatchEvent(new Event("plays")); // one play at a time, players too
    this.show(this.at < this.end ? this.at : 0);
    let before = 0;
    this.button.textContent = this.words[1];
    /** @param {number} now  ms */
    const tick = (now) => {
      const gone = before ? ((now - before) * 1000) / this.slower : 0;
      before = now;
      this.show(Math.min(this.at + gone, this.end));
      if (this.at === this.end) this.stop();
      else this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.button.textContent = this.words[0];
  }

  /** @param {number} at  µs since the programs began */
  show(at) {
    this.at = at;
    this.range.value = String((at * Number(this.range.max)) / this.end);
    this.range.setAttribute("aria-valuetext", `${this.number.format(at / 1e6)} s`);
    for (const run of this.runs) run.show(at);
  }
}

for (const figure of document.querySelectorAll("figure.beside")) {
  new Beside(/** @type {HTMLElement} */ (figure));
}
