// <details data-menu>: one open at a time, closed by a click elsewhere or Escape, walked with the arrows.
(() => {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    const inside = event.target.closest("details[data-menu]");
    open().forEach((menu) => { if (menu !== inside) menu.open = false; });
    if (inside && event.target.closest(".menu-item:not([data-stay])")) inside.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details[data-menu]");
    if (event.key === "Escape") {
      open().forEach((one) => { one.open = false; if (one === menu) one.querySelector("summary").focus(); });
    } else if (menu?.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const items = [...menu.querySelectorAll(".menu-list :is(a, button, input):not(:disabled)")];
      const at = items.indexOf(document.activeElement);
      items.at((at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length)?.focus();
      event.preventDefault();
    }
  });
})();
