// Keeps the page of a check up to date while it runs, and answers filters and pages without loading anew. What
// it shows is rendered by the service, whole or in parts.

import { count, number } from "./texts.js";

const root = document.getElementById("check");
const { id } = root.dataset;
const total = Number(root.dataset.total);
const base = `/checks/${id}`;
const tools = document.getElementById("tools");
const said = document.querySelector("[data-said]");
const corrections = document.getElementById("corrections");

document.body.classList.add("scripted");

// What is looked at: the query of the address.
let query = new URLSearchParams(location.search);

const whole = () => !query.get("q") && (query.get("show") ?? "all") === "all";

/** Fetches a part of the page. */
const part = async (name, values, signal) => {
  const asked = new URLSearchParams(values);
  asked.set("part", name);
  const response = await fetch(`${base}?${asked}`, { signal });
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), "text/html").body;
};

// --- The list.

/** Makes an entry say what another says. Its nodes stay, so that focus and what is open stay. */
const patch = (old, fresh) => {
  if (old.textContent === fresh.textContent) return;
  const wasTicked = old.querySelector("[name=take]")?.checked;
  old.className = fresh.className;
  old.classList.add("fresh");
  for (const inner of ["summary", ".body"]) old.querySelector(inner).replaceChildren(...fresh.querySelector(inner).childNodes);
  old.querySelector(".suggestion")?.remove();
  const suggestion = fresh.querySelector(".suggestion");
  if (suggestion) old.append(suggestion);
  if (wasTicked !== undefined && suggestion) old.querySelector("[name=take]").checked = wasTicked;
};

/** Shows another list in place of the one that is shown, and keeps the entries that both have. */
const replace = (fresh) => {
  const list = document.getElementById("list");
  const kept = new Map(Array.from(list.querySelectorAll(".entry"), (e) => [e.id, e]));
  const focused = document.activeElement;
  for (const entry of fresh.querySelectorAll(".entry")) {
    const old = kept.get(entry.id);
    if (!old) continue;
    patch(old, entry);
    entry.replaceWith(old);
  }
  list.replaceChildren(...fresh.querySelector("#list").childNodes);
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  tick();
};

let looking = null;

/** Shows the list for a query. */
const look = async (next, { record = "pushState", focus = false } = {}) => {
  query = next;
  looking?.abort();
  looking = new AbortController();
  const { signal } = looking;
  try {
    replace(await part("list", query, signal));
  } catch {
    if (!signal.aborted) location.search = query;
    return;
  }
  const shown = document.querySelector(".shown");
  if (record) history[record](null, "", query.size ? `?${query}` : base);
  if (focus) {
    shown.focus();
    shown.scrollIntoView({ block: "nearest" });
  }
  said.textContent = shown.textContent;
};

/** Returns the query that the form asks for. */
const asked = () => {
  const next = new URLSearchParams();
  const { show, q } = tools.elements;
  if (show.value !== "all") next.set("show", show.value);
  if (q.value.trim()) next.set("q", q.value.trim());
  return next;
};

