// Order entry. The grid owns the rows and what is typed; the server owns names, prices, stock and totals: the whole
// form is POSTed to data-url after each change, and only cells marked data-cell are taken from the answer.
(() => {
  const parts = (grid) => ({ body: grid.querySelector("[data-grid-rows]"), rows: [...grid.querySelectorAll("[data-grid-rows] > tr")] });
  const entry = (row, name) => row?.querySelector(`[data-grid="${name}"]`);
  const asked = new WeakMap(), timers = new WeakMap();

  const number = (grid) => {
    const { rows } = parts(grid);
    const pattern = new RegExp(`\\b${grid.dataset.prefix}-(\\d+|__prefix__)-`);
    rows.forEach((row, at) => {
      row.querySelector("[data-grid-no]").textContent = at + 1;
      row.querySelectorAll("[name], [id], [for], [aria-describedby]").forEach((node) => ["name", "id", "for", "aria-describedby"].forEach((attribute) => {
        if (node.hasAttribute(attribute)) node.setAttribute(attribute, node.getAttribute(attribute).replace(pattern, `${grid.dataset.prefix}-${at}-`));
      }));
    });
    grid.querySelector(`[name="${grid.dataset.prefix}-TOTAL_FORMS"]`).value = rows.length;
  };
  const add = (grid, values = {}) => {
    const row = grid.querySelector("template[data-grid-row]").content.firstElementChild.cloneNode(true);
    parts(grid).body.append(row);
    number(grid);
    Object.entries(values).forEach(([name, value]) => { const field = entry(row, name); if (field) field.value = value; });
    return row;
  };
  const isEmpty = (row) => ["sku", "quantity"].every((name) => !entry(row, name)?.value.trim());
  const tell = (grid) => grid.dispatchEvent(new Event("change", { bubbles: true }));

  const price = async (grid) => {
    const turn = (asked.get(grid) || 0) + 1;
    asked.set(grid, turn);
    const form = grid.closest("form");
    const slow = setTimeout(() => grid.setAttribute("aria-busy", "true"), 300);
    let html;
    try {
      const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value || JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
      const answer = await fetch(grid.dataset.url, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true", "X-CSRFToken": token }, credentials: "same-origin" });
      if (![200, 409, 422].includes(answer.status) || answer.redirected) return; // what is typed stays; saving says what is wrong
      html = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch { return; } finally { clearTimeout(slow); grid.removeAttribute("aria-busy"); }
    if (asked.get(grid) !== turn) return; // a newer question is on its way
    const fresh = [...html.querySelectorAll("[data-grid-rows] > tr")];
    parts(grid).rows.forEach((row, at) => {
      delete row.dataset.stale;
      const now = fresh[at];
      if (!now) return;
      if (now.dataset.state) row.dataset.state = now.dataset.state; else delete row.dataset.state;
      entry(row, "sku")?.setAttribute("aria-invalid", String(["unknown", "refused"].includes(now.dataset.state)));
      now.querySelectorAll("[data-cell]").forEach((cell) => {
        const old = row.querySelector(`[data-cell="${cell.dataset.cell}"]`);
        if (old && old.innerHTML !== cell.innerHTML) old.innerHTML = cell.innerHTML;
      });
    });
    const totals = html.querySelector("[data-grid-totals]"), shown = grid.querySelector("[data-grid-totals]");
    if (totals && shown && totals.innerHTML !== shown.innerHTML) shown.innerHTML = totals.innerHTML;
  };
  const soon = (grid, wait = 120) => { clearTimeout(timers.get(grid)); timers.set(grid, setTimeout(() => price(grid), wait)); };

  const below = (grid, row, name, step = 1) => {
    const { rows } = parts(grid);
    const next = rows[rows.indexOf(row) + step] || (step > 0 && !isEmpty(row) ? add(grid) : null);
    const field = next && entry(next, name);
    field?.focus();
    field?.select?.();
  };
  const remove = (grid, row) => {
    const { rows } = parts(grid);
    const at = rows.indexOf(row);
    if (rows.length === 1) row.replaceWith(add(grid)); else row.remove();
    number(grid);
    entry(parts(grid).rows[Math.min(at, parts(grid).rows.length - 1)], "sku")?.focus();
    tell(grid);
    soon(grid);
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-grid]"), grid = field?.closest("[data-order-grid]");
    if (!grid || event.isComposing || event.altKey) return;
    const row = field.closest("tr"), name = field.dataset.grid;
    const order = [...row.querySelectorAll("[data-grid]")], at = order.indexOf(field);
    const all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (order[at + 1]) { order[at + 1].focus(); order[at + 1].select?.(); } else below(grid, row, "sku");
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      below(grid, row, name, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "ArrowRight" && (all || field.selectionEnd === field.value.length) && order[at + 1]) {
      event.preventDefault(); order[at + 1].focus(); order[at + 1].select?.();
    } else if (event.key === "ArrowLeft" && field.selectionStart === 0 && order[at - 1]) {
      event.preventDefault(); order[at - 1].focus(); order[at - 1].select?.();
    } else if ((event.key === "Delete" || event.key === "Backspace") && event.ctrlKey) {
      event.preventDefault(); remove(grid, row);
    }
  });
  document.addEventListener("input", (event) => {
    const row = event.target.closest?.("[data-grid]") && event.target.closest("[data-order-grid] tr");
    if (row) { row.dataset.stale = ""; soon(row.closest("[data-order-grid]"), 600); }
  });
  document.addEventListener("change", (event) => {
    const grid = event.target.matches?.("[data-grid]") && event.target.closest("[data-order-grid]");
    if (grid) soon(grid);
    if (event.target.matches?.("[data-reprice]")) document.querySelectorAll("[data-order-grid]").forEach((one) => soon(one)); // the customer or day that prices hang on
  });
  document.addEventListener("click", (event) => {
    const grid = event.target.closest?.("[data-order-grid]");
    if (!grid) return;
    const row = event.target.closest("tr");
    if (event.target.closest("[data-grid-add]")) entry(parts(grid).rows.find(isEmpty) || add(grid), "sku").focus();
    else if (event.target.closest("[data-grid-remove]")) remove(grid, row);
    else if (event.target.closest("[data-pick]")) {
      entry(row, "sku").value = event.target.closest("[data-pick]").dataset.pick;
      tell(grid); soon(grid, 0);
      const quantity = entry(row, "quantity");
      quantity.focus(); quantity.select?.();
    }
  });
  document.addEventListener("paste", (event) => {
    const field = event.target.closest?.('[data-grid="sku"]'), grid = field?.closest("[data-order-grid]");
    const text = grid && event.clipboardData.getData("text/plain");
    if (!text || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    let row = field.closest("tr");
    text.split(/\r?\n/).map((line) => line.split("\t").map((part) => part.trim())).filter((line) => line.some(Boolean)).slice(0, 500).forEach((line, n) => {
      if (n) { const { rows } = parts(grid); row = rows[rows.indexOf(row) + 1]; if (!row || !isEmpty(row)) { const fresh = add(grid); if (row) { row.before(fresh); number(grid); } row = fresh; } }
      const [sku, ...rest] = line;
      const quantity = rest.find((part) => /^[\d,.０-９]+$/.test(part)) || "";
      entry(row, "sku").value = sku;
      if (quantity) entry(row, "quantity").value = quantity.normalize("NFKC").replaceAll(",", "");
    });
    tell(grid); soon(grid, 0);
    const quantity = entry(row, "quantity");
    quantity.focus(); quantity.select?.();
  });
  document.addEventListener("draft:rows", (event) => {
    const grid = event.target.querySelector("[data-order-grid]");
    const total = grid && event.detail.find(([name]) => name === `${grid.dataset.prefix}-TOTAL_FORMS`)?.[1];
    while (total && parts(grid).rows.length < Math.min(Number(total), 500)) add(grid);
  });
  document.addEventListener("draft:restored", (event) => { const grid = event.target.querySelector("[data-order-grid]"); if (grid) soon(grid, 0); });
})();
