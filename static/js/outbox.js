// Forms of the car park: what was typed is kept in this browser and sent once when the line is back.
// Only forms that say data-outbox are kept; they are about companies, never about people who look for work.
(() => {
  "use strict";
  const line = document.getElementById("outbox");
  if (!line) return;
  const user = line.dataset.user;
  const BOX = `outbox:${user}`;
  const form = document.querySelector("form[data-outbox]");
  const TYPED = `typed:${user}:${location.pathname}`;
  const SKIPPED = ["csrfmiddlewaretoken", "submission_key"];
  let wait = 3000;
  let timer;

  const read = (key, empty) => { try { return JSON.parse(localStorage.getItem(key)) ?? empty; } catch { return empty; } };
  const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } };
  const forget = (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  function say(text, kind = "warning") {
    line.hidden = !text;
    line.className = `notice ${kind}`;
    line.textContent = text;
  }

  function tell(reason = "") {
    const kept = read(BOX, []);
    if (kept.length) say(`${reason || "圏外です。"}この端末に預かりました（${kept.length}件：${kept.map((one) => one.label).join("、")}）。つながったら自動で送ります。`);
    else say("");
  }

  // Sends one entry; answers the address to go to, or throws with what stands in the way.
  async function send(entry) {
    const body = new FormData();
    for (const [name, value] of entry.data) if (name !== "csrfmiddlewaretoken") body.append(name, value);
    body.append("csrfmiddlewaretoken", token());
    const answer = await fetch(entry.url, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
    if (answer.status === 401 || answer.status === 403) throw new Error("login");
    if (answer.status === 422 || answer.status === 404) throw new Error("refused");
    if (!answer.ok) throw new Error("server");
    return (await answer.json()).address;
  }

  async function flush() {
    clearTimeout(timer);
    await (navigator.locks ? navigator.locks.request(BOX, sendAll) : sendAll());
    if (read(BOX, []).length) { wait = Math.min(wait * 2, 60000); timer = setTimeout(flush, wait); }
  }

  async function sendAll() {
    let sent = 0;
    let handedBack = false;
    for (const entry of read(BOX, [])) {
      try {
        await send(entry);
        sent += 1;
        write(BOX, read(BOX, []).filter((one) => one.key !== entry.key));
      } catch (problem) {
        if (problem.message === "refused") { handBack(entry); handedBack = true; continue; }
        tell(problem.message === "login" ? "ログインの期限が切れています。ログインし直すと送ります。" : "");
        return;
      }
    }
    if (handedBack) return;
    tell();
    if (sent) say(`預かっていた${sent}件を送りました。`, "success");
  }

  // The server wants something changed: the values go back to their page, where the person sees what is wrong.
  function handBack(entry) {
    write(`typed:${user}:${new URL(entry.url, location.href).pathname}`, entry.data);
    write(BOX, read(BOX, []).filter((one) => one.key !== entry.key));
    say(`「${entry.label}」は直すところがあります。その画面を開くと、入力が戻っています。`, "error");
  }

  if (form) {
    for (const [name, value] of read(TYPED, [])) {
      if (SKIPPED.includes(name)) continue;
      for (const element of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (element.type === "radio") element.checked = element.value === value;
        else if (element.type !== "hidden") element.value = value;
      }
    }
    let typing;
    form.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => write(TYPED, [...new FormData(form)]), 300); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(typing);
      const data = [...new FormData(form)];
      const key = data.find(([name]) => name === "submission_key")?.[1] || String(Date.now());
      const entry = { key, url: form.getAttribute("action") || location.pathname + location.search, data, label: form.dataset.outboxLabel || data.find(([name]) => name === "name")?.[1] || "記録" };
      try {
        const address = await send(entry);
        forget(TYPED);
        location.assign(address);
      } catch (problem) {
        delete form.dataset.sent;
        if (problem.message === "refused") { write(TYPED, data); HTMLFormElement.prototype.submit.call(form); return; }
        const kept = read(BOX, []).filter((one) => one.key !== key);
        if (!write(BOX, [...kept, entry])) { say("この端末に預かれませんでした。画面を閉じずに、つながったらもう一度送ってください。", "error"); return; }
        forget(TYPED);
        tell(problem.message === "login" ? "ログインの期限が切れています。ログインし直すと送ります。" : "");
        timer = setTimeout(flush, wait);
      }
    });
  }

  document.querySelector('a[href*="logout"]')?.addEventListener("click", (event) => {
    const kept = read(BOX, []).length;
    if (kept && !confirm(`まだ送っていない記録が${kept}件あります。ログアウトすると、次にあなたがログインするまで送られません。`)) event.preventDefault();
  });
  addEventListener("online", flush);
  if (read(BOX, []).length) { tell(); flush(); }
})();
