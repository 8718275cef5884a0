// Answers confirmed one after another: j and k move to the next button, Enter presses it as every button does.
(() => {
  "use strict";
  const buttons = [...document.querySelectorAll("[data-answers] [data-confirm]")];
  if (!buttons.length) return;
  const typing = (element) => element.matches("input, textarea, select");
  const off = () => document.body.dataset.keys === "off";
  const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    // A key that is held down must not confirm the answer that moved up.
    if (event.key === "Enter" && event.repeat && event.target.matches("[data-confirm]")) { event.preventDefault(); return; }
    const step = steps[event.key];
    if (!step || (event.key.length === 1 && off())) return;
    event.preventDefault();
    const place = buttons.indexOf(document.activeElement);
    buttons[Math.min(Math.max(place + step, 0), buttons.length - 1)].focus();
  });
  buttons[0].focus();
})();