let typing = 0;
tools.addEventListener("submit", (event) => {
  event.preventDefault();
  look(asked());
});
tools.addEventListener("change", (event) => { if (event.target.name === "show") look(asked()); });
tools.elements.q.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => look(asked(), { record: "replaceState" }), 250);
});
root.addEventListener("click", (event) => {
  const link = event.target.closest(".pager a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  look(new URL(link.href).searchParams, { focus: true });
});
addEventListener("popstate", () => {
  query = new URLSearchParams(location.search);
  tools.elements.show.value = query.get("show") ?? "all";
  tools.elements.q.value = query.get("q") ?? "";
  look(query, { record: "" });
});

// --- Suggestions. All are taken, or none is, but for those that were ticked otherwise; which those are outlives the
// list that is shown.

const ticks = document.querySelector("[data-ticks]");
const taken = document.querySelector("[data-taken]");
const otherwise = new Set();
let takesAll = true;

/** Ticks the boxes that are shown as they were left, and says how many suggestions are taken. */
const tick = () => {
  for (const box of document.getElementsByName("take")) box.checked = takesAll !== otherwise.has(box.value);
  const all = Number(document.getElementById("health").dataset.takes);
  const n = takesAll ? all - otherwise.size : otherwise.size;
  ticks.hidden = all === 0;
  taken.textContent = n === 0 ? taken.dataset.none : count(taken, n);
};

root.addEventListener("change", ({ target }) => {
  if (target.name !== "take") return;
  if (target.checked === takesAll) otherwise.delete(target.value);
  else otherwise.add(target.value);
  tick();
});
ticks.addEventListener("click", ({ target }) => {
  if (!target.dataset.tick) return;
  takesAll = target.dataset.tick === "all";
  otherwise.clear();
  tick();
});
// The service is sent what holds for the whole list, not for the part of it that is shown.
corrections.addEventListener("formdata", ({ formData }) => {
  for (const name of ["take", "of", "rest"]) formData.delete(name);
  if (takesAll) formData.set("rest", "take");
  for (const index of otherwise) formData.append(takesAll ? "of" : "take", index);
});

// --- What happens meanwhile.

/** Shows how many references are of a kind. A filter that would show none is hidden, unless it is chosen. */
const tally = (kind, n) => {
  for (const node of document.querySelectorAll(`[data-count=${kind}]`)) node.textContent = number(n);
  const filter = tools.querySelector(`.filter.${kind}`);
  if (filter) filter.hidden = n === 0 && !filter.control.checked;
};

/** Shows how far the check has come. */
const progress = (check) => {
  const s = { ...check.summary };
  const state = document.querySelector("[data-progress]");
  const over = check.state === "done" || check.state === "cancelled";
  if (over) { // what was never looked at is shown as unchecked
    s.unchecked += s.total - s.decided;
    s.decided = s.total;
  }
  state.textContent = over ? count(state, s.total, s, "finished") : count(state, s.total, { decided: s.decided });
  const counts = { ...s, waiting: s.total - s.decided, all: s.total };
  delete counts.total;
  let from = 0;
  const bar = document.querySelector("#state .bar");
  const rects = ["verified", "mismatched", "not_found", "unchecked"].filter((kind) => s[kind] > 0).map((kind) => {
    const rect = bar.querySelector(`.${kind}`) ?? document.createElementNS(bar.namespaceURI, "rect");
    rect.setAttribute("class", kind);
    rect.setAttribute("height", 10);
    rect.setAttribute("x", (from * 1000) / s.total);
    rect.setAttribute("width", (s[kind] * 1000) / s.total);
    from += s[kind];
    return rect;
  });
  bar.replaceChildren(...rects);
  for (const [kind, n] of Object.entries(counts)) {
    tally(kind, n);
    document.querySelector(`.verdicts rect.${kind}`)?.setAttribute("width", (n * 1000) / s.total);
  }
};

let charted = -1;
let charting = false;

/** Draws the charts anew, if enough has come for that to be worth it. */
const chart = async (decided, end) => {
  if (charting || (!end && decided - charted < total / 8)) return;
  charting = true;
  charted = decided;
  try {
    const fresh = (await part("health", {})).querySelector("#health");
    const health = document.getElementById("health");
    Object.assign(health.dataset, fresh.dataset);
    const charts = fresh.querySelectorAll(".chart");
    health.querySelector(".charts").replaceChildren(...charts);
    tally("attention", Number(fresh.dataset.attention));
    tick();
  } catch { /* they come with the next */ }
  charting = false;
};

let decided = [];
let drawing = 0;

// The entries of a whole list are drawn soon after they were decided; a part of it has to be looked for, which is
// done the more seldom the longer it takes.
const soon = 300;
let later = 2000;

/** Shows the entries that were decided since the last time. */
const draw = async () => {
  drawing = 0;
  const indexes = decided.splice(0);
  try {
    if (!whole()) {
      const began = performance.now();
      replace(await part("list", query));
      later = Math.max(2000, 10 * (performance.now() - began));
      return;
    }
    const here = indexes.filter((i) => document.getElementById(`ref-${i}`));
    for (let k = 0; k < here.length; k += 50) {
      const fresh = await part("entries", here.slice(k, k + 50).map((i) => ["i", i]));
      for (const entry of fresh.querySelectorAll(".entry")) patch(document.getElementById(entry.id), entry);
    }
    tick();
  } catch { /* the page is right when it is loaded again */ }
};

// Screen readers are told how far it is at most so often.
const toldEvery = 15_000;
let told = Date.now();

const follow = () => {
  const lost = document.querySelector("[data-lost]");
  const events = new EventSource(`/v1/checks/${id}/events?after=${root.dataset.last}`);
  events.addEventListener("open", () => { lost.hidden = true; });
  events.addEventListener("error", () => {
    lost.hidden = false;
    // The browser comes back by itself, unless it was told that there is nothing to come back to.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  });
  events.addEventListener("reference", ({ data }) => {
    decided.push(JSON.parse(data).index);
    drawing ||= setTimeout(draw, whole() ? soon : later);
  });
  events.addEventListener("progress", ({ data }) => {
    const check = JSON.parse(data);
    progress(check);
    chart(check.summary.decided, false);
    if (Date.now() - told < toldEvery) return;
    told = Date.now();
    said.textContent = document.querySelector("[data-progress]").textContent;
  });
  events.addEventListener("end", async ({ data }) => {
    events.close();
    clearTimeout(drawing);
    const check = JSON.parse(data);
    progress(check);
    await draw();
    await finish(check);
  });
};

/** Shows the page of a check that is over; what is open stays open, and focus where it is. */
const finish = async (check) => {
  const response = await fetch(`${base}?${query}`);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const { attention } = fresh.querySelector("#health").dataset;
  const controls = document.querySelector("#state .controls");
  const hadFocus = controls?.contains(document.activeElement);
  for (const same of ["#state", "#health"]) {
    document.querySelector(same).replaceWith(fresh.querySelector(same));
  }
  document.querySelector("#fixes > p").replaceWith(fresh.querySelector("#fixes > p"));
  tally("attention", Number(attention));
  replace(fresh.body);
  root.dataset.state = check.state;
  const state = document.querySelector(".stage");
  if (hadFocus) document.getElementById("content").focus();
  said.textContent = `${state.textContent}: ${document.querySelector("[data-progress]").textContent}`;
};

if (root.dataset.state === "queued" || root.dataset.state === "running") follow();

// --- The address.

const copy = document.querySelector("[data-copy]");
copy.hidden = false;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(new URL(base, location.href).href);
    said.textContent = copy.dataset.copied;
  } catch {
    said.textContent = copy.dataset.failed;
  }
  copy.nextElementSibling?.remove();
  copy.after(Object.assign(document.createElement("span"), { className: "soft", textContent: said.textContent }));
});

tick();
