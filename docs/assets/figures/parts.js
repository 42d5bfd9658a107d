// What figures that can be moved are made of. All controls are the browser's own.

import { make } from "../make.js";

/** A token as text: a space in front is part of it, and a line's end can be seen. */
export const visible = (token) => token.replace(/^ /, "␣").replaceAll("\n", "↵");

/**
 * A slider over the places of a list.
 * @param {string} name
 * @param {string[]} values what it shows at each place
 * @param {number} at where it stands first
 * @param {() => void} moved
 */
export function slider(name, values, at, moved) {
  const input = make("input", { type: "range", min: 0, max: values.length - 1, step: 1 });
  const shown = make("span", { className: "value" });
  const show = () => {
    shown.textContent = input.ariaValueText = values[input.value];
  };
  input.value = String(at);
  input.oninput = () => {
    show();
    moved();
  };
  show();
  return {
    element: make("label", {}, name, input, shown),
    get at() {
      return Number(input.value);
    },
    set at(place) {
      input.value = String(place);
      input.oninput();
    },
  };
}

let groups = 0;

/** One of a few: radio buttons, each in a label, all of one group; and which of them is chosen. */
export function radios(names, at, moved) {
  const name = `movable-${groups++}`;
  const inputs = names.map((_, i) =>
    make("input", { type: "radio", name, checked: i === at, onchange: moved }),
  );
  return {
    inputs,
    elements: inputs.map((input, i) => make("label", { className: "one" }, input, names[i])),
    get at() {
      return inputs.findIndex((input) => input.checked);
    },
  };
}

/** Changes a text only if it is another, or else it would be read out again. */
export function tell(line, words) {
  if (line.textContent !== words) line.textContent = words;
}

/** An element of a drawing. */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
