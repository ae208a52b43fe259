// Making elements, and labels that look the same wherever they stand.

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A task or future by its label: "t1" is shown as T1.
 * @param {string} label
 */
export function labelled(label) {
  const kind = label.startsWith("f") ? "future" : "task";
  return element("b", { class: `label ${kind}`, "data-label": label }, label.toUpperCase());
}

/**
 * A value as code: the labels in it as everywhere.
 * @param {string} text
 */
export function value(text) {
  return element("code", {}, text.replace(/\b[tf]\d+\b/g, (label) => label.toUpperCase()));
}

/**
 * A template of the catalogue with its places filled, by text or by elements.
 * @param {string} template
 * @param {Record<string, Node | string>} fields
 * @returns {(Node | string)[]}
 */
export function filled(template, fields) {
  return template
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((part) => (part.startsWith("{") ? fields[part.slice(1, -1)] ?? part : part));
}
