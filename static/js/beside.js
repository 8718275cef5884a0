// One key opens an entry beside the page, and it stays when the page is left: what was typed is a draft on the server.
(() => {
  "use strict";
  const aside = document.getElementById("beside");
  const body = document.getElementById("beside-body");
  const OPEN = "beside-open";
  const remember = (open) => { try { if (open) sessionStorage.setItem(OPEN, "1"); else sessionStorage.removeItem(OPEN); } catch { /* it is closed on the next page */ } };
  const wasOpen = () => { try { return sessionStorage.getItem(OPEN) === "1"; } catch { return false; } };
  const opener = document.querySelector("a[data-beside]");
  if (!aside || !opener) return;
  let before = null;

  async function open(quiet = false) {
    const onPage = document.querySelector("main form[data-consultation] [name=caller]");
    if (onPage) { if (!quiet) onPage.focus(); return; }
    if (!aside.contains(document.activeElement)) before = document.activeElement;
    body.toggleAttribute("data-beside-quiet", quiet);
    const shown = body.querySelector("form");
    aside.hidden = false;
    remember(true);
    if (shown) { shown.querySelector("[name=caller]")?.focus(); return; }
    await htmx.ajax("GET", `${opener.dataset.beside}?from=${encodeURIComponent(location.pathname)}`, { target: "#beside-body" });
    if (!body.querySelector("form")) { location.assign(opener.href); return; }
    if (!quiet && !aside.contains(document.activeElement)) body.querySelector("[name=caller]")?.focus();
  }

  function close() {
    aside.hidden = true;
    remember(false);
    if (body.querySelector("[data-taken]")) body.replaceChildren();
    if (before?.isConnected) before.focus(); else document.getElementById("main").focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-beside]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) { event.preventDefault(); open(); }
    if (event.target.closest("[data-beside-close]")) close();
    if (event.target.closest("[data-beside-anew]")) anew();
  });

  async function anew() {
    const form = body.querySelector("form");
    const data = new FormData();
    data.append("draft_form", form.dataset.draft);
    data.append("draft_discard", "1");
    form.dispatchEvent(new CustomEvent("draft:forget", { bubbles: true }));
    await fetch(document.body.dataset.draftUrl, { method: "POST", body: data, headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, "X-Requested-With": "fetch" } });
    body.replaceChildren();
    open();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229 || aside.hidden || document.querySelector("dialog[open]")) return;
    close();
  });

  // What the server refuses is shown where it was typed.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== body || ![422, 409].includes(event.detail.xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== body) return;
    body.querySelector(".notice.error, [data-taken]")?.focus();
    if (body.querySelector("[data-taken]")) remember(false);
  });

  // Not saved: the form stays as it is and can be sent again.
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, (event) => {
    const form = event.target.closest?.("#beside-body form");
    if (!form || event.detail.elt !== form) return;
    form.dispatchEvent(new CustomEvent("draft:again", { bubbles: true }));
    form.querySelector("[data-saved]").textContent = "保存できていません。入力はこの画面に残っています。つながったら、もう一度保存してください。";
  });

  if (wasOpen()) open(true);
})();
