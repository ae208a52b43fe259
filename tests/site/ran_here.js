// Run a program of the page that is open in the browser's Python, by the site's own modules, and give
// what it did beside what the page has of the build: for tests.
async ([address, name, seconds]) => {
  const at = (file) => new URL(`assets/python/${file}`, address).href;
  const { Pythons } = await import(at("pythons.js"));
  const { same } = await import(at("compare.js"));
  const here = JSON.parse(document.getElementById("python-here").textContent);
  const all = (window.pythonsOfTest ??= new Pythons(here));
  const figure = document.querySelector(`figure.run[data-run="${name}"]:has(.run-program)`);
  const link = figure.querySelector(".run-file").href;
  const files = {};
  const file = (path) => path.split("/").pop();
  for (const each of [file(link), ...(here.beside?.[name] ?? [])]) {
    files[each] = await (await fetch(new URL(each, link))).text();
  }
  const python = await all.fresh();
  all.prepare();
  const done = { out: "", err: "", recording: "", ended: null, failed: "" };
  await new Promise((over) => {
    setTimeout(over, seconds * 1000);
    python.heard = (kind, text) => {
      if (kind === "out" || kind === "err") done[kind] += text;
      else if (kind === "recording") done.recording = text;
      else if (kind === "ended") over((done.ended = JSON.parse(text)));
      else over((done.failed = `${kind} ${text}`));
    };
    const settings = { most: 6000, seconds: 60, check: true };
    python.worker.postMessage({ run: { files, name: file(link), settings } });
  });
  python.end();
  const words = await (await fetch(`${all.base}words.${here.language}.json`)).json();
  const recording = done.recording && JSON.parse(done.recording);
  const job = { recording, words, language: here.language, name: file(link), source: files[file(link)] };
  const told = recording ? await all.tell({ ...job, status: done.ended?.status ?? null, wall: 1 }) : {};
  const place = document.createElement("template");
  place.innerHTML = told.html ?? "";
  const sentences = (root) => [...root.querySelectorAll(".player-steps .said")].map((each) => each.textContent);
  return {
    ...done,
    recording: null,
    lost: recording?.lost,
    mismatches: told.mismatches,
    same: same(figure, done.out),
    here: sentences(place.content),
    built: sentences(figure),
  };
};
