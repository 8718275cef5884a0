// The reception: after each arrival the search is empty and has the focus, ready for the next guest.
(() => {
  "use strict";
  const search = document.getElementById("reception-q");
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "reception-list" || event.detail.requestConfig.verb !== "post") return;
    if (!document.querySelector("#reception-list [role=alert]")) search.value = "";
    search.focus();
  });
})();
