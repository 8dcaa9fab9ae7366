// Nothing typed is lost: forms with data-draft="name" are kept in this tab until they are sent or dropped.
// What the server sent back with errors wins over the draft, because it is the newer.
(() => {
  const KEY = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
  const skip = (field) => !field.name || ["csrfmiddlewaretoken", "idempotency_key", "version"].includes(field.name)
    || ["password", "file", "submit", "button", "hidden"].includes(field.type) && !field.name.endsWith("-TOTAL_FORMS");
  const read = (form) => [...form.elements].filter((field) => !skip(field)).map((field) =>
    [field.name, field.type === "checkbox" || field.type === "radio" ? [field.value, field.checked] : field.value]);
  const store = (form) => { try { sessionStorage.setItem(KEY(form), JSON.stringify(read(form))); } catch { /* full or private */ } };
  const drop = (form) => { try { sessionStorage.removeItem(KEY(form)); } catch { /* private window */ } };

  const restore = (form) => {
    let kept;
    try { kept = JSON.parse(sessionStorage.getItem(KEY(form))); } catch { return; }
    if (!kept || form.querySelector("[data-error], .is-invalid") || JSON.stringify(kept) === JSON.stringify(read(form))) return;
    form.dispatchEvent(new CustomEvent("draft:rows", { detail: kept, bubbles: true })); // the grid adds the rows it needs
    const seen = {};
    for (const [name, value] of kept) {
      const all = [...form.elements].filter((field) => field.name === name && !skip(field));
      const field = Array.isArray(value) ? all.find((one) => one.value === value[0]) : all[seen[name] = (seen[name] ?? -1) + 1];
      if (!field || field.name.endsWith("-TOTAL_FORMS")) continue;
      if (Array.isArray(value)) field.checked = value[1]; else field.value = value;
    }
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
    form.querySelectorAll("[data-draft-note]").forEach((note) => { note.hidden = false; });
  };

  const timers = new WeakMap();
  const later = (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => store(form), 250));
  };
  document.addEventListener("input", later);
  document.addEventListener("change", later);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-draft]") && !event.defaultPrevented) { clearTimeout(timers.get(form)); store(form); form.dataset.leaving = ""; }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-draft-drop]")) return;
    const form = event.target.closest("form");
    clearTimeout(timers.get(form));
    drop(form);
    location.reload();
  });
  addEventListener("pagehide", () => document.querySelectorAll("form[data-draft][data-leaving]").forEach((form) => {
    try { sessionStorage.setItem("draft-sent", KEY(form)); } catch { /* private window */ }
  }));
  document.addEventListener("DOMContentLoaded", () => {
    // The form was sent and the answer is another page, or the same form without errors: it is saved, the draft may go.
    let sent = null;
    try { sent = sessionStorage.getItem("draft-sent"); sessionStorage.removeItem("draft-sent"); } catch { /* private window */ }
    const forms = [...document.querySelectorAll("form[data-draft]")];
    const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    const failed = document.querySelector("[data-error], .error-summary, .refusal, .plain-error");
    if (sent && !failed && !back) { try { sessionStorage.removeItem(sent); } catch { /* private window */ } }
    forms.forEach((form) => { if (!failed || sent !== KEY(form)) restore(form); });
  });
})();
