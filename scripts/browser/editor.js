// The editor of programs: CodeMirror, with what a program of some dozen lines needs and no more. It
// is made one file at build (bundle.py), which is loaded when a reader is about to change a program.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { StyleModule } from "style-mod";

// The policy of a page allows no <style> that a script writes, but what a script says of style sheets.
const sheet = new CSSStyleSheet();
StyleModule.mount = (_, modules) => {
  const all = Array.isArray(modules) ? modules : [modules];
  sheet.replaceSync(all.map((each) => each.getRules()).join("\n"));
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
};

// The names that Pygments gives to the parts of a program, so that the site's colours are these too.
const { definition: defined, function: called } = tags;
const COLOURS = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], class: "k" },
  { tag: tags.moduleKeyword, class: "kn" },
  { tag: tags.operatorKeyword, class: "ow" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: [tags.string, tags.special(tags.string)], class: "s" },
  { tag: tags.escape, class: "se" },
  { tag: [tags.lineComment, tags.comment], class: "c" },
  { tag: tags.number, class: "m" },
  { tag: called(defined(tags.variableName)), class: "nf" },
  { tag: defined(tags.className), class: "nc" },
  { tag: tags.meta, class: "nd" },
  { tag: [tags.operator, tags.definitionOperator, tags.compareOperator, tags.derefOperator], class: "o" },
  { tag: [tags.punctuation, tags.bracket, tags.separator], class: "p" },
]);

const byScript = Annotation.define(); // what the reader has not written
/** A line, from 1, or none. @type {import("@codemirror/state").StateEffectType<number | null>} */
const failing = StateEffect.define();
const failed = StateField.define({
  create: () => Decoration.none,
  update(lines, { docChanged, effects, state }) {
    const said = effects.find((each) => each.is(failing));
    if (!said) return docChanged ? Decoration.none : lines;
    if (!said.value || said.value > state.doc.lines) return Decoration.none;
    return Decoration.set(Decoration.line({ class: "failing" }).range(state.doc.line(said.value).from));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {{
 *   parent: HTMLElement, value: string, attributes: Record<string, string>, changed: () => void, run: () => void,
 * }} options  `attributes`: of what is written in; `changed`: the reader has; `run`: and wants it to run
 */
export function editor({ parent, value, attributes, changed, run }) {
  const view = new EditorView({
    doc: value,
    parent,
    extensions: [
      // Before the keys that there are. Tab has no meaning here: it goes on to the next thing.
      keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }, ...historyKeymap, ...defaultKeymap]),
      lineNumbers(),
      history(),
      indentUnit.of("    "),
      indentOnInput(),
      bracketMatching(),
      pythonLanguage,
      syntaxHighlighting(COLOURS),
      failed,
      // It has the focus by itself; where lines are long it scrolls, and tools want to be told.
      EditorView.contentAttributes.of({ tabindex: "0", ...attributes }),
      EditorView.updateListener.of(({ docChanged, transactions }) => {
        if (docChanged && !transactions.some((each) => each.annotation(byScript))) changed();
      }),
    ],
  });
  return {
    get value() {
      return view.state.doc.toString();
    },
    set value(text) {
      if (text === this.value) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: byScript.of(true) });
    },
    /** @param {number} from @param {number} [to] */
    select(from, to = from) {
      view.dispatch({ selection: { anchor: from, head: to } });
    },
    /** @param {FocusOptions} [how] */
    focus(how) {
      view.contentDOM.focus(how);
    },
    /** Mark the line on which a program failed, until it is changed. @param {number | null} line */
    mark(line) {
      view.dispatch({ effects: failing.of(line) });
    },
  };
}
