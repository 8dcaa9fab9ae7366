// The navigation: folded on a desk (remembered), a sheet above the bottom bar on a phone.
(() => {
  const root = document.documentElement;
  const nav = document.querySelector("[data-nav]");
  if (!nav) return;
  const toggle = document.querySelector("[data-nav-toggle]");
  const more = document.querySelector("[data-nav-more]");
  const shade = document.querySelector("[data-nav-close]");
  const said = () => toggle?.setAttribute("aria-expanded", String(root.dataset.nav !== "folded"));
  const sheet = (open) => {
    nav.toggleAttribute("data-open", open);
    shade.hidden = !open;
    more?.setAttribute("aria-expanded", String(open));
    if (open) nav.querySelector("a")?.focus();
  };
  said();
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-nav-toggle]")) {
      if (root.dataset.nav === "folded") delete root.dataset.nav; else root.dataset.nav = "folded";
      try { localStorage.setItem("nav", root.dataset.nav || ""); } catch { /* private window */ }
      said();
    } else if (event.target.closest("[data-nav-more]")) sheet(!nav.hasAttribute("data-open"));
    else if (event.target.closest("[data-nav-close]")) sheet(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.hasAttribute("data-open")) { sheet(false); more?.focus(); }
  });
})();
