// A postal code fills in the address and the municipality while they are empty.
(() => {
  "use strict";
  const code = document.getElementById("id_postal_code");
  const place = document.getElementById("postal");
  if (!code || !place) return;
  const fill = (id, value) => {
    const field = document.getElementById(id);
    if (!field || field.value || !value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  code.addEventListener("input", async () => {
    if (code.value.normalize("NFKC").replace(/\D/g, "").length !== 7) return;
    try {
      const answer = await fetch(`${place.dataset.url}?code=${encodeURIComponent(code.value)}`);
      if (!answer.ok) return;
      const found = await answer.json();
      fill("id_address", found.address);
      fill("id_municipality", found.municipality);
    } catch { /* the line is down: the address is typed by hand */ }
  });
})();
