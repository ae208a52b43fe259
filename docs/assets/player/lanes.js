// The cursor in the lanes that the page has drawn, and going to a moment by pointing there.

export class Lanes {
  /**
   * @param {HTMLElement} host
   * @param {number} moments
   * @param {(moment: number) => void} go
   */
  constructor(host, moments, go) {
    this.moments = moments;
    this.cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    this.cursor.setAttribute("class", "cursor");
    this.cursor.setAttribute("y2", "100%");
    const drawing = /** @type {SVGElement | null} */ (host.querySelector(".lanes svg"));
    drawing?.append(this.cursor);
    drawing?.addEventListener("click", (event) => {
      const box = drawing.getBoundingClientRect();
      const part = (event.clientX - box.left) / box.width;
      go(Math.min(Math.floor(part * moments), moments - 1));
    });
  }

  /** @param {number} moment */
  show(moment) {
    const x = `${((moment + 0.5) * 100) / this.moments}%`;
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
  }
}
