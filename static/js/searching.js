// input[data-suggest=URL]: titles, categories, colleagues and own searches while one types.
//
// URL answers ?q= with {groups: [{label, options: [{label, note, url}]}]}. A combobox as the ARIA
// practices describe it: arrows walk, Enter opens the chosen line or searches for what is typed,
// Escape closes. "/" brings the focus into the search box from anywhere on the page.
// [data-asked]: tells the log which hit of a page was opened.
import { announce } from "./announce.js";
import { el, onEach } from "./dom.js";
import { token } from "./session.js";
import { word } from "./words.js";

const PAUSE = 100;

class Suggestions {
  constructor(field) {
    this.field = field;
    this.options = [];
    this.at = -1;
    this.list = el("div", { class: "suggest-list", role: "listbox", id: `${field.id}_list`, hidden: true, "aria-label": word("suggested") });
    const box = el("div", { class: "suggest" });
    field.replaceWith(box);
    box.append(field, this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) field.setAttribute(name, value);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("focus", () => { if (!field.value) this.typed(); });
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    try {
      const url = `${this.field.dataset.suggest}?q=${encodeURIComponent(this.field.value)}`;
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: asking.signal });
      const groups = answer.ok ? (await answer.json()).groups : [];
      if (document.activeElement === this.field) this.open(groups);
    } catch (error) {
      if (error.name === "AbortError") return;
      console.warn("No suggestions", error); // Offline: typing and searching go on without them.
      this.close();
    }
  }

  open(groups) {
    this.options = [];
    this.list.replaceChildren(...groups.map((group, number) => {
      const head = `${this.list.id}_${number}`;
      return el("div", { role: "group", "aria-labelledby": head },
        el("span", { class: "suggest-head", id: head, role: "presentation" }, group.label),
        ...group.options.map((option) => this.line(option)));
    }));
    this.show(this.options.length > 0);
    if (this.options.length) announce(word("suggestions", { count: this.options.length }));
  }

  line(option) {
    const node = el("div", {
      class: "suggest-option", role: "option", id: `${this.list.id}_o${this.options.length}`, "aria-selected": "false",
      // Keeps the focus in the field.
      onmousedown: (event) => event.preventDefault(),
      onclick: () => location.assign(option.url),
    }, el("span", {}, option.label), el("span", { class: "note" }, option.note));
    this.options.push({ node, url: option.url });
    return node;
  }

  show(isOpen) {
    this.point(-1);
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show(false);
  }

  point(at) {
    this.options[this.at]?.node.setAttribute("aria-selected", "false");
    this.at = at;
    const node = this.options[at]?.node;
    node?.setAttribute("aria-selected", "true");
    node?.scrollIntoView({ block: "nearest" });
    if (node) this.field.setAttribute("aria-activedescendant", node.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return; // Enter that ends a Hangul syllable is no choice.
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" && !isOpen) {
      event.preventDefault();
      this.ask();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && isOpen) {
      event.preventDefault();
      // One step beyond either end is the field itself.
      const places = this.options.length + 1;
      this.point((this.at + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places - 1);
    } else if (event.key === "Enter" && isOpen && this.at >= 0) {
      event.preventDefault();
      location.assign(this.options[this.at].url);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}

/** "/" anywhere but in a field: into the first search box that can be seen. */
function slash(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const field = [...document.querySelectorAll("input[data-suggest]")].find((one) => one.checkVisibility?.() ?? one.offsetParent);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}

/** Tells which hit was opened, without keeping the reader. */
function tellClicks(list) {
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const rank = [...list.children].indexOf(event.target.closest("li")) + 1;
    if (!link || !rank) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("key", list.dataset.asked);
    body.set("rank", rank);
    navigator.sendBeacon(list.dataset.clicked, body);
  });
}

export function startSearching() {
  onEach("input[data-suggest]", (field) => new Suggestions(field));
  onEach("[data-asked]", tellClicks);
  document.addEventListener("keydown", slash);
}
