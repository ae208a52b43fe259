// A worker with one Python in it: for one program, a console, or for telling of runs. It fetches nothing: all
// that it needs comes with the first message.

/** @type {any} */
export const scope = self; // a page's script knows its types for pages alone

const MOST = 1_000_000; // characters that a program may print, and
const PIECES = 20_000; // pieces of them
const ROOM = 1 << 30; // bytes of memory that it may have
// What a program has no business with. That the worker asks no other host is for the policy of the
// page to see to, which it has as well; these are for what belongs to this site.
const TAKEN =
  "fetch XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport importScripts indexedDB caches " +
  "BroadcastChannel Worker SharedWorker navigator cookieStore webkitRequestFileSystem Notification";

/** @type {any} */
let python;
/** @type {(job: string) => string} */
let tell;

/** @param {string} kind @param {string} [text] */
const say = (kind, text = "") => scope.postMessage({ kind, text });

/**
 * @typedef {{
 *   base: string, part: "program" | "telling", info: object, module: WebAssembly.Module,
 *   library: ArrayBuffer, archive: ArrayBuffer,
 * }} Load
 * `part`: what this Python is for; `module`, `library`, `archive`: Pyodide, the standard library and
 * what stands around programs, or tells.
 */

/** @param {Load} load */
async function start({ base, part, info, module, library, archive }) {
  limit();
  // Pyodide asks for both by their addresses.
  scope.fetch = async () => new Response(library);
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports ?? {}),
  });
  const [{ loadPyodide }, asm] = await Promise.all([import(`${base}pyodide.js`), import(`${base}asm.js`)]);
  python = await loadPyodide({
    indexURL: base,
    stdLibURL: `${base}stdlib.zip`,
    lockFileContents: { info, packages: {} },
    createPyodideModule: asm.default,
    env: { HOME: "/home/reader" },
  });
  python.FS.writeFile("archive", new Uint8Array(archive));
  python.runPython(`
import os, sys, zipfile
place = os.path.join(os.sep, "lib", "${part}") # as browser/bundle.py has it compiled
zipfile.ZipFile("archive").extractall(place)
os.remove("archive")
sys.path.append(place)
`);
  if (part === "telling") tell = python.runPython("from browser.telling import tell; tell");
  else python.runPython("from browser.inside import program");
}

/** Have Python told that there is no more memory before the machine has none. */
function limit() {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65_536 > ROOM) throw new RangeError("no more memory");
    return grow.call(this, pages);
  };
}

/** How a program waits. Memory that is shared can be had without the headers that its buffer wants. */
function waiting() {
  try {
    const memory = new WebAssembly.Memory({ shared: true, initial: 1, maximum: 1 });
    const place = new Int32Array(memory.buffer, 0, 1);
    Atomics.wait(place, 0, 0, 0);
    return (/** @type {number} */ ms) => void Atomics.wait(place, 0, 0, ms);
  } catch {
    return (/** @type {number} */ ms) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    };
  }
}

/** What a program prints, as it comes. @param {string} kind */
function printing(kind) {
  const decoder = new TextDecoder();
  return {
    /** @param {Uint8Array} bytes */
    write(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      room -= text.length;
      if (room < 0 || !pieces--) {
        say("flooded");
        wait(Infinity); // the page ends it
      }
      say(kind, text);
      return bytes.length;
    },
  };
}
let room = MOST;
let pieces = PIECES;
const wait = waiting();

let began = 0;

/** How a program ended, of which Python could not tell. @param {number} status */
const left = (status) => ({ status, wall: (performance.now() - began) / 1000, line: null, missing: [] });

/** From here on there is only what a program has business with. */
function prepare() {
  for (const name of TAKEN.split(" ")) {
    for (let owner = scope; owner; owner = Object.getPrototypeOf(owner)) {
      if (Object.hasOwn(owner, name)) Object.defineProperty(owner, name, { value: undefined });
    }
  }
  // A signal, of which there is none, Python looks for in JavaScript, every few steps. Where a worker
  // never comes by there, WebKit does not end it: it would go on for as long as the page is open.
  python.setInterruptBuffer(new Uint8Array(1));
  python.setStdin({ stdin: () => null }); // nobody types here: the end of a file
  python.setStdout(printing("out"));
  python.setStderr(printing("err"));
  python.registerJsModule("host", {
    wait: (/** @type {number | undefined} */ seconds) => wait(seconds == null ? Infinity : seconds * 1000),
    post: say,
  });
}

/** @param {object} job  files, name and settings for browser.inside.program */
function run(job) {
  prepare();
  python.globals.set("job", python.toPy(job));
  began = performance.now();
  python.runPython("import host\nprogram.run(host, **job)");
}

// A console

/** @type {any} */
let prompt;
let later = 0;

/** @param {string} page  what the page has typed, as browser.inside.console has it */
function open(page) {
  prepare();
  python.globals.set("page", page);
  prompt = python.runPython("import host\nfrom browser.inside.console import Console\nConsole(host, page)");
  say("opened");
}

/** @param {string} text */
function enter(text) {
  say("entered", prompt.enter(text));
  goOn();
}

/** The loop of a console goes on between what is typed. */
function goOn() {
  clearTimeout(later);
  const seconds = prompt.go_on();
  if (seconds !== undefined) later = setTimeout(goOn, seconds * 1000);
}

/** @param {{ data: { load?: Load, run?: object, tell?: string, open?: string, enter?: string } }} message */
scope.onmessage = async ({ data }) => {
  try {
    if (data.load) {
      await start(data.load);
      say("ready", python.version);
    }
    if (data.run) run(data.run);
    if (data.open !== undefined) open(data.open);
    if (data.enter !== undefined) enter(data.enter);
    if (data.tell) say("told", tell(data.tell));
  } catch (/** @type {any} */ error) {
    // As by os._exit, past Python's own end.
    if ((data.run || prompt) && typeof error?.status === "number") say("ended", JSON.stringify(left(error.status)));
    else say("failed", String(error));
  }
};
