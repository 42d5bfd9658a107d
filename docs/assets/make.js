// How the other modules make elements. Text stays text: nothing here reads HTML.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} properties of the element, by their names in JavaScript
 * @param {(Node | string)[]} children
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A button: "filled" where a decision is due, "plain" for a way out, else "outlined". */
export function button(text, className, onclick) {
  return make("button", { type: "button", className, onclick }, text);
}

/** A line that screen readers read out when it changes. */
export function statusLine() {
  return make("p", { className: "status", role: "status" });
}
