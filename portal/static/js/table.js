// Column choice per table and row height, remembered in this browser.
(() => {
  const root = document.documentElement;
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const setUp = () => document.querySelectorAll("[data-columns]:empty").forEach((list) => {
    const table = list.closest(".listing")?.querySelector("table[data-table]");
    if (!table) return;
    const key = `columns:${table.dataset.table}`;
    const hidden = new Set((kept(key) || "").split(" ").filter(Boolean));
    const apply = () => { table.dataset.hide = [...hidden].join(" "); };
    apply();
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      if (at === 0 || head.matches(".check") || !head.textContent.trim() || head.querySelector(".visually-hidden")) return;
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.className = "form-check-input";
      box.checked = !hidden.has(String(at + 1));
      box.addEventListener("change", () => {
        if (box.checked) hidden.delete(String(at + 1)); else hidden.add(String(at + 1));
        apply();
        keep(key, [...hidden].join(" "));
      });
      label.append(box, head.textContent.trim());
      list.append(label);
    });
  });
  const pressed = () => document.querySelectorAll("[data-density]:not(html)").forEach((button) => button.setAttribute("aria-pressed", String(root.dataset.density === "close")));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("button[data-density]")) return;
    if (root.dataset.density === "close") delete root.dataset.density; else root.dataset.density = "close";
    keep("density", root.dataset.density || "");
    pressed();
  });
  document.addEventListener("DOMContentLoaded", () => { setUp(); pressed(); });
  document.addEventListener("htmx:afterSwap", setUp);
})();
