// Compile Python for the browser's Python, by that Python itself, in Node.
//
// node compile.mjs <folder of Pyodide> <job>: `job` is a file of JSON, a list of archives to be made:
// `to`: where; `at`: where it will lie in the browser, which tracebacks name; `files`: paths by their
// names in it; `from`: an archive instead, of which all is taken but what the pattern `without` fits;
// `sources`: a pattern of the files of which the source is kept too, for tracebacks show its lines.

import fs from "node:fs";
import { loadPyodide } from "pyodide";

const COMPILE = `
import importlib.util, re, sys, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

def entry(name):
    return zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))

def entries(job):
    if not job.get("from"):
        yield from ((name, open("/in/" + name, "rb").read()) for name in sorted(job["files"]))
        return
    source = zipfile.ZipFile("/in.zip")
    for name in sorted(source.namelist()):
        if not name.endswith("/") and not re.search(job["without"], name):
            yield name, source.read(name)

def make(job):
    with zipfile.ZipFile("/out.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, data in entries(job):
            if not name.endswith(".py"):
                made.writestr(entry(name), data, zipfile.ZIP_DEFLATED)
                continue
            code = compile(data, f'{job["at"]}/{name}', "exec", dont_inherit=True)
            # Named by what its source was, which nobody looks at: an archive has no other.
            pyc = _code_to_hash_pyc(code, importlib.util.source_hash(data), False)
            made.writestr(entry(name + "c"), bytes(pyc), zipfile.ZIP_DEFLATED)
            if re.search(job["sources"], name):
                made.writestr(entry(name), data, zipfile.ZIP_DEFLATED)

make
`;

const [folder, file] = process.argv.slice(2);
const python = await loadPyodide({ indexURL: folder });
const make = python.runPython(COMPILE);
for (const job of JSON.parse(fs.readFileSync(file, "utf8"))) {
  if (job.from) python.FS.writeFile("/in.zip", fs.readFileSync(job.from));
  for (const [name, path] of Object.entries(job.files ?? {})) {
    python.FS.mkdirTree(`/in/${name}`.replace(/\/[^/]*$/, ""));
    python.FS.writeFile(`/in/${name}`, fs.readFileSync(path));
  }
  make(python.toPy(job));
  fs.writeFileSync(job.to, python.FS.readFile("/out.zip"));
}
process.exit(0); // it would wait for what the interpreter holds open
