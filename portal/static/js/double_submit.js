// A form is sent once: its buttons rest until the answer. The server knows the rest by the hidden idempotency_key.
(() => {
  const rest = (form) => {
    form.setAttribute("aria-busy", "true");
    form.dataset.sent = "";
  };
  const wake = (form) => {
    form.removeAttribute("aria-busy");
    delete form.dataset.sent;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get" || form.hasAttribute("data-no-lock")) return;
    if (form.dataset.sent !== undefined) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (!form.hasAttribute("hx-post")) setTimeout(() => { if (!event.defaultPrevented) rest(form); });
    else rest(form);
    setTimeout(() => wake(form), 15000); // an answer that is a file leaves the page as it is
  }, true); // before htmx, and after confirm.js, which asks first
  document.addEventListener("htmx:afterRequest", (event) => wake(event.detail.elt));
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wake));
})();
