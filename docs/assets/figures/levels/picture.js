// One picture of SmolLM2, from the whole model to a single number. Each level is drawn by a module of
// its own; here is where the reader is, how to get about, and the link of each place.

import { button, make, statusLine } from "../../make.js";
import { Canvas } from "./canvas.js";
import { draw as head } from "./head.js";
import * as labels from "./labels.js";
import { draw as layer } from "./layer.js";
import { draw as number } from "./number.js";
import { Own } from "./own.js";
import { draw as pair, scores } from "./pair.js";
import { draw as whole } from "./whole.js";
import { radios, slider, svg, tell } from "../parts.js";

const SCENES = [whole, layer, head, pair, number];
const CHOSEN = ["layer", "head", "key", "pair", "pair"]; // what the arrow keys change, by level
const OPENED = [null, "layer", "head", "key", "pair"]; // what is open there, which the slider changes
const BOTTOM = SCENES.length - 1;
const REFERENCE = "../../../reference/api/model/"; // of the site, from here
const WIDEST = 640; // pixels
const HEADER = 50; // pixels, what the page's header covers
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

const largest = (numbers) => numbers.indexOf(Math.max(...numbers)) + 1;
const within = (value, most) => Math.min(Math.max(value, 1), most);

export class Picture {
  constructor({ texts, code }) {
    this.texts = texts;
    this.code = code;
    this.depth = 0;
    this.turns = 0; // how often the reader has gone somewhere
    this.choice = radios([...texts.map(({ text }) => text), labels.OWN], 0, () => this.go(this.choice.at, []));
    this.choice.elements.at(-1).hidden = true; // until one is read
    const legend = make("legend", { className: "visually-hidden" }, labels.TEXT);
    this.path = make("ol");
    this.status = statusLine();
    this.drawing = svg("svg", { tabindex: 0, role: "listbox", "aria-label": labels.PICTURE });
    this.controls = make("div", { className: "bar" });
    this.open = button("", "filled", () => this.enter());
    this.note = make("p", { className: "note" }, labels.KEYS);
    this.lines = make("p", { className: "computed" });
    this.own = new Own((text, answer) => this.add(text, answer));
    this.picture = make("div", { className: "picture" }, this.drawing);
    this.elements = [
      make("fieldset", { className: "texts" }, legend, ...this.choice.elements),
      make("nav", { ariaLabel: labels.LEVELS }, this.path),
      this.status,
      make("div", { className: "bar" }, this.controls, this.open),
      this.picture,
      this.note,
      this.lines,
      this.own.element,
    ];
    this.drawing.onkeydown = (event) => this.press(event);
    this.drawing.onclick = ({ target }) => this.point(target, true);
    this.drawing.onpointerover = ({ target, pointerType }) => pointerType === "mouse" && this.point(target, false);
    addEventListener("hashchange", () => this.follow());
    new ResizeObserver(() => this.redraw()).observe(this.picture);
    this.start(0);
    this.follow();
  }

  /** A text, with what is worth opening in it. */
  start(text) {
    this.text = text;
    this.shown = this.texts[text];
    const { open, pieces } = this.shown;
    [this.layer, this.head, this.looking, this.pair] = [open.layer, open.head, pieces.length, 1];
    this.look();
  }

  /** What the token that looks takes from each, in the head that is open. */
  get row() {
    const { pieces, shares } = this.shown;
    const rows = shares[this.layer - 1][this.head - 1];
    return rows[this.looking - 1 - (pieces.length - rows.length)];
  }

  look() {
    this.key = largest(this.row);
  }

  /** The queries, keys and values of the open head, if they are known. */
  get inside() {
    const { open, opened } = this.shown;
    return [open, ...(opened ?? [])].find((one) => one?.q && one.layer === this.layer && one.head === this.head);
  }

  /** Where the reader is, as in its link: the text, then the layer, the head and so on. */
  get place() {
    const parts = [this.layer, this.head, this.looking, this.key, this.pair];
    return [this.text + 1, ...parts.slice(0, this.depth < 2 ? this.depth : this.depth + 1)];
  }

  link(place) {
    const own = this.shown.own ? `&text=${encodeURIComponent(this.shown.text)}` : "";
    return `#see-${place.join("-")}${own}`;
  }

