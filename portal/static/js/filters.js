// The filter row sends itself when a choice changes; empty fields stay out of the URL.
(() => {
  const clean = (form) => [...form.elements].forEach((field) => {
    if (field.name && !field.value && !field.hasAttribute("data-keep-empty")) field.disabled = true;
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form && event.target.matches("select, input[type=date]") && event.target.checkValidity()) {
      const half = event.target.type === "date" && event.target.value && event.target.value < "1900";
      if (!half) form.requestSubmit();
    }
  });
  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-filters-more]");
    if (more) more.setAttribute("aria-expanded", String(more.form.toggleAttribute("data-expanded")));
  });
  document.addEventListener("submit", (event) => { if (event.target.matches("form[data-filters]")) clean(event.target); });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-filters] :disabled").forEach((field) => { field.disabled = false; }));
})();
