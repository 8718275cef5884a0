// Sheets of paper typed in: a number chooses, Enter goes to the next question and after the last one saves.
(() => {
  "use strict";
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const first = (field) => field.querySelector("input:checked, input:not([type=hidden]), textarea");
  const fields = [...form.querySelectorAll(".field")].filter(first);

  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (/^[1-9]$/.test(event.key) && target.matches("input[type=checkbox]")) {
      const box = form.querySelectorAll(`input[name="${CSS.escape(target.name)}"]`)[Number(event.key) - 1];
      if (box) { event.preventDefault(); box.click(); box.focus(); }
      return;
    }
    // In words that are being written, Enter begins a new line.
    if (event.key !== "Enter" || event.shiftKey || target.matches("button, a") || (target.matches("textarea") && target.value)) return;
    event.preventDefault();
    const next = fields[fields.indexOf(target.closest(".field")) + 1];
    if (next) first(next).focus(); else form.requestSubmit();
  });

  const wrong = form.querySelector("[aria-invalid=true]");
  const question = fields.find((field) => first(field).name.startsWith("q"));
  if (wrong) wrong.focus(); else if (question) first(question).focus();
})();
