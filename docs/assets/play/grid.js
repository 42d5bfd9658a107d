// A table whose cells are chosen: by a click, or by the arrow keys and Enter.

import { make } from "../make.js";
import { tell } from "../figures/parts.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FAR = { Home: [0, -99], End: [0, 99], PageUp: [-5, 0], PageDown: [5, 0] };

/**
 * @param {string} name of the table, for screen readers
 * @param {string} corner what rows and columns are
 * @param {(row: number, column: number) => void} choose
 * @param {(row: number, column: number) => void} look is called for the cell that is pointed at
 */
export class Grid {
  constructor(name, corner, rows, columns, choose, look) {
    this.cells = rows.map(() => columns.map(() => make("td", { role: "gridcell", tabIndex: -1 })));
    const heads = columns.map((column) => make("th", { scope: "col" }, column));
    const lines = rows.map((row, i) =>
      make("tr", {}, make("th", { scope: "row" }, row), ...this.cells[i]),
    );
    this.element = make(
      "table",
      { className: "grid", role: "grid", ariaLabel: name },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, corner), ...heads)),
      make("tbody", {}, ...lines),
    );
    const at = (does) => (event) => {
      const cell = event.target.closest("[role=gridcell]");
      if (cell) does(cell.parentElement.sectionRowIndex, cell.cellIndex - 1, event);
    };
    this.element.onclick = at(choose);
    this.element.onmouseover = at(look);
    this.element.addEventListener(
      "focusin",
      at((row, column) => {
        this.hold(row, column);
        look(row, column);
      }),
    );
    this.element.onkeydown = at((row, column, event) => this.press(row, column, event, choose));
    this.hold(0, 0);
  }

  press(row, column, event, choose) {
    const step = STEPS[event.key] ?? FAR[event.key];
    if (!step && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!step) return choose(row, column);
    const within = (place, list) => list[Math.min(Math.max(place, 0), list.length - 1)];
    within(column + step[1], within(row + step[0], this.cells)).focus();
  }

  /** Makes a cell the one that Tab leads to. */
  hold(row, column) {
    if (this.held) this.held.tabIndex = -1;
    this.held = this.cells[row][column];
    this.held.tabIndex = 0;
  }

  /** Writes into a cell: its text, what a screen reader says, and a number from -1 to 1 as its colour. */
  set(row, column, text, said, tint = 0) {
    const cell = this.cells[row][column];
    tell(cell, text);
    cell.ariaLabel = said;
    cell.className = tint < 0 ? "down" : tint > 0 ? "up" : "";
    cell.style.setProperty("--tint", Math.sqrt(Math.min(1, Math.abs(tint))));
  }

  /** Marks the cells that are changed: the chosen one, and the control. */
  mark(chosen, control) {
    this.cells.flat().forEach((cell) => {
      cell.ariaSelected = String(cell === chosen);
      cell.classList.toggle("control", cell === control);
    });
  }
}
