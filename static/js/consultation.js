// The quick entry of a consultation: Enter picks the first suggestion (or nobody), arrows walk through them.
(() => {
  "use strict";
  const form = document.querySelector("form[data-consultation]");
  const caller = form?.querySelector("[name=caller]");
  if (!caller) return;
  const picks = () => [...document.querySelectorAll("#picks [data-pick]")];
  const composing = (event) => event.isComposing || event.keyCode === 229;
  let toTopic = false;
  let shownFor = caller.value;
  let enterWaits = false;

  function goOn() {
    const party = form.querySelector("[name=party]:checked");
    const wanted = party ? form.querySelector("[name=topic]:checked") || form.querySelector("[name=topic]") : form.querySelector("[name=party]");
    wanted?.focus();
  }

  function pick(button) {
    caller.value = shownFor = button.dataset.pick;
    toTopic = true;
    // Asked for directly: a suggestion that has just arrived does not listen to clicks yet.
    htmx.ajax("GET", button.getAttribute("hx-get"), { target: "#party" });
    document.getElementById("picks").replaceChildren();
  }

  // A quick hand presses Enter before the suggestions are there: it is kept until they are.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "picks") return;
    shownFor = caller.value;
    if (!enterWaits) return;
    enterWaits = false;
    const found = picks();
    if (found.length) pick(found[0]); else goOn();
  });

  caller.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey) return;
    const found = picks();
    if (event.key === "ArrowDown" && found.length) { event.preventDefault(); found[0].focus(); }
    if (event.key === "Escape") document.getElementById("picks").replaceChildren();
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (caller.value.trim() && caller.value !== shownFor) { enterWaits = true; return; }
    if (found.length) return pick(found[0]);
    if (!caller.value.trim()) form.querySelector("[name=party][value=anonymous]")?.click();
    goOn();
  });

  document.getElementById("picks").addEventListener("keydown", (event) => {
    const found = picks();
    const at = found.indexOf(document.activeElement);
    if (event.key === "ArrowDown") { event.preventDefault(); found[Math.min(at + 1, found.length - 1)]?.focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? found[at - 1] : caller).focus(); }
    if (event.key === "Escape") { document.getElementById("picks").replaceChildren(); caller.focus(); }
  });

  document.getElementById("picks").addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    caller.value = button.dataset.pick;
    toTopic = true;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "party") return;
    document.getElementById("picks").replaceChildren();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    if (toTopic) goOn();
    else if (!form.querySelector("[data-party-picked]")) { caller.value = ""; caller.focus(); }
    toTopic = false;
  });

  document.addEventListener("click", (event) => {
    const day = event.target.closest("[data-day]");
    if (day) {
      const field = document.getElementById(day.dataset.dayFor);
      field.value = day.dataset.day;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (event.target.closest("[data-restore]")) restorePicked();
  });

  if (form.querySelector("[data-party-picked]") && !form.querySelector("[aria-invalid=true]")) goOn();

  // A draft keeps whom it was about; the panel is asked for again so that it shows today's story.
  function restorePicked() {
    const kept = JSON.parse(document.getElementById("draft-data").textContent);
    if (kept.picked) htmx.ajax("GET", `${form.dataset.partyUrl}?picked=${encodeURIComponent(kept.picked)}`, { target: "#party" });
  }
})();
