// An experiment on SmolLM2: which part is changed, how, and in which text. A link contains all of it:
// #operate=head&at=24.5&control=8.2&by=0&tokens=all&text=The+capital+of+France+is

const MOST = 2000; // characters of a link
const FIRST = { head: [1, 1], neuron: [1, 0], vector: [0, 1] }; // a layer, and a number in it
const LAST = { head: [30, 9], neuron: [30, 1535], vector: [30, 32] };
const MOST_IDS = 49_152;

/** An experiment as a fragment, or null where that is too long. */
export function toFragment({ part, at, control, by, tokens, text, after, watch, other, layer }) {
  const said = {
    operate: part,
    at: at?.join("."),
    control: control?.join("."),
    layer: layer === at?.[0] ? undefined : layer, // of a list of neurons
    by,
    tokens,
    text,
    after: after.join(".") || undefined,
    watch: watch ?? undefined,
    other: part === "vector" ? other : undefined,
  };
  const written = Object.entries(said).filter(([, value]) => value !== undefined);
  const fragment = `#${new URLSearchParams(written)}`;
  return fragment.length > MOST ? null : fragment;
}

/** The experiment in a fragment. Throws a RangeError for one that is too long or contains none. */
export function fromFragment(fragment) {
  if (fragment.length > MOST) throw new RangeError("too long");
  const said = new URLSearchParams(fragment.slice(1));
  const part = oneOf(Object.keys(LAST), said.get("operate"));
  const place = (name) => {
    if (!said.has(name)) return null;
    const numbers = whole(said.get(name));
    const isThere = (n, i) => FIRST[part][i] <= n && n <= LAST[part][i];
    if (numbers.length !== 2 || !numbers.every(isThere)) throw new RangeError(name);
    return numbers;
  };
  const [layer = null] = said.has("layer") ? whole(said.get("layer")) : [];
  if (layer !== null && (layer < 1 || layer > LAST.neuron[0])) throw new RangeError("layer");
  const ids = (name) => {
    const found = said.has(name) ? whole(said.get(name)) : [];
    if (found.some((id) => id >= MOST_IDS)) throw new RangeError(name);
    return found;
  };
  return {
    part,
    at: place("at"),
    control: place("control"),
    by: Number(oneOf(["0", "0.5"], said.get("by") ?? "0")),
    tokens: oneOf(["last", "all"], said.get("tokens") ?? "last"),
    text: said.get("text") ?? "",
    after: ids("after"),
    watch: ids("watch")[0] ?? null,
    other: said.get("other") ?? "",
    layer,
  };
}

function oneOf(values, value) {
  if (!values.includes(value)) throw new RangeError(String(value));
  return value;
}

function whole(text) {
  if (!/^\d{1,5}(\.\d{1,5})*$/.test(text)) throw new RangeError(text);
  return text.split(".").map(Number);
}
