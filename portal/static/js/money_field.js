// Fields with data-money="2" (decimals) show 1,234.50 when left; the server takes both. Full width, ¥ and 元 are folded.
(() => {
  const plain = (text) => text.normalize("NFKC").replace(/[\s,¥]|人民币|元整?|RMB|CNY/gi, "").replace("−", "-");
  document.addEventListener("focusin", (event) => {
    const field = event.target;
    if (!field.matches?.("input[data-money]") || !/^-?[\d,]+(\.\d+)?$/.test(field.value)) return;
    field.value = plain(field.value);
    field.select(); // setting the value drops the selection: typing must replace the old amount, not follow it
  });
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches?.("input[data-money]")) return;
    const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain(field.value));
    if (!match) return; // not a number: left as typed, the server says what is wrong
    const places = Number(field.dataset.money || 2);
    const decimals = (match[3] || "").padEnd(Math.min(places, 2), "0");
    const whole = match[2].replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ",");
    field.value = match[1] + whole + (decimals ? `.${decimals}` : "");
  });
})();