  /** Goes where the address points. */
  follow() {
    const [, places, own] = /^#see-(\d+(?:-\d+)*)(?:&text=(.*))?$/.exec(location.hash) ?? [];
    if (!places) return this.redraw();
    const [text, ...parts] = places.split("-").map(Number);
    if (own !== undefined) {
      const wanted = decodeURIComponent(own);
      const known = this.texts.findIndex((one) => one.own && one.text === wanted);
      if (known >= 0) return this.go(known, parts);
      this.own.offer(wanted);
      this.wanted = parts;
      return this.redraw();
    }
    this.go(within(text, this.texts.length) - 1, parts);
  }

  async go(text, parts) {
    const turn = ++this.turns;
    this.start(text);
    const [layer, head, looking, key, pair] = parts;
    const { pieces, shares } = this.shown;
    if (layer) this.layer = within(layer, shares.length);
    if (head) this.head = within(head, shares[0].length);
    const seen = shares[0][0].length;
    if (looking) this.looking = Math.max(within(looking, pieces.length), pieces.length - seen + 1);
    this.look();
    if (key) this.key = within(key, this.looking);
    const depth = Math.min(parts.length > 2 ? parts.length - 1 : parts.length, BOTTOM);
    this.depth = Math.min(depth, 2);
    if (!this.inside) {
      this.redraw();
      await this.fetch();
      if (turn !== this.turns) return; // the reader has gone elsewhere
    }
    if (this.inside) {
      this.depth = depth;
      this.pair = pair ? within(pair, this.inside.k[0].length) : this.largestPair();
    }
    this.redraw();
  }

  largestPair() {
    return largest(scores(this)[this.key - 1].products);
  }

  /** Asks the model, if it is loaded, for the numbers of a head that are not here. */
  async fetch() {
    if (this.depth < 2 || this.inside || !this.own.asking) return;
    const { shown, layer, head } = this;
    const answer = await this.own.ask("levels.look", { text: shown.text, layer, head });
    if (!answer) return;
    (shown.opened ??= []).push(answer);
    this.redraw();
  }

