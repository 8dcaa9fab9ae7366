// <button data-copy="text" data-copied="Copied">: copies, and says so in the button for a moment.
(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = button.dataset.copy.startsWith("#") ? document.querySelector(button.dataset.copy) : null;
    try { await navigator.clipboard.writeText(source ? source.value ?? source.textContent : button.dataset.copy); } catch { source?.select?.(); return; }
    const word = button.querySelector("[data-word]") || button;
    const before = word.textContent;
    word.textContent = button.dataset.copied || before;
    window.portalAnnounce?.(button.dataset.copied || "");
    setTimeout(() => { word.textContent = before; }, 1600);
  });
})();
