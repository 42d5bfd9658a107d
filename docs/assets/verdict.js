// What the grader found, in words and tables. It comes from where the reader's code runs, so each
// part is taken as text and cut, whatever it is.

import { make } from "./make.js";
import * as messages from "./messages.js";
import { reach } from "./reach.js";

const MOST = 20_000; // characters of a text
const MOST_ROWS = 30;
const WIDE = 40; // characters that stand beside one another on a phone

const text = (value) => String(value ?? "").slice(0, MOST);
const list = (value) => (Array.isArray(value) ? value.slice(0, MOST_ROWS) : []);

/** A sign, what matters, and what else is to be said. */
export function verdict({ broken, cases, case: number, fault }) {
  if (broken) return ["✗", text(broken)];
  if (!fault) return ["✓", messages.allRight(text(cases))];
  const before = number - 1;
  const others = before > 0 ? [messages.rightBefore(before)] : [];
  return ["✗", messages.notRight(text(number), text(cases)), ...others];
}

/** What went in, what should have come out and what did; or the traceback. */
export function details({ inputs, fault, traceback, printed }) {
  const given = list(inputs).map((pair) => list(pair).map(text));
  const { problem, expected, is_one_of_several: several, yours, places } = fault ?? {};
  const should = several ? messages.ONE_OF_SEVERAL : messages.EXPECTED;
  const values = fault && !problem ? [...given, [should, text(expected)], [messages.YOURS, text(yours)]] : given;
  const tables = [values.length && (isWide(values) ? below(values) : beside(values))];
  const [heading, ...rows] = list(places).map((row) => list(row).map(text));
  if (heading) tables.push(table([heading[0], should, messages.YOURS], rows));
  const raised = text(problem || traceback);
  if (raised.includes("\n")) tables.push(pre("traceback", raised));
  else if (raised) tables.push(make("p", {}, `${raised[0].toUpperCase()}${raised.slice(1)}.`));
  if (printed) tables.push(make("p", { className: "name" }, messages.ANSWER_PRINTED), pre("", text(printed)));
  return tables.filter(Boolean);
}

function pre(className, words) {
  const code = make("code", {}, words);
  reach(code);
  return make("pre", { className }, code);
}

const cell = (words) => make("td", {}, make("code", {}, words));

function isWide(values) {
  const length = values.reduce((sum, [name, value]) => sum + Math.max(name.length, value.length) + 2, 0);
  return length > WIDE || values.some(([, value]) => value.includes("\n"));
}

/** One row, below the names. */
function beside(values) {
  return table(values.map(([name]) => name), [values.map(([, value]) => value)]);
}

function table(names, rows) {
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.map((row) => make("tr", {}, ...row.map(cell)));
  return make("table", { className: "values" }, make("thead", {}, head), make("tbody", {}, ...body));
}

/** A row each, beside its name. */
function below(values) {
  const rows = values.map(([name, value]) =>
    make("tr", {}, make("th", { scope: "row" }, name), cell(value)),
  );
  return make("table", { className: "values below" }, make("tbody", {}, ...rows));
}