  /** A text of the reader's own has been read. */
  add(text, answer) {
    const at = this.texts.findIndex(({ own }) => own);
    if (at >= 0) this.texts.splice(at);
    const shares = answer.shares.map((heads) => heads.map((rows) => rows.at(-1).slice(1)));
    const best = shares.map((heads) => Math.max(...heads.flat())); // the first token is where heads rest
    const layer = answer.pieces.length > 1 ? largest(best.map((share, i) => (i < 15 ? 0 : share))) : 1;
    const open = { layer, head: answer.pieces.length > 1 ? largest(shares[layer - 1].map((row) => Math.max(...row))) : 1 };
    this.texts.push({ ...answer, text, own: true, open });
    this.choice.elements.at(-1).hidden = false;
    this.go(this.texts.length - 1, this.wanted ?? []);
    this.wanted = null;
    history.replaceState(null, "", this.link(this.place));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (this.depth === 2 && event.key in STEPS && !isAcross && event.key.startsWith("Arrow")) this.turn(STEPS[event.key]);
    else if (event.key in STEPS) this.choose(this[CHOSEN[this.depth]] + STEPS[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.enter();
    else if (event.key === "Escape" && this.depth > 0) this.leave();
    else return;
    event.preventDefault();
  }

  point(target, isClick) {
    const at = target.closest?.("[data-at]")?.dataset.at;
    if (at === undefined) return;
    this.choose(Number(at) + 1);
    if (isClick) this.enter();
    if (isClick) this.drawing.focus({ preventScroll: true });
  }

  choose(value) {
    const name = CHOSEN[this.depth];
    const next = within(value, this.options);
    if (next === this[name]) return;
    this[name] = next;
    if (name === "head" || name === "layer") this.look();
    if (OPENED[this.depth] === name) history.replaceState(null, "", this.link(this.place));
    this.redraw();
  }

  /** Another token looks. */
  turn(step) {
    const { pieces, shares } = this.shown;
    this.looking = Math.min(Math.max(this.looking + step, pieces.length - shares[0][0].length + 1), pieces.length);
    this.look();
    history.replaceState(null, "", this.link(this.place));
    this.redraw();
  }

  enter() {
    if (this.depth === BOTTOM || (this.depth === 2 && !this.inside)) return;
    this.depth++;
    if (this.depth === 2) this.look();
    if (this.depth === 3) this.pair = this.largestPair();
    this.move();
  }

  leave() {
    this.depth--;
    this.move();
  }

  /** Another level: it gets an entry in the browser's history. */
  move() {
    this.turns++;
    history.pushState(null, "", this.link(this.place));
    this.redraw();
    this.fetch();
    if (this.path.getBoundingClientRect().top < HEADER) this.path.scrollIntoView(); // the new level is shorter
  }

  redraw() {
    const wide = Math.min(this.picture.clientWidth, WIDEST);
    if (!wide) return; // not on the page yet
    this.choice.inputs[this.text].checked = true;
    const canvas = new Canvas(wide);
    const { sentence, options, chosen, open } = SCENES[this.depth](canvas, this);
    this.options = options;
    const hidden = svg("g", { "aria-hidden": "true" }, ...canvas.nodes.filter((node) => node.getAttribute("role") !== "option"));
    this.drawing.replaceChildren(hidden, ...canvas.nodes.filter((node) => node.parentNode !== hidden));
    this.drawing.setAttribute("viewBox", `0 0 ${wide} ${Math.ceil(canvas.height)}`);
    this.drawing.setAttribute("class", `level-${this.depth}`);
    this.drawing.setAttribute("aria-activedescendant", `level-option-${chosen}`);
    tell(this.status, sentence);
    this.open.hidden = !open;
    this.open.textContent = open ?? "";
    tell(this.note, this.depth === 2 && !this.inside ? this.missing() : labels.KEYS);
    this.showPath();
    this.showControls();
    this.showCode();
  }

  missing() {
    const { layer, head } = this.shown.open;
    return labels.notRecorded(`${layer}.${head}`);
  }

  showPath() {
    const { pieces } = this.shown;
    const names = [
      labels.WHOLE,
      `${labels.LAYER} ${this.layer}`,
      `${labels.HEAD} ${this.layer}.${this.head}`,
      labels.pair(pieces[this.looking - 1], pieces[this.key - 1]),
      labels.NUMBER,
    ].slice(0, this.depth + 1);
    const lengths = [1, 2, 4, 5, 6];
    const links = names.map((name, i) => make("a", { href: this.link(this.place.slice(0, lengths[i])) }, name));
    links.at(-1).ariaCurrent = "step";
    this.path.replaceChildren(...links.map((link) => make("li", {}, link)));
  }

  /** The slider of what is open, and who looks; made anew on another level alone, to keep the focus. */
  showControls() {
    const name = OPENED[this.depth];
    const { pieces, shares } = this.shown;
    const made = `${this.depth} ${this.text} ${this.depth === 3 ? this.looking : ""}`;
    if (made !== this.made) {
      this.made = made;
      this.controls.replaceChildren();
      const counts = [0, shares.length, shares[0].length, this.looking, this.inside?.k[0].length];
      const values = Array.from({ length: counts[this.depth] }, (_, i) => (this.depth === 3 ? pieces[i].trim() || pieces[i] : String(i + 1)));
      const title = [null, labels.LAYER, labels.HEAD, labels.KEY, labels.PAIR][this.depth];
      this.slider = name && slider(title, values, this[name] - 1, () => this.slide(name));
      if (this.slider) this.controls.append(this.slider.element);
      const first = pieces.length - shares[0][0].length;
      this.who = this.depth === 2 && radios(pieces.slice(first).map((piece) => piece.trim()), this.looking - 1 - first, () => this.turn(this.who.at + first + 1 - this.looking));
      if (this.who) {
        const legend = make("legend", { className: "visually-hidden" }, labels.WHO_LOOKS);
        this.controls.append(make("fieldset", {}, legend, make("span", { ariaHidden: "true" }, labels.WHO_LOOKS), ...this.who.elements));
      }
    }
    if (this.slider && this.slider.at !== this[name] - 1) this.slider.at = this[name] - 1;
    if (this.who) this.who.inputs[this.looking - 1 - (pieces.length - shares[0][0].length)].checked = true;
  }

  slide(name) {
    if (this[name] === this.slider.at + 1) return;
    this[name] = this.slider.at + 1;
    if (name === "layer" || name === "head") this.look();
    history.replaceState(null, "", this.link(this.place));
    this.redraw();
    this.fetch();
  }

  showCode() {
    const parts = this.code[this.depth].map(({ code, module, name, line }) => [
      make("code", {}, code),
      make("a", { href: new URL(`${REFERENCE}#${module}.${name}`, import.meta.url) }, labels.line(name, line)),
    ]);
    this.lines.replaceChildren(make("span", {}, labels.COMPUTED), ...parts.map((part) => make("span", {}, ...part)));
  }
}
