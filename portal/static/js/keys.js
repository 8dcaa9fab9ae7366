// Keys of the whole product. None fires while someone types; `?` lists them.
(() => {
  const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".table[data-table] > tbody > tr")];
  let going = 0;

  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const row = all[Math.max(0, Math.min(all.length - 1, at + step))];
    (row.querySelector("td a") || row.querySelector("input"))?.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form");
      form?.requestSubmit(form.querySelector(".form-foot .btn-primary[type=submit], .form-foot .btn-primary:not([type])"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (going && Date.now() - going < 1500 && /^[1-9]$/.test(event.key)) {
      document.querySelectorAll("[data-nav] a")[Number(event.key) - 1]?.click();
    }
    going = event.key === "g" ? Date.now() : 0;
    const here = document.activeElement.closest?.("tr");
    const does = {
      "/": () => document.querySelector("[data-search]")?.select(),
      "?": () => document.getElementById("keys")?.showModal(),
      j: () => walk(1),
      k: () => walk(-1),
      x: () => here?.querySelector("input[type=checkbox]")?.click(),
      "[": () => document.querySelector(".pager a[rel=prev]")?.click(),
      "]": () => document.querySelector(".pager a[rel=next]")?.click(),
    }[event.key];
    if (does) { does(); if (event.key !== "x") event.preventDefault(); }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]:not([data-nav])");
    if (opener) document.getElementById(opener.dataset.open)?.showModal?.();
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
    if (event.target.matches("dialog")) event.target.close();
  });
})();
