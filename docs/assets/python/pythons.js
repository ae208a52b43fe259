// The Pythons of a page: files fetched once, at the reader's word; a fresh one for each program, of
// which a spare is kept; and one that tells of what they did.

/** @typedef {import("./button.js").Here} Here */
/** @typedef {(kind: string, text: string) => void} Heard */

/** What is at an address. Throws an Error where nothing is. @param {string | URL} address @param {RequestInit} [how] */
export async function got(address, how) {
  const answer = await fetch(address, how);
  if (!answer.ok) throw new Error(`${String(address).split("/").pop()}: ${answer.status}`);
  return answer;
}

/** What a worker begins with. Firefox asks a service worker for what a script imports like this, and
 * not for what it names at its head, which would then be missing without a network. */
const BEGINS = `import(${JSON.stringify(new URL("./worker.js", import.meta.url).href)}).then(
  () => postMessage({ kind: "here" }),
  (error) => postMessage({ kind: "failed", text: String(error) }),
);`;

/** A worker under the policy of this page: what it is made of stands in the page. */
export class Python {
  /** @param {import("./worker.js").Load} load */
  constructor(load) {
    const address = URL.createObjectURL(new Blob([BEGINS], { type: "text/javascript" }));
    this.worker = new Worker(address, { type: "module" });
    /** @type {Heard} */
    this.heard = () => {};
    /** @type {Promise<void>} */
    this.ready = new Promise((ready, failed) => {
      this.worker.onmessage = ({ data: { kind, text } }) => {
        if (kind === "here") this.worker.postMessage({ load });
        else if (kind === "ready") ready();
        else if (kind === "failed") failed(new Error(text));
        this.heard(String(kind), String(text));
      };
      this.worker.onerror = (event) => failed(new Error(event.message || "the worker did not start"));
    });
    this.ready.catch(() => {}); // whoever waits for it hears of it
    this.ready.finally(() => URL.revokeObjectURL(address)).catch(() => {});
  }

  end() {
    this.worker.terminate();
  }
}

export class Pythons {
  /** @param {Here} here */
  constructor({ base, sizes }) {
    this.base = new URL(base, location.href).href;
    this.sizes = sizes;
    this.loaded = 0; // bytes
    this.stays = false;
    /** @type {Promise<any> | null} */
    this.files = null;
    /** @type {Promise<Python> | null} */
    this.spare = null;
    /** @type {Promise<Python> | null} */
    this.teller = null;
    this.telling = Promise.resolve();
    /** @type {(loaded: number, all: number) => void} */
    this.progress = () => {};
  }

  /** Bytes that are to come before a program begins. */
  get all() {
    const { "telling.zip": _, ...first } = this.sizes;
    return Object.values(first).reduce((all, size) => all + size, 0);
  }

  /** A Python in which nothing has run. @returns {Promise<Python>} */
  async fresh() {
    const begun = this.spare ?? this.begun("program");
    this.spare = null;
    const python = await begun;
    await python.ready;
    this.progress = () => {}; // what comes from here on nobody waits for
    return python;
  }

  /** One that was not used after all. @param {Python} python */
  keep(python) {
    if (this.spare) python.end();
    else this.spare = Promise.resolve(python);
  }

  /** Have one ready for the next run. */
  async prepare() {
    await (this.spare ??= this.begun("program", () => (this.spare = null)));
  }

  /**
   * A Python that was begun when its files are there. Who asks meanwhile waits for the same one: a
   * second would stay, and nobody would use it.
   * @param {"program" | "telling"} part @param {() => void} [failed] @returns {Promise<Python>}
   */
  async begun(part, failed) {
    try {
      return new Python(await this.load(part));
    } catch (error) {
      failed?.();
      throw error;
    }
  }

  /**
   * Tell of a run, when all that was asked before is told. What comes is as browser/telling.py has it.
   * @param {object} job @returns {Promise<any>}
   */
  tell(job) {
    const told = this.telling.then(() => this.told(job));
    this.telling = told.catch(() => {});
    return told;
  }

  /** @param {object} job */
  async told(job) {
    const teller = await this.prepareTelling();
    await teller.ready.catch((error) => {
      this.teller = null; // the next one tries again
      throw error;
    });
    return new Promise((done, failed) => {
      teller.heard = (kind, text) => (kind === "told" ? done(JSON.parse(text)) : failed(new Error(text)));
      teller.worker.postMessage({ tell: JSON.stringify(job) });
    });
  }

  /** What tells is fetched and started while the program runs. */
  prepareTelling() {
    return (this.teller ??= this.begun("telling", () => (this.teller = null)));
  }

  /** Python has come, and run a program: it stays in this browser, if it can. */
  async stay() {
    if (this.stays) return;
    this.stays = true;
    try {
      const { keepPython } = await import("../offline/keep.js");
      await keepPython(new URL("../../../", this.base).href, [new URL("./worker.js", import.meta.url).href]);
    } catch {
      // Then it comes from the network again, or from where the browser keeps what it has fetched.
    }
  }

  /** @param {"program" | "telling"} part */
  async load(part) {
    this.files ??= this.fetchAll();
    try {
      const files = await this.files;
      const archive = await (part === "program" ? files.program : (files.telling ??= this.bytes("telling.zip")));
      return { base: this.base, part, info: files.info, module: files.module, library: files.library, archive };
    } catch (error) {
      this.files = null; // the next click tries again
      this.loaded = 0;
      this.progress = () => {}; // others of them are still coming
      throw error;
    }
  }

  async fetchAll() {
    const wasm = this.fetched("pyodide.wasm.packed").then((response) => {
      const unpacked = /** @type {ReadableStream} */ (response.body).pipeThrough(new DecompressionStream("gzip"));
      return WebAssembly.compileStreaming(new Response(unpacked, { headers: { "Content-Type": "application/wasm" } }));
    });
    // The scripts are imported by the workers, from the cache by then.
    const scripts = ["pyodide.js", "asm.js"].map((name) => this.bytes(name));
    const [module, library, program, info] = await Promise.all([
      wasm,
      this.bytes("stdlib.zip"),
      this.bytes("program.zip"),
      got(`${this.base}info.json`).then((response) => response.json()),
      ...scripts,
    ]);
    return { module, library, program, info, telling: null };
  }

  /** @param {string} name */
  async bytes(name) {
    return (await this.fetched(name)).arrayBuffer();
  }

  /** A file, whose bytes are counted as they come. @param {string} name */
  async fetched(name) {
    const response = await got(this.base + name);
    const counted = new TransformStream({
      transform: (chunk, out) => {
        this.loaded += chunk.byteLength;
        this.progress(Math.min(this.loaded, this.all), this.all);
        out.enqueue(chunk);
      },
    });
    return new Response(response.body?.pipeThrough(counted));
  }
}
