
(() => {
  "use strict";
  const form = document.querySelector(".tools");
  const search = form.querySelector(".search");
  const input = search.querySelector("input");
  const status = form.querySelector(".shown");
  const nothing = document.querySelector(".nothing");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = Array.from(document.querySelectorAll(".entry"), (node) => ({ node, kinds: node.dataset.kinds.split(" "), text: fold(node.textContent) }));
  const groups = Array.from(document.querySelectorAll(".group"));

  const show = () => {
    const kind = form.elements.show.value;
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { node, kinds, text } of entries) {
      node.hidden = !kinds.includes(kind) || !words.every((word) => text.includes(word));
      shown += node.hidden ? 0 : 1;
    }
    for (const group of groups) group.hidden = !group.querySelector(".entry:not([hidden])");
    nothing.hidden = shown > 0 || entries.length === 0;
    status.textContent = `${shown} of ${entries.length} references shown`;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", show);
  input.addEventListener("input", show);
  search.hidden = false;
  if (input.value || form.elements.show.value !== "all") show();
})();
