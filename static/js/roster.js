// Moving in the roster's grid: left and right to the next person, Enter to the next day. Choosing is the browser's own.
(() => {
  "use strict";
  const grid = document.querySelector("[data-roster]");
  if (!grid) return;
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("select")]);
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches("select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.findIndex((cells) => cells.includes(event.target));
    const column = rows[row].indexOf(event.target);
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [event.shiftKey ? -1 : 1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    rows[row + step[0]]?.[column + step[1]]?.focus();
  });
})();
