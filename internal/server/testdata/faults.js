// What can be told of a page without judgement. Its value is a list of sentences.
(() => {
  const found = [];
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const unseen = (node) => node.closest(".unseen, .skip:not(:focus)") !== null;
  const where = (node) => `${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""}.${node.className.baseVal ?? node.className} “${node.textContent.trim().slice(0, 40)}”`;

  // Contrast, by the formula of WCAG 2.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let n = node; n; n = n.parentElement) {
      const color = rgba(getComputedStyle(n).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), rgba("Canvas"));
  };
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const looked = new Set();
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || looked.has(node) || !shown(node) || unseen(node) || node.closest("svg, option, [disabled]")) continue;
    looked.add(node);
    const style = getComputedStyle(node);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const below = ground(node);
    const ratio = contrast(over(rgba(style.color), below), below);
    if (ratio < (large ? 3 : 4.5)) found.push(`contrast ${ratio.toFixed(2)}: ${where(node)}`);
  }

  // Ids, labels, landmarks, headings, order.
  const ids = new Map();
  for (const node of document.querySelectorAll("[id]")) ids.set(node.id, (ids.get(node.id) ?? 0) + 1);
  for (const [id, n] of ids) if (n > 1) found.push(`the id ${id} stands ${n} times`);
  for (const name of ["for", "form", "aria-labelledby", "aria-describedby"]) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      for (const id of node.getAttribute(name).split(" ")) if (!document.getElementById(id)) found.push(`${where(node)}: ${name} names nothing`);
    }
  }
  for (const landmark of ["main", "body > header", "body > footer", "h1"]) {
    const n = document.querySelectorAll(landmark).length;
    if (n !== 1) found.push(`${n} of ${landmark}`);
  }
  let level = 0;
  for (const node of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!node.checkVisibility()) continue;
    const next = Number(node.tagName[1]);
    if (next > level + 1) found.push(`a heading skips a level: ${where(node)}`);
    level = next;
  }
  for (const node of document.querySelectorAll("[tabindex]")) if (node.tabIndex > 0) found.push(`tabindex ${node.tabIndex}: ${where(node)}`);
  if (!document.documentElement.lang || !document.title.trim()) found.push("the page has no language or no title");

  // Things to press (WCAG 2.2, 2.5.8); links in a line of text are excepted.
  for (const node of document.querySelectorAll("button, select, summary, input:not([type=hidden], [type=radio], [type=file]), .pager a")) {
    if (!shown(node) || unseen(node)) continue;
    const box = (node.closest("label") ?? node).getBoundingClientRect();
    if (box.width < 24 || box.height < 20) found.push(`${Math.round(box.width)} × ${Math.round(box.height)} pixels to press: ${where(node)}`);
  }
  return found;
})()
