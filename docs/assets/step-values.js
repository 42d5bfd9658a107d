// How a variable is shown, by what the checker's described.py says of it: [kind, type, size, values].

import { make } from "./make.js";
import * as messages from "./messages.js";
import { reach } from "./reach.js";

const MOST = 600; // characters of a value
const LONG = 60; // characters of a value that is folded where it did not change
const SIDE = 16; // the most rows and columns
const ROW = 64; // the most numbers of a single row
const WITH_NUMBERS = 80; // the most cells that have room for their numbers

const list = (value) => (Array.isArray(value) ? value : []);
const NAMES = new Map([[true, "True"], [false, "False"], [null, "None"]]); // as Python writes them
const text = (value) => (NAMES.get(value) ?? String(value)).slice(0, MOST);
const number = (value) => shortly(value).replaceAll("-", "−");

/** A small number with an exponent, which has room in a cell. */
function shortly(value) {
  const isTiny = typeof value === "number" && value && Math.abs(value) < 0.001;
  return isTiny ? value.toExponential(1) : text(value);
}

/** A value in a few words, to be read out. */
export function inWords([kind, type, size, values], most) {
  if (kind === "number") return number(values);
  const cut = (value) => (value.length > most ? `${value.slice(0, most)}…` : value);
  if (kind === "text") return `"${cut(text(values)).replaceAll("\n", " ")}"`;
  if (kind === "array") return messages.anArray(list(size).map(Number));
  if (kind === "list" && text(values).length <= most) return text(values);
  if (kind === "list") return messages.aThing(messages.countOf(text(type), size));
  return messages.aThing(text(type));
}

/** A variable: its name, what it is, and its values; those that are long and did not change are folded. */
export function variable(name, what, isChanged) {
  const [kind, type, size, values] = list(what);
  const isArray = kind === "array";
  const about = isArray
    ? messages.ofShape(text(type), list(size).map(Number))
    : size === null || size === undefined
      ? text(type)
      : messages.ofSize(text(type), Number(size));
  const of = make("code", { className: "of" }, name.slice(0, 60));
  const head = [of, " ", make("span", { className: "kind" }, about)];
  if (isChanged) head.push(" ", make("span", { className: "changed" }, messages.CHANGED));
  const className = `variable${isChanged ? " is-changed" : ""}`;
  const shown = isArray ? array(list(size), values) : kind === "object" ? [] : [value(kind, values)];
  if (!isChanged && (isArray || text(values).length > LONG)) {
    return make("details", { className }, make("summary", {}, ...head), ...shown);
  }
  return make("div", { className }, make("div", { className: "head" }, ...head, " "), ...shown);
}

function value(kind, values) {
  const said = { number, text: (words) => JSON.stringify(text(words)) }[kind] ?? text;
  return make("code", { className: "value" }, said(values));
}

/** An array as a heat map: of a few columns with its numbers. */
function array(size, values) {
  const isRow = size.length < 2;
  const side = (all) => list(all).slice(0, SIDE);
  const rows = isRow ? [list(values).slice(0, ROW)] : side(values).map(side);
  const all = rows.flat().map(Number).filter(Number.isFinite);
  const most = all.reduce((high, one) => Math.max(high, Math.abs(one)), 0);
  const hasNumbers = rows.flat().length <= WITH_NUMBERS;
  const isIds = rows.length === 1 && rows.flat().every(Number.isInteger); // their size means nothing
  const cell = (one) => {
    const share = most && Number.isFinite(Number(one)) ? Number(one) / most : 0;
    const element = make(isRow ? "span" : "td", { title: number(one) }, hasNumbers ? number(one) : "");
    element.className = share < 0 ? "below" : "above";
    element.style.setProperty("--share", isIds ? 0 : Math.abs(share).toFixed(2));
    return element;
  };
  const parts = size.slice(0, -2).reduce((product, one) => product * one, 1);
  const notes = parts > 1 ? [messages.firstOf(parts)] : [];
  const [of, shown] = [size.slice(-2).map(Number), isRow ? [rows[0].length] : [rows.length, rows[0]?.length ?? 0]];
  if (shown.some((count, i) => count < of[i])) {
    notes.push(messages.sampleOf(shown, of, isRow ? ["numbers"] : ["rows", "columns"]));
  }
  const note = () => (notes.length ? [make("p", { className: "note" }, notes.join(" "))] : []);
  if (isRow) return [make("div", { className: "row-of" }, ...rows[0].map(cell)), ...note()];
  const body = make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cell))));
  const table = make("table", { className: `heat${hasNumbers ? "" : " bare"}` }, body);
  const wrap = make("div", { className: "heat-box" }, table);
  if (hasNumbers) {
    reach(wrap);
    return [wrap, ...note()];
  }
  const range = messages.numbersFrom(number(Math.min(...all)), number(Math.max(...all)));
  Object.assign(wrap, { role: "img", ariaLabel: range });
  notes.unshift(`${range}.`, messages.COLOURS);
  return [wrap, ...note(), numbersOf(rows, of)];
}

/** A fold with the numbers of a heat map that has no room for them, made when it is opened. */
function numbersOf(rows, [height, width]) {
  const place = (i, count) => make("th", {}, String(count > SIDE ? Math.floor((i * count) / SIDE) : i));
  const fold = make("details", {}, make("summary", {}, messages.THESE_NUMBERS));
  fold.ontoggle = () => {
    if (fold.lastChild.localName === "div") return;
    const heads = [make("th", {}, messages.INDEX), ...rows[0].map((_, i) => place(i, width))];
    const line = (row, i) => make("tr", {}, place(i, height), ...row.map((one) => make("td", {}, number(one))));
    const table = make("table", { className: "heat" }, make("tr", {}, ...heads), ...rows.map(line));
    const wrap = make("div", { className: "heat-box" }, table);
    reach(wrap);
    fold.append(wrap);
  };
  return fold;
}
