// A form with data-confirm asks first, in a dialog; data-confirm-reason asks for words too and sends them as `reason`.
(() => {
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  const [title, said, field, area] = ["#confirm-title", "[data-confirm-said]", "[data-confirm-field]", "#confirm-reason"].map((one) => dialog.querySelector(one));
  const missing = dialog.querySelector("[data-confirm-missing]");
  const yes = dialog.querySelector("[data-confirm-yes]");
  let form = null, sender = null;

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-confirm]") || event.target.dataset.confirmed !== undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    [form, sender] = [event.target, event.submitter];
    const { confirm, confirmText, confirmAction, confirmReason } = form.dataset;
    title.textContent = confirm;
    said.textContent = confirmText || "";
    said.hidden = !confirmText;
    field.hidden = !confirmReason;
    field.querySelector("label").textContent = confirmReason || "";
    missing.hidden = true;
    area.value = "";
    yes.textContent = confirmAction || sender?.textContent.trim() || yes.dataset.word;
    dialog.returnValue = "";
    dialog.showModal();
    (confirmReason ? area : yes).focus();
  }, true);

  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (form?.dataset.confirmRequired !== undefined && !area.value.trim()) {
      event.preventDefault();
      missing.hidden = false;
      area.focus();
    }
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes" || !form) return;
    if (form.dataset.confirmReason) {
      const name = form.dataset.confirmName || "reason";
      let hidden = form.querySelector(`input[name="${name}"]`);
      if (!hidden) { hidden = document.createElement("input"); hidden.type = "hidden"; hidden.name = name; form.append(hidden); }
      hidden.value = area.value.trim();
    }
    form.dataset.confirmed = "";
    sender ? form.requestSubmit(sender) : form.requestSubmit();
    delete form.dataset.confirmed;
  });
})();
