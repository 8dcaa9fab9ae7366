// Runs before the first paint: light or dark, folded navigation, close rows, as this browser last had them.
(() => {
  const root = document.documentElement;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => { root.dataset.bsTheme = read("theme") || (dark.matches ? "dark" : "light"); };
  paint();
  dark.addEventListener("change", paint);
  if (read("nav") === "folded") root.dataset.nav = "folded";
  if (read("density") === "close") root.dataset.density = "close";
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try { next === (dark.matches ? "dark" : "light") ? localStorage.removeItem("theme") : localStorage.setItem("theme", next); } catch { /* private window */ }
    root.dataset.bsTheme = next;
  });
})();
