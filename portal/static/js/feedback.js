// Waiting and answers: a line after 300 ms, the changed part lit, refusals in focus, a plain word when the line is down.
(() => {
  const line = document.querySelector("[data-progress-line]");
  const say = document.querySelector("[data-announce]");
  let running = 0, timer = 0;
  const show = () => { timer = timer || setTimeout(() => line?.setAttribute("data-on", ""), 300); };
  const hide = () => { clearTimeout(timer); timer = 0; line?.removeAttribute("data-on"); };

  document.addEventListener("htmx:beforeRequest", (event) => { if (!event.detail.elt.hasAttribute("data-quiet")) { running += 1; event.detail.elt.dataset.counted = ""; show(); } });
  document.addEventListener("htmx:afterRequest", (event) => { if ("counted" in event.detail.elt.dataset) { delete event.detail.elt.dataset.counted; running = Math.max(0, running - 1); if (!running) hide(); } });
  document.addEventListener("submit", (event) => { if (!event.target.hasAttribute("hx-post") && !event.target.hasAttribute("hx-get") && event.target.method !== "dialog") setTimeout(() => { if (!event.defaultPrevented) show(); }); });
  addEventListener("pageshow", () => { running = 0; hide(); });

  const focusAnswer = (root) => root.querySelector?.("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    const changed = event.detail.elt;
    if (changed.isConnected && !changed.hasAttribute("data-quiet") && event.detail.requestConfig?.verb === "post") changed.classList.add("lit");
    focusAnswer(changed.isConnected ? changed : document);
  });
  document.addEventListener("animationend", (event) => { if (event.animationName === "lit") event.target.closest(".lit")?.classList.remove("lit"); });
  document.addEventListener("DOMContentLoaded", () => focusAnswer(document));

  const words = document.documentElement.lang.startsWith("zh")
    ? { down: "没有连上服务器。内容还在本页，请稍后再试。", bug: "服务器出错了，没有保存。请再试一次；如仍不行，请告诉管理员。", out: "登录已过期。请在新窗口登录后，再回到本页提交。", gone: "您没有这项权限，或记录已不在。" }
    : { down: "The server could not be reached. What you typed is still here; please try again shortly.", bug: "The server made a mistake and saved nothing. Try again; if it stays, tell your administrator.", out: "Your login has run out. Log in again in a new window, then send this page.", gone: "You have no right to do this, or the record is gone." };
  const complain = (text) => {
    document.querySelector("[data-complaint]")?.remove();
    const box = document.createElement("div");
    box.className = "refusal";
    box.dataset.complaint = "";
    box.setAttribute("role", "alert");
    const what = document.createElement("p");
    what.className = "what";
    what.textContent = text;
    box.append(what);
    (document.getElementById("main") || document.body).prepend(box);
    box.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:sendError", (event) => { if (!event.detail.elt.hasAttribute("data-quiet")) complain(words.down); });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (!event.detail.elt.hasAttribute("data-quiet")) complain(status === 401 ? words.out : status < 500 ? words.gone : words.bug);
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) document.querySelector("[data-complaint]")?.remove(); });
  window.portalAnnounce = (text) => { if (say) { say.textContent = ""; requestAnimationFrame(() => { say.textContent = text; }); } };
})();
