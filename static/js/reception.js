// The reception: Enter marks the arrival of the only guest found; then the search is empty and ready for the next one.
(() => {
  "use strict";
  const search = document.getElementById("reception-q"), list = document.getElementById("reception-list");
  let waits = false;

  const isFound = () => list.querySelector("[data-found-for]").dataset.foundFor === search.value.trim();

  function markTheOnlyOne() {
    waits = false;
    const waiting = list.querySelectorAll("[data-arrive]");
    if (search.value.trim() && waiting.length === 1) waiting[0].click();
  }

  search.addEventListener("keydown", (event) => {
    // The Enter that confirms kanji is not one of ours.
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    waits = !isFound();
    if (!waits) markTheOnlyOne();
  });
  search.addEventListener("input", () => { waits = false; });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== list) return;
    if (event.detail.requestConfig.verb === "post") {
      if (!list.querySelector("[role=alert]")) search.value = "";
      search.focus();
    } else if (waits && isFound()) markTheOnlyOne();
  });
})();
