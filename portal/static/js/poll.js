// Live numbers: <section id="figures" data-poll="/figures/" data-every="5"> is fetched anew while the page is looked at.
// Only figures that changed are replaced, so that they alone are lit and read out.
(() => {
  const refresh = async (part) => {
    let answer;
    try {
      answer = await fetch(part.dataset.poll, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    } catch { return; } // the next round tries again
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (!fresh) return;
    fresh.querySelectorAll("[id]").forEach((now) => {
      const old = part.querySelector(`#${CSS.escape(now.id)}`);
      if (!old || old.querySelector("[id]") || old.isEqualNode(now)) return;
      const held = old.classList.contains("lit");
      old.classList.remove("lit");
      if (old.isEqualNode(now)) { if (held) old.classList.add("lit"); return; }
      const focused = old.contains(document.activeElement);
      old.replaceWith(now);
      now.classList.add("lit");
      if (focused) now.focus();
    });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-poll]").forEach((part) => {
    setInterval(() => { if (!document.hidden) refresh(part); }, 1000 * Math.max(2, Number(part.dataset.every || 5)));
  }));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) document.querySelectorAll("[data-poll]").forEach(refresh); });
})();
