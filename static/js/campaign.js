// Calling one employer after another: a digit chooses the outcome, and saves when nothing else is to be filled in.
(() => {
  "use strict";
  const form = document.querySelector("form[data-campaign]");
  if (!form) return;
  const outcomes = [...form.querySelectorAll("[name=outcome]")];
  const typing = (element) => element.matches("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]");
  const off = () => document.body.dataset.keys === "off";

  // The field that an outcome still needs; none when it can be saved as it is.
  function stillNeeded(outcome) {
    if (outcome === "reached") return form.querySelector("[data-answers] input, [data-answers] textarea");
    if (outcome === "call_back") return form.querySelector("[name=call_back_time]");
    return null;
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.isComposing || event.repeat || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !target.closest("form")) { event.preventDefault(); form.requestSubmit(); return; }
    if (event.ctrlKey || event.metaKey || off() || typing(target) || document.querySelector("dialog[open]")) return;
    if (target.matches("input[type=radio]") && target.name !== "outcome") return;
    const chosen = outcomes[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    const needed = stillNeeded(chosen.value);
    if (needed) { chosen.dispatchEvent(new Event("input", { bubbles: true })); needed.focus(); } else form.requestSubmit();
  });
})();
