// The entry of a consultation, on its page and beside any other: Enter picks the first suggestion (or nobody), arrows
// walk through them; Enter on a choice goes on to the next question; phrases have blanks that Tab jumps between.
(() => {
  "use strict";
  const PEOPLE = ["jobseeker", "returnee", "guardian"];
  const BLANK = "＿";
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const entry = () => document.querySelector("form[data-consultation]");
  const part = (id) => document.getElementById(id);
  const picks = () => [...document.querySelectorAll("#picks [data-pick]")];
  const field = (name) => entry()?.querySelector(`[name=${name}]`);
  const chosen = (name) => entry().querySelector(`[name=${name}]:checked`) || field(name);
  const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));
  let goesOn, shownFor, enterWaits, topicByHand, wordsFor, wordsWait, lastText;
  let ahead = [];

  function begin() {
    const form = entry();
    if (!form) return;
    goesOn = enterWaits = wordsWait = false;
    topicByHand = wordsFor = lastText = null;
    ahead = [];
    shownFor = field("caller").value;
    askForConsent();
    if (form.querySelector("[aria-invalid=true]")) return;
    if (form.querySelector("[data-party-picked]") && !form.closest("[data-beside-quiet]")) askNext();
  }

  // Somebody with a name who is not in the register is registered with a consent, here and now.
  function askForConsent() {
    const section = entry()?.querySelector("[data-newcomer]");
    if (!section) return;
    const party = entry().querySelector("[name=party]:checked");
    section.hidden = !(party && PEOPLE.includes(party.value) && field("caller").value.trim() && !entry().querySelector("[data-party-picked]"));
  }

  function askNext() {
    const consent = entry().querySelector("[data-newcomer]:not([hidden])");
    if (!entry().querySelector("[name=party]:checked")) field("party")?.focus();
    else if (consent && !field("agreed").checked) field("agreed").focus();
    else chosen("topic")?.focus();
    // What a quick hand has typed meanwhile was meant for this question.
    for (const key of ahead.splice(0)) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  // A quick hand types before the field that has just appeared is listened to: what stands in it is asked for then.
  function suggest() {
    htmx.ajax("GET", field("caller").getAttribute("hx-get"), { source: field("caller"), target: "#picks" });
  }

  function pick(button) {
    field("caller").value = shownFor = button.dataset.pick;
    goesOn = true;
    // Asked for directly: a suggestion that has just arrived does not listen to clicks yet.
    htmx.ajax("GET", button.getAttribute("hx-get"), { target: "#party" });
    part("picks").replaceChildren();
  }

  function atCaller(event) {
    const caller = event.target;
    const found = picks();
    if ((enterWaits || goesOn) && /^(\d|Enter)$/.test(event.key)) { event.preventDefault(); ahead.push(event.key); return; }
    if (event.key === "ArrowDown" && found.length) { event.preventDefault(); found[0].focus(); }
    if (event.key === "Escape" && part("picks").childElementCount) { event.stopPropagation(); part("picks").replaceChildren(); }
    if (event.key !== "Enter") return;
    event.preventDefault();
    // A quick hand presses Enter before the suggestions are there: it is kept until they are.
    if (caller.value.trim() && caller.value !== shownFor) { enterWaits = true; return; }
    if (found.length) { pick(found[0]); return; }
    if (!caller.value.trim()) entry().querySelector("[name=party][value=anonymous]")?.click();
    askForConsent();
    askNext();
  }

  function atPicks(event) {
    const found = picks();
    const at = found.indexOf(document.activeElement);
    if (event.key === "ArrowDown") { event.preventDefault(); found[Math.min(at + 1, found.length - 1)]?.focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? found[at - 1] : field("caller")).focus(); }
    if (event.key === "Escape") { event.stopPropagation(); part("picks").replaceChildren(); field("caller").focus(); }
  }

  // Enter on an answer goes on to the next question.
  function atAnswer(event) {
    const after = { party: askNext, agreed: () => field("phone").focus(), phone: () => chosen("method").focus(), consent_method: () => chosen("method").focus(), method: () => chosen("topic").focus(), topic: () => field("summary").focus() }[event.target.name];
    if (!after || event.key !== "Enter") return;
    event.preventDefault();
    after();
  }

  // ---- what was promised: a day in words becomes a date when a person says so
  function confirmPromise() {
    const read = document.querySelector("#promised [data-promised]");
    if (!read) { field("next_on").focus(); return; }
    field("next_action").value = wordsFor = read.dataset.what;
    field("next_on").value = read.dataset.promised;
    read.querySelector("[data-confirm-promise]").hidden = true;
    read.querySelector("[data-confirmed]").hidden = false;
    changed(field("next_on"));
  }

  function atNextAction(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!event.target.value.trim()) return;
    if (event.target.value === wordsFor) { confirmPromise(); return; }
    // Not read yet: what a quick hand has just typed, and what came back with a draft.
    wordsWait = true;
    event.target.dataset.asked = event.target.value;
    htmx.ajax("POST", event.target.getAttribute("hx-post"), { target: "#promised", values: { next_action: event.target.value } });
  }

  // ---- phrases: each ＿ is a blank
  function nextBlank(text, from) {
    const at = text.value.indexOf(BLANK, from);
    if (at < 0) return false;
    text.focus();
    text.setSelectionRange(at, at + 1);
    return true;
  }

  function insert(phrase) {
    const text = lastText?.isConnected ? lastText : field("note");
    const from = text.selectionStart;
    text.setRangeText(phrase, from, text.selectionEnd, "end");
    changed(text);
    if (!nextBlank(text, from)) text.focus();
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!target.closest?.("form[data-consultation]") || composing(event)) return;
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      const phrase = document.querySelectorAll("[data-phrase]")[Number(event.code.slice(5)) - 1];
      if (phrase) { event.preventDefault(); insert(phrase.dataset.phrase); }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (target.name === "caller") atCaller(event);
    else if (target.closest("#picks")) atPicks(event);
    else if (target.name === "next_action") atNextAction(event);
    else if (target.matches("textarea")) { if (event.key === "Tab" && !event.shiftKey && nextBlank(target, target.selectionEnd)) event.preventDefault(); }
    else atAnswer(event);
  });

  document.addEventListener("focusin", (event) => { if (event.target.matches("form[data-consultation] textarea")) lastText = event.target; });

  document.addEventListener("input", (event) => {
    if (!event.target.closest("form[data-consultation]")) return;
    if (event.target.name === "topic") topicByHand = event.target.value;
    askForConsent();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("form[data-consultation]")) return;
    const suggestion = event.target.closest("[data-pick]");
    if (suggestion) { field("caller").value = shownFor = suggestion.dataset.pick; goesOn = true; }
    const day = event.target.closest("[data-day]");
    if (day) { part(day.dataset.dayFor).value = day.dataset.day; changed(part(day.dataset.dayFor)); }
    const phrase = event.target.closest("[data-phrase]");
    if (phrase) insert(phrase.dataset.phrase);
    if (event.target.closest("[data-confirm-promise]")) confirmPromise();
  });

  document.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.target.id === "promised") event.detail.elt.dataset.asked = event.detail.elt.value; });

  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "beside-body") begin(); });

  document.addEventListener("htmx:afterSettle", (event) => {
    const id = event.detail.target.id;
    if (id === "beside-body" && entry() && field("caller").value !== shownFor) suggest();
    if (id === "picks") {
      shownFor = event.detail.requestConfig.parameters.caller;
      // An answer to the beginning of what stands there now: the one to the whole is on its way.
      if (!enterWaits || field("caller").value !== shownFor) return;
      enterWaits = false;
      const found = picks();
      if (found.length) { pick(found[0]); return; }
      askForConsent();
      askNext();
    }
    if (id === "party") {
      part("picks").replaceChildren();
      const topic = topicByHand && entry().querySelector(`[name=topic][value=${topicByHand}]`);
      if (topic) topic.checked = true;
      changed(entry());
      if (goesOn) askNext();
      else if (!entry().querySelector("[data-party-picked]")) { field("caller").value = ""; field("caller").focus(); }
      goesOn = false;
    }
    if (id === "promised") {
      wordsFor = field("next_action").dataset.asked;
      if (!wordsWait || field("next_action").value !== wordsFor) return;
      wordsWait = false;
      confirmPromise();
    }
  });

  // A draft keeps whom it was about; the panel is asked for again so that it shows today's story.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-restore]") || !entry()) return;
    const kept = JSON.parse(part("draft-data").textContent);
    if (kept.picked) htmx.ajax("GET", `${entry().dataset.partyUrl}?picked=${encodeURIComponent(kept.picked)}`, { target: "#party" });
  });

  begin();
})();
