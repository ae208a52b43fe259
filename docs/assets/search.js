// What one asks the search for. The theme takes each word for the beginning of a word, so that
// "fila de prontos" finds every "de…", and finds no word that is shorter than the one typed
// ("rodar" misses "roda"); the language of its queries can say it better. It has no place for that,
// so what the page sends to the searching worker is written anew on its way.

const WHOLE = 4; // how much more a whole word counts than the beginning of one
const QUERY = 2; // the theme's number for a message with a query
const BETWEEN = /[\s,:;!?=()[\]{}"'`<>@*+|^~…·“”]+/;
const INSIDE = /[_./-]+/; // between the parts of a name: asyncio.create_task

/** What one word asks for: the theme takes what has no sign for a beginning.
 * @param {string} word
 * @param {boolean} alone
 * @param {boolean} last it may still be being typed */
function asked(word, alone, last) {
  const parts = word.split(INSIDE).filter(Boolean);
  if (parts.length > 1) {
    const end = parts.length - 1; // all parts of a name are wanted, together
    return parts.map((part, n) => (last && n === end ? part : `+${part}`)).join(" ");
  }
  const [text = ""] = parts;
  const short = text.length < 3 || (text.length < 4 && !last);
  if (short && !alone) return `${text}^${WHOLE}`; // as it stands, unless it says nothing ("de")
  // The word itself before what begins like it, or like it without its last letter: roda(r).
  return `${text}^${WHOLE} ${text.length > 4 ? text.slice(0, -1) : text}`;
}

/** What stands between quotation marks: all of it, but for what says nothing.
 * @param {string} words */
function quoted(words) {
  const long = words.split(BETWEEN).filter((word) => word.length > 2);
  return long.map((word) => `+${word.split(INSIDE).join(" +")}`).join(" ");
}

/** A query as the theme's search understands it, from what was typed.
 * @param {string} typed
 * @returns {string} */
export function query(typed) {
  const [before = "", inside, ...after] = typed.split('"');
  if (inside !== undefined) {
    return `${query(before)} ${quoted(inside)} ${query(after.join('"'))}`.trim();
  }
  const words = typed.split(BETWEEN).filter((word) => word.split(INSIDE).some(Boolean));
  const typing = !/\s$/.test(typed);
  const found = words.map((word, n) =>
    asked(word, words.length === 1, typing && n === words.length - 1),
  );
  // In a sentence no single word is the subject, and a title that has one is not the place.
  const isSentence = words.filter((word) => word.length > 2).length > 2;
  return (isSentence ? found.map((part) => part.replace(/(^| )(?![+])/g, "$1text:")) : found).join(
    " ",
  );
}

if ("Worker" in globalThis) {
  const send = Worker.prototype.postMessage;
  /** @param {any} message @param {...any} more */
  Worker.prototype.postMessage = function (message, ...more) {
    const asks = message?.type === QUERY && typeof message.data === "string";
    const sent = asks ? { ...message, data: query(message.data) } : message;
    return Reflect.apply(send, this, [sent, ...more]);
  };
}
