// A figure that the reader's code drew, made anew from what is allowed. Whatever the text holds
// besides, a script, a link, an image, a style that reaches elsewhere, is not taken over: the page
// would run it as its own.

const SVG = "http://www.w3.org/2000/svg";
const MOST_CHARACTERS = 2_000_000;
export const MOST_ELEMENTS = 10_000; // of all figures of a run: each takes time to paint

const set = (words) => new Set(words.split(" "));
const ELEMENTS = set(
  "svg g defs use path rect circle ellipse line polyline polygon text tspan title desc clipPath " +
    "linearGradient radialGradient stop pattern",
);
const LOOKS = set(
  "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin " +
    "stroke-dasharray stroke-dashoffset stroke-miterlimit opacity color font font-family font-size " +
    "font-style font-weight text-anchor text-decoration dominant-baseline letter-spacing " +
    "paint-order stop-color stop-opacity clip-rule",
);
const GEOMETRY = set(
  "x y dx dy x1 x2 y1 y2 cx cy r rx ry fx fy d points width height transform viewBox offset " +
    "gradientUnits gradientTransform clipPathUnits patternUnits patternTransform rotate textLength",
);
const OF_THE_WHOLE = set("viewBox role aria-label class");
const STYLES_OF_THE_WHOLE = set("max-width white-space");
const CLASSES = set("wide narrow front"); // of a drawing that stands here twice
const REFERENCES = set("clip-path fill stroke");
const SHAPES = set("path rect circle ellipse line polyline polygon");
const PLAIN = /^[\w\s.,%#()+*/'"-]*$/; // no backslash, no colon, no semicolon
const OWN = /^url\(\s*["']?#([\w-]+)["']?\s*\)$/;

let count = 0;

/**
 * The drawings of an SVG text: one, or both where it holds a wide and a narrow one. None where it
 * is no SVG, or too large, with at most so many elements.
 * @returns {SVGElement[]}
 */
export function drawings(text, most = MOST_ELEMENTS) {
  if (text.length > MOST_CHARACTERS || /<!(DOCTYPE|ENTITY)/i.test(text)) return [];
  const given = new DOMParser().parseFromString(text, "image/svg+xml"); // where nothing runs
  const isSmall = given.getElementsByTagName("*").length <= most;
  if (!isSmall || !isAllowed(given.documentElement, "svg")) return [];
  const inner = [...given.documentElement.children].filter((node) => isAllowed(node, "svg"));
  return (inner.length ? inner : [given.documentElement]).map(copy);
}

function isAllowed(node, name) {
  return node.namespaceURI === SVG && (name ? node.localName === name : ELEMENTS.has(node.localName));
}

/** A drawing with all that is allowed in it; a stack of its own bears any depth. */
function copy(svg) {
  const prefix = `own-${++count}-`;
  const whole = element(svg, prefix, true);
  const open = [[svg, whole]];
  while (open.length) {
    const [from, to] = open.pop();
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const isLink = isAllowed(node, "a"); // what it holds is shown, and leads nowhere
      if (!isLink && (!isAllowed(node) || node.localName === "svg")) continue;
      const made = isLink ? document.createElementNS(SVG, "g") : element(node, prefix, false);
      to.append(made);
      open.push([node, made]);
    }
  }
  flatten(whole);
  return whole;
}

/** Lets no reference lead to a reference: ten of ten of ten are more than a browser can draw. */
function flatten(whole) {
  const named = new Map();
  for (const node of whole.querySelectorAll("[id]"))
    if (!named.has(node.id)) named.set(node.id, node);
  for (const node of whole.querySelectorAll("use")) {
    const target = named.get(node.getAttribute("href")?.slice(1));
    if (!SHAPES.has(target?.localName)) node.remove();
  }
  for (const node of whole.querySelectorAll("clipPath, clipPath *, pattern, pattern *"))
    for (const name of REFERENCES) {
      if (node.getAttribute(name)?.includes("url")) node.removeAttribute(name);
      if (node.style.getPropertyValue(name).includes("url")) node.style.removeProperty(name);
    }
}

function element(from, prefix, isWhole) {
  const made = document.createElementNS(SVG, from.localName);
  for (const { localName, value } of from.attributes) {
    if (localName === "style") style(made, value, prefix, isWhole);
    else if (localName === "id") made.id = prefix + value;
    else if (localName === "href") refer(made, value, prefix);
    else if (isWhole) whole(made, localName, value);
    else if (GEOMETRY.has(localName) && PLAIN.test(value)) made.setAttribute(localName, value);
    else look(made, localName, value, prefix, (name, words) => made.setAttribute(name, words));
  }
  return made;
}

function whole(made, name, value) {
  if (name === "class") value = value.split(" ").filter((word) => CLASSES.has(word)).join(" ");
  if (OF_THE_WHOLE.has(name)) made.setAttribute(name, value);
}

/** Another part of the same drawing. */
function refer(made, value, prefix) {
  if (made.localName === "use" && /^#[\w-]+$/.test(value))
    made.setAttribute("href", `#${prefix}${value.slice(1)}`);
}

function style(made, text, prefix, isWhole) {
  for (const declaration of text.split(";")) {
    const [name, value] = declaration.split(/:(.*)/s, 2).map((part) => part.trim());
    if (isWhole && STYLES_OF_THE_WHOLE.has(name) && isPlain(value ?? "")) {
      made.style.setProperty(name, value);
    } else look(made, name, value ?? "", prefix, (key, words) => made.style.setProperty(key, words));
  }
}

/** Sets what a property says of looks, if it names nothing outside this drawing. */
function look(made, name, value, prefix, put) {
  const own = REFERENCES.has(name) && OWN.exec(value);
  if (own) put(name, `url(#${prefix}${own[1]})`);
  else if (LOOKS.has(name) && isPlain(value)) put(name, value);
}

function isPlain(value) {
  return PLAIN.test(value) && !/url|image|attr|env|expression/i.test(value);
}
