// Niceties over pages that work without them: drafts, shortcuts, session, double clicks.
(() => {
  "use strict";
  // After a new log-in in another tab the cookie is newer than what the page was given.
  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  function renewToken(form) {
    const field = form.querySelector("[name=csrfmiddlewaretoken]");
    if (field) field.value = token();
  }
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const typing = (element) => element.matches("input:not([type=radio],[type=checkbox],[type=submit]), textarea, select, [contenteditable]");
  const page = document.body.dataset;

  // The menu is folded on a phone and open beside the page on a wide screen.
  const menu = document.querySelector("details.side");
  if (menu && matchMedia("(min-width: 60.01rem)").matches) menu.open = true;

  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });
  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) lapsed(); });

  // ---- forms: one submission, a warning before leaving, a draft on the server two seconds after the last key
  const dirty = new Set();
  const drafts = new Map();
  const unsaved = new Set();
  const refused = new Set();

  async function send(url, body) {
    return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
  }

  function typedIn(form) {
    renewToken(form);
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    for (const field of form.querySelectorAll("input[type=password]")) data.delete(field.name);
    data.append("draft_form", form.dataset.draft);
    return data;
  }

  async function keepDraft(form) {
    if (!form.isConnected) return;
    const note = form.querySelector("[data-saved]");
    unsaved.delete(form);
    try {
      const answer = await send(page.draftUrl, typedIn(form));
      if (!answer.ok) unsaved.add(form);
      if (answer.status === 401) refused.add(form); else refused.delete(form);
      if (answer.status === 401) { note.textContent = "下書きを保存できていません（ログインの期限が切れました）"; return lapsed(); }
      const result = await answer.json();
      note.textContent = answer.ok ? `下書きを保存済 ${result.saved_at}` : result.error;
    } catch {
      unsaved.add(form);
      note.textContent = "下書きを保存できていません（つながり次第もう一度保存します）";
      drafts.set(form, setTimeout(() => keepDraft(form), 5000));
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[method=post]");
    if (!form) return;
    dirty.add(form);
    if (!form.dataset.draft) return;
    unsaved.add(form);
    clearTimeout(drafts.get(form));
    drafts.set(form, setTimeout(() => keepDraft(form), 2000));
  });

  // Before anybody else hears of the submission, so that what htmx sends has the new token too.
  document.addEventListener("submit", (event) => renewToken(event.target), true);

  function unlock(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }
  function forget(form) {
    dirty.delete(form);
    unsaved.delete(form);
    clearTimeout(drafts.get(form));
  }
  document.addEventListener("draft:forget", (event) => forget(event.target));
  document.addEventListener("draft:again", (event) => { unlock(event.target); dirty.add(event.target); keepDraft(event.target); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    // Without a session the page would leave for the log-in and take what was typed with it.
    if (refused.has(form) && !form.matches("[data-walks]")) {
      event.preventDefault();
      keepDraft(form).then(() => { if (!unsaved.has(form)) form.requestSubmit(event.submitter); });
      return;
    }
    form.dataset.sent = "1";
    forget(form);
    form.querySelectorAll("button[type=submit], button:not([type])").forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(() => unlock(form), 8000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(unlock));

  // A form that walks along needs no warning: what was typed last leaves with the page. It stays when that fails.
  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) {
      if (!form.isConnected) continue;
      if (!form.matches("[data-walks]")) event.preventDefault();
      else if (unsaved.has(form) && !navigator.sendBeacon(page.draftUrl, typedIn(form))) event.preventDefault();
    }
  });

  document.addEventListener("click", (event) => {
    const restore = event.target.closest("[data-restore]");
    if (restore) restoreDraft(restore);
    const discard = event.target.closest("[data-discard]");
    if (discard) discardDraft(discard);
    const close = event.target.closest("[data-close]");
    if (close) close.closest("dialog").close();
  });

  function restoreDraft(button) {
    const form = document.querySelector("form[data-draft]");
    const data = JSON.parse(document.getElementById("draft-data").textContent);
    for (const [name, kept] of Object.entries(data)) {
      const values = [].concat(kept);
      const elements = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      for (const [place, element] of elements.entries()) {
        if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
        else if (element.multiple) for (const option of element.options) option.selected = values.includes(option.value);
        else if (element.type !== "file" && element.type !== "hidden") element.value = elements.length > 1 ? values[place] ?? "" : values[0];
      }
    }
    button.closest(".notice").remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }

  function discardDraft(button) {
    const data = new FormData();
    data.append("draft_form", document.querySelector("form[data-draft]").dataset.draft);
    data.append("draft_discard", "1");
    send(page.draftUrl, data);
    button.closest(".notice").remove();
  }

  // ---- the session: warn before it ends, and say so without touching what was typed
  let idle;
  function watch() {
    clearTimeout(idle);
    const seconds = Number(page.session || 0);
    if (seconds > 120) idle = setTimeout(() => document.getElementById("session-warning")?.showModal(), (seconds - 120) * 1000);
  }
  function lapsed() { document.getElementById("session-lapsed")?.showModal(); }
  document.getElementById("stay")?.addEventListener("click", async () => {
    const answer = await send(page.keepUrl, new FormData());
    if (answer.ok) watch(); else lapsed();
  });
  if (page.session) watch();
  document.addEventListener("htmx:afterRequest", watch);

  // ---- the keyboard: never Enter while kanji are being chosen, Ctrl+Enter saves, single keys can be switched off
  const off = () => page.keys === "off";
  let prefix = "";
  // The form of a page that has one, for who has not put the cursor into it yet; beside the page, the one that stands there.
  const theOneForm = (at) => {
    const keys = (at.closest?.("#beside") || document.getElementById("main")).querySelectorAll("form input[name=submission_key]");
    return keys.length === 1 ? keys[0].form : null;
  };
  document.addEventListener("keydown", (event) => {
    if (composing(event)) { if (event.key === "Enter") event.stopPropagation(); return; }
    const form = event.target.closest?.("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const wanted = form || theOneForm(event.target);
      if (wanted) { event.preventDefault(); wanted.requestSubmit(); return; }
    }
    if (event.key === "Enter" && form?.matches("[data-no-enter]") && event.target.matches("input:not([type=submit])")) { event.preventDefault(); return; }
    if (/^[0-9]$/.test(event.key) && event.target.matches("input[type=radio]")) {
      const options = (form || document).querySelectorAll(`input[type=radio][name="${CSS.escape(event.target.name)}"]`);
      const chosen = options[(Number(event.key) || 10) - 1];
      if (chosen) { chosen.checked = true; chosen.focus(); chosen.dispatchEvent(new Event("input", { bubbles: true })); }
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || off()) return;
    if (event.key === "?") document.getElementById("shortcuts")?.showModal();
    if (event.key === "/") { event.preventDefault(); document.querySelector("[data-search]")?.focus(); }
    const wanted = document.querySelector(`[data-key="${CSS.escape(prefix + event.key)}"]`);
    prefix = event.key === "g" ? "g " : "";
    if (wanted) { event.preventDefault(); prefix = ""; wanted.click(); }
  });
  document.getElementById("shortcuts-switch")?.addEventListener("change", async (event) => {
    const wanted = new FormData();
    if (event.target.checked) wanted.append("off", "1");
    const answer = await send(page.singleKeysUrl, wanted);
    if (answer.ok) page.keys = event.target.checked ? "off" : "on"; else event.target.checked = !event.target.checked;
  });
})();
