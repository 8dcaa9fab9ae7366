// Rows are selected with their boxes (Shift for a run); the bulk bar shows how many.
(() => {
  let last = null;
  const boxes = (form) => [...form.querySelectorAll("input[name=selected]")];
  const update = (form) => {
    const all = boxes(form), on = all.filter((box) => box.checked);
    all.forEach((box) => box.closest("tr")?.setAttribute("aria-selected", String(box.checked)));
    const head = form.querySelector("[data-all]");
    if (head) { head.checked = on.length > 0 && on.length === all.length; head.indeterminate = on.length > 0 && on.length < all.length; }
    form.querySelectorAll("[data-bulk]").forEach((bar) => { bar.hidden = !on.length; });
    form.querySelectorAll("[data-selected]").forEach((count) => { count.textContent = on.length; });
  };
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form[data-select-all]");
    if (!form) return;
    if (event.target.matches("[data-all]")) boxes(form).forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("input[name=selected]")) {
      const all = boxes(form);
      if (event.shiftKey && last && all.includes(last)) {
        const [a, b] = [all.indexOf(last), all.indexOf(event.target)].sort((x, y) => x - y);
        all.slice(a, b + 1).forEach((box) => { box.checked = event.target.checked; });
      }
      last = event.target;
    }
    update(form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-select-all]").forEach(update));
})();
