// A child select shows only its parent's options: <select data-cascade="#id_province">, options with data-parent.
(() => {
  const all = new WeakMap();
  const apply = (child) => {
    const parent = document.querySelector(child.dataset.cascade);
    if (!parent) return;
    if (!all.has(child)) all.set(child, [...child.options]);
    const chosen = child.value;
    child.replaceChildren(...all.get(child).filter((option) => !option.dataset.parent || option.dataset.parent === parent.value));
    child.value = [...child.options].some((option) => option.value === chosen) ? chosen : child.options[0]?.value ?? "";
    child.disabled = !parent.value;
  };
  const every = () => document.querySelectorAll("select[data-cascade]").forEach(apply);
  document.addEventListener("change", (event) => {
    document.querySelectorAll("select[data-cascade]").forEach((child) => { if (event.target.matches(child.dataset.cascade)) { apply(child); child.dispatchEvent(new Event("change", { bubbles: true })); } });
  });
  document.addEventListener("draft:restored", every);
  document.addEventListener("DOMContentLoaded", every);
  document.addEventListener("htmx:afterSwap", every);
})();
