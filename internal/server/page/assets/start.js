// Shows how a bibliography is read while it is being pasted, and lets its splits be corrected. What is
// corrected is sent as one reference a line.

import { count, fill } from "./texts.js";

const form = document.getElementById("hand-in");
const text = document.getElementById("text");
const file = document.getElementById("file");
const as = document.getElementById("as");
const check = form.querySelector("[data-check]");
const clear = form.querySelector("[data-clear]");
const read = form.querySelector(".read");
const how = read.querySelector(".how");
const hint = read.querySelector(".hint");
const undo = read.querySelector("[data-undo]");
const problems = read.querySelector(".problems");
const list = read.querySelector(".items");
const more = read.querySelector(".more");
const said = read.querySelector("[data-said]");
const template = document.getElementById("item");
const words = new Map(Array.from(document.getElementById("words").content.querySelectorAll("data"), (d) => [d.value, d.textContent]));

// How many references are shown before somebody asks for more, and how many then: so many nodes a page bears.
const shownAtFirst = 200;
const shownMore = 1000;

// lines are the references as the visitor has corrected them; null while nothing is corrected. What they were
// before each correction is in history.
let lines = null;
let history = [];
let references = [];
let shown = shownAtFirst;
let asking = null;
let waiting = 0;

const say = (what) => { said.textContent = said.dataset[what]; };

/** Reads what is in the form, once nothing has changed for a moment. */
const later = (delay) => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, delay);
};

/** Asks the service how it reads what would be sent. */
const ask = async () => {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  if (lines?.length === 0) return;
  if (!lines && !text.value.trim() && !file.files.length) return show([], how.dataset.empty);
  const body = new FormData();
  if (lines) {
    body.set("text", lines.join("\n"));
    body.set("as", "lines");
  } else {
    if (file.files.length) body.set("file", file.files[0]);
    else body.set("text", text.value);
    body.set("as", as.value);
  }
  if (!lines) how.textContent = how.dataset.reading;
  try {
    const response = await fetch("/v1/parse", { method: "POST", body, signal });
    const answer = await response.json();
    if (!response.ok) return refuse(`${how.dataset.failed} ${[answer.detail, ...(answer.errors ?? []).map((e) => e.message)].join(" ")}`);
    if (lines) return update(answer.references);
    history = [];
    shown = shownAtFirst;
    show(answer.references, count(how, answer.references.length, { format: words.get(`format.${answer.format}`) ?? answer.format }), answer.problems);
  } catch (error) {
    if (!signal.aborted) refuse(how.dataset.offline);
  }
};

/** Says why nothing could be read; what was corrected stays. */
const refuse = (why) => {
  if (!lines) show([], why);
  how.textContent = why;
  how.classList.add("bad");
};

/** Shows references from the beginning. */
const show = (all, summary, found = []) => {
  references = all;
  how.classList.remove("bad");
  how.textContent = summary;
  problems.hidden = found.length === 0;
  problems.querySelector("summary").textContent = count(problems.querySelector("summary"), found.length);
  problems.querySelector("ul").replaceChildren(...found.map((p) => element("li", `${p.location.line ? `${p.location.line}: ` : ""}${p.message}`)));
  draw();
};

/** Takes the references of corrected lines, without disturbing whoever is typing. */
const update = (all) => {
  references = all;
  how.classList.remove("bad");
  Array.from(list.children, (item, i) => {
    if (references[i]) describe(item, references[i]);
  });
  summarize();
};

const summarize = () => {
  const n = lines ? lines.length : references.length;
  if (lines) how.textContent = count(how, n, {}, "corrected");
  undo.hidden = history.length === 0;
  check.textContent = n > 0 ? count(check, n) : check.dataset.as;
};

/** Fills the list anew. */
const draw = () => {
  const editable = lines !== null || (references.length > 0 && references.every((r) => r.printed));
  hint.hidden = !editable;
  const all = lines ?? references.map((r) => r.raw);
  list.replaceChildren(...all.slice(0, shown).map((raw, i) => {
    const item = template.content.firstElementChild.cloneNode(true);
    const area = item.querySelector("textarea");
    const plain = item.querySelector(".text");
    area.hidden = !editable;
    plain.hidden = editable || Boolean(references[i]?.reference.title);
    if (editable) area.value = flat(raw);
    else plain.textContent = raw.slice(0, 500);
    item.querySelector(".tools-of").hidden = !editable;
    numberOf(item, i);
    if (references[i]) describe(item, references[i]);
    return item;
  }));
  more.hidden = all.length <= shown;
  more.textContent = count(more, Math.min(shownMore, all.length - shown));
  summarize();
};

const numberOf = (item, i) => {
  const area = item.querySelector("textarea");
  item.querySelector("h3").textContent = fill(area.dataset.title, { n: i + 1 });
  area.setAttribute("aria-label", fill(area.dataset.label, { n: i + 1 }));
};

const flat = (raw) => raw.replace(/\s+/g, " ").trim();

const element = (name, content) => {
  const node = document.createElement(name);
  node.textContent = content;
  return node;
};

/** Shows the fields of a reference, and how sure they are. */
const describe = (item, { reference: r, confidence, printed }) => {
  const sure = item.querySelector(".sure");
  sure.hidden = !printed;
  const degree = confidence >= 0.85 ? "sure" : confidence >= 0.6 ? "unsure" : "doubtful";
  sure.className = `sure ${degree}`;
  sure.textContent = sure.dataset[degree];
  const fields = item.querySelector(".fields");
  const rows = fieldsOf(r).map(([name, value]) => {
    const row = document.createElement("div");
    row.append(element("dt", words.get(`field.${name}`) ?? name), Object.assign(element("dd", value), { dir: "auto" }));
    return row;
  });
  if (rows.length === 0) rows.push(element("div", fields.dataset.nothing));
  fields.replaceChildren(...rows);
};

