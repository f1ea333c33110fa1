// textarea[data-mentions=URL]: officers are suggested while a name is typed after an @.
//
// URL answers ?q= with {options: [{value, label, note}]}; the value goes into the text, as it can
// be typed without this. Works by keyboard: arrows, Enter or Tab to take, Escape to leave.
import { announce } from "./announce.js";
import { el, onEach } from "./dom.js";
import { word } from "./words.js";

const TYPED = /(?:^|[^\p{L}\p{N}_@.+/-])@([\p{L}\p{N}_][\p{L}\p{N}_.+-]{0,40})$/u;
const PAUSE = 150;

class Mentions {
  constructor(field) {
    this.field = field;
    this.asked = 0;
    this.list = el("ul", { class: "picks-options", role: "listbox", id: `${field.id}_people`, hidden: true,
      "aria-label": word("people") });
    const box = el("div", { class: "mentions" });
    field.replaceWith(box);
    box.append(field, this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
  }

  /** What stands between the last @ and the caret; null where nobody is being called. */
  get name() {
    const { value, selectionStart, selectionEnd } = this.field;
    if (selectionStart !== selectionEnd) return null;
    return TYPED.exec(value.slice(Math.max(0, selectionStart - 60), selectionStart))?.[1] ?? null;
  }

  typed() {
    clearTimeout(this.timer);
    if (this.name === null) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = ++this.asked;
    const { name } = this;
    if (name === null) return this.close();
    try {
      const url = `${this.field.dataset.mentions}?q=${encodeURIComponent(name)}`;
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const options = answer.ok ? (await answer.json()).options : [];
      if (asked === this.asked && document.activeElement === this.field) this.open(options);
    } catch (error) {
      console.warn("No suggestions", error); // Offline: typing goes on without them.
      this.close();
    }
  }

  open(options) {
    this.list.replaceChildren(...options.map((option, place) => el("li", {
      role: "option", id: `${this.list.id}_${place}`, "aria-selected": "false", "data-value": option.value,
      // Keeps the focus in the text.
      onmousedown: (event) => event.preventDefault(),
      onclick: (event) => this.take(event.currentTarget),
    }, el("span", {}, option.label), el("span", { class: "note" }, option.note ?? ""))));
    this.list.hidden = !options.length;
    this.point(null);
    if (options.length) announce(word("suggestions", { count: options.length }));
  }

  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.point(null);
  }

  point(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  take(option) {
    const { name, field } = this;
    if (name !== null) {
      const caret = field.selectionStart;
      field.setRangeText(`${option.dataset.value} `, caret - name.length, caret, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.close();
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return; // Enter that ends a Hangul syllable is no choice.
    const options = [...this.list.children];
    if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = this.active ? options.indexOf(this.active) + step : (step > 0 ? 0 : options.length - 1);
      this.point(options[(at + options.length) % options.length]);
    } else if (["Enter", "Tab"].includes(event.key) && this.active) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
}

export function startMentions() {
  onEach("textarea[data-mentions]", (field) => new Mentions(field));
}
