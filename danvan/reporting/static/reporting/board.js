// The picture of all units: one tab stop, arrows move, the name of the cell in hand stands below it.
import "./choose.js";

const picture = document.querySelector("[data-picture]");
if (picture) {
  const cells = [...picture.querySelectorAll("a.cell")];
  const name = picture.querySelector("[data-picture-name]");
  const say = (cell) => {
    name.textContent = cell ? cell.title : "\u00a0";
  };
  const hold = (cell) => {
    for (const other of cells) if (other.tabIndex === 0) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  };
  // Up and down go to the cell nearest in the line above or below, as the eye does.
  const vertical = (from, down) => {
    const at = from.getBoundingClientRect();
    const lines = cells
      .map((cell) => ({ cell, box: cell.getBoundingClientRect() }))
      .filter(({ box }) => (down ? box.top > at.bottom - 2 : box.bottom < at.top + 2));
    if (!lines.length) return from;
    const edge = down ? Math.min(...lines.map(({ box }) => box.top)) : Math.max(...lines.map(({ box }) => box.top));
    const line = lines.filter(({ box }) => Math.abs(box.top - edge) < 4);
    return line.sort((a, b) => Math.abs(a.box.left - at.left) - Math.abs(b.box.left - at.left))[0].cell;
  };
  picture.addEventListener("keydown", (event) => {
    const here = cells.indexOf(event.target);
    if (here < 0) return;
    const moves = {
      ArrowRight: () => cells[here + 1],
      ArrowLeft: () => cells[here - 1],
      ArrowDown: () => vertical(event.target, true),
      ArrowUp: () => vertical(event.target, false),
      Home: () => cells[0],
      End: () => cells[cells.length - 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const next = move();
    if (next) hold(next);
  });
  picture.addEventListener("focusin", (event) => say(event.target.closest("a.cell")));
  picture.addEventListener("mouseover", (event) => event.target.closest("a.cell") && say(event.target.closest("a.cell")));
  picture.addEventListener("mouseleave", () => say(cells.includes(document.activeElement) ? document.activeElement : null));
}