/** Returns the fields of a CSL item that there are, in the order of reading. */
const fieldsOf = (r) => {
  const names = (r.author ?? r.editor ?? []).map((n) => n.literal ?? [n["non-dropping-particle"], n.family, n.given].filter(Boolean).join(" "));
  return [
    ["author", names.length > 4 ? `${names.slice(0, 3).join("; ")}; … (${names.length})` : names.join("; ")],
    ["title", r.title], ["container", r["container-title"]], ["year", r.issued?.["date-parts"]?.[0]?.[0]],
    ["volume", r.volume], ["issue", r.issue], ["page", r.page], ["publisher", r.publisher], ["doi", r.DOI], ["pmid", r.PMID], ["isbn", r.ISBN],
  ].filter(([, value]) => value).map(([name, value]) => [name, String(value)]);
};

/** Changes the lines and shows them; the cursor goes into one of them, to a place. */
const correct = (change, index, at) => {
  const before = lines ?? references.map((r) => flat(r.raw));
  history.push(before);
  lines = change([...before]);
  references = realigned(before, lines);
  draw();
  const area = list.children[Math.min(index, lines.length - 1)]?.querySelector("textarea");
  (area ?? undo).focus();
  area?.setSelectionRange(at, at);
  later(300);
};

/** Returns what is known of the lines that stayed as they were; the others are not known yet. */
const realigned = (before, after) => {
  const known = new Map(before.map((line, i) => [line, references[i]]));
  return after.map((line) => known.get(line));
};

const join = (i) => {
  if (i === 0) return say("first");
  const before = flat(current(i - 1));
  correct((all) => all.toSpliced(i - 1, 2, flat(`${before} ${current(i)}`)), i - 1, before.length + 1);
  say("joined");
};

const split = (i, at) => {
  const [left, right] = [flat(current(i).slice(0, at)), flat(current(i).slice(at))];
  if (!left || !right) return say("nowhere");
  correct((all) => all.toSpliced(i, 1, left, right), i + 1, 0);
  say("cut");
};

const remove = (i) => {
  correct((all) => all.toSpliced(i, 1), i, 0);
  say("deleted");
};

const current = (i) => lines?.[i] ?? list.children[i].querySelector("textarea").value;

const indexOf = (node) => Array.prototype.indexOf.call(list.children, node.closest(".item"));

list.addEventListener("click", (event) => {
  const act = event.target.closest("button")?.dataset.act;
  if (!act) return;
  const i = indexOf(event.target);
  const area = list.children[i].querySelector("textarea");
  if (act === "join") join(i);
  else if (act === "delete") remove(i);
  else split(i, area.selectionStart);
});

list.addEventListener("keydown", (event) => {
  const area = event.target.closest("textarea");
  const atBeginning = event.key === "Backspace" && area?.selectionStart === 0 && area.selectionEnd === 0;
  if (!atBeginning || event.isComposing || indexOf(area) === 0) return;
  event.preventDefault();
  join(indexOf(area));
});

list.addEventListener("beforeinput", (event) => {
  if (event.inputType !== "insertLineBreak") return;
  event.preventDefault();
  split(indexOf(event.target), event.target.selectionStart);
});

list.addEventListener("input", ({ target }) => {
  const i = indexOf(target);
  const parts = target.value.split(/[\r\n]+/).map(flat).filter(Boolean);
  if (parts.length > 1) return correct((all) => all.toSpliced(i, 1, ...parts), i + parts.length - 1, parts.at(-1).length);
  if (!lines) {
    const read = references.map((r) => flat(r.raw));
    history.push(read);
    lines = [...read];
  }
  lines[i] = target.value;
  summarize();
  later(500);
});

undo.addEventListener("click", () => {
  const before = lines;
  lines = history.pop() ?? null;
  references = realigned(before, lines);
  draw();
  list.querySelector("textarea")?.focus();
  later(0);
});

more.addEventListener("click", () => {
  const next = shown;
  shown += shownMore;
  draw();
  const item = list.children[next];
  (item.querySelector("textarea:not([hidden])") ?? Object.assign(item, { tabIndex: -1 })).focus();
});

const begin = (delay) => {
  lines = null;
  history = [];
  clear.hidden = file.files.length === 0;
  text.disabled = file.files.length > 0;
  later(delay);
};

text.addEventListener("input", () => begin(400));
as.addEventListener("change", () => begin(0));
file.addEventListener("change", () => begin(0));
clear.addEventListener("click", () => {
  file.value = "";
  begin(0);
  text.focus();
});

// A file may be dropped anywhere.
const holdsFile = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  form.classList.add("dragging");
});
addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("dragging"); });
addEventListener("drop", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  form.classList.remove("dragging");
  file.files = event.dataTransfer.files;
  begin(0);
});

// A corrected list is sent in place of what it was read from.
form.addEventListener("formdata", ({ formData }) => {
  if (!lines) return;
  formData.delete("file");
  formData.set("text", lines.filter((line) => line.trim()).join("\n"));
  formData.set("as", "lines");
});
form.addEventListener("submit", () => {
  check.setAttribute("aria-disabled", "true");
  form.inert = true;
});
addEventListener("pageshow", () => {
  check.removeAttribute("aria-disabled");
  form.inert = false;
});

document.body.classList.add("scripted");
form.querySelector("[data-drop]").hidden = false;
read.hidden = false;
if (text.value || file.files.length) begin(0);
