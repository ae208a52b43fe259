// What the theme's searching worker answers: node searched.mjs THEME INDEX QUERY [SCRIPT]
// The worker runs here as it does in a browser; SCRIPT is the site's own, which writes queries anew.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const [theme, index, typed, script] = process.argv.slice(2);
const folder = path.join(theme, "workers");
const answers = [];
let listener;
const scope = {
  console,
  addEventListener: (_, heard) => (listener = heard),
  postMessage: (message) => answers.push(message),
  importScripts: (...names) => names.forEach(run),
};
scope.self = scope.globalThis = vm.createContext(scope);

function run(name) {
  vm.runInContext(fs.readFileSync(path.join(folder, name), "utf8"), scope);
}

async function say(type, data) {
  answers.length = 0;
  await listener({ data: { type, data } });
  while (!answers.length) await new Promise(setImmediate);
  return answers[0].data;
}

run(fs.readdirSync(folder).find((name) => /^search.*\.js$/.test(name)));
await say(0, JSON.parse(fs.readFileSync(index, "utf8")));
const { query } = script ? await import(pathToFileURL(script)) : { query: (text) => text };
const { items } = await say(2, query(typed));
const found = items.flat().sort((a, b) => b.score - a.score);
const marks = JSON.stringify(found).split("<mark").length - 1;
console.log(JSON.stringify([found.filter((each) => each.score).map((each) => each.location), marks]));
