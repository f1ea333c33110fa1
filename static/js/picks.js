// [data-picks] around a text field of words between commas: chips with suggestions.
//
// The field stays what is sent. data-picks-url answers ?q= with {options: [{value, label, note}]};
// data-picks-names is the id of a JSON of value: name for words that stand for somebody. What is
// typed and not chosen counts as a word too; the server says whether it knows it.
import { announce } from "./announce.js";
import { el, icon, onEach } from "./dom.js";
import { word } from "./words.js";

const SEPARATORS = /[,;\n、]/;
const PAUSE = 150;

class Picks {
  constructor(box) {
    this.box = box;
    this.field = box.querySelector("input");
    const names = document.getElementById(box.dataset.picksNames ?? "");
    this.names = new Map(Object.entries(names ? JSON.parse(names.textContent) : {}));
    this.asked = 0;
    this.build();
    this.read();
    this.field.form?.addEventListener("ckp:restored", () => this.read());
  }

  build() {
    const { id } = this.field;
    this.list = el("ul", { class: "picks-list" });
    this.options = el("ul", { class: "picks-options", role: "listbox", id: `${id}_options`, hidden: true,
      "aria-label": document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() ?? "" });
    this.input = el("input", {
      type: "text", id, role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.options.id, "aria-describedby": this.field.getAttribute("aria-describedby"),
      "aria-invalid": this.field.getAttribute("aria-invalid"),
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onblur: () => this.leave(),
    });
    // The label and the links of error lists lead to what the officer types into.
    this.field.id = `${id}_value`;
    this.field.type = "hidden";
    this.box.append(this.list, this.input, this.options);
  }

  get words() {
    return this.field.value.split(SEPARATORS).map((part) => part.trim()).filter(Boolean);
  }

  read() {
    this.list.replaceChildren(...this.words.map((value) => this.chip(value)));
    this.list.hidden = !this.list.children.length;
  }

  chip(value) {
    const name = this.names.get(value) ?? value;
    const known = !("picksKnown" in this.box.dataset) || this.names.has(value);
    return el("li", { class: known ? "pick" : "pick is-unknown" }, `${this.box.dataset.picksPrefix ?? ""}${name}`,
      el("button", { type: "button", "aria-label": word("remove", { name }), onclick: () => this.remove(value) }, icon("close")));
  }

  write(words) {
    this.field.value = words.join(", ");
    this.read();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  add(value, name) {
    const clean = value.replace(/^#/, "").trim();
    this.input.value = "";
    this.close();
    if (!clean) return;
    if (name) this.names.set(clean, name);
    if (this.words.some((other) => other.toLowerCase() === clean.toLowerCase())) return;
    this.write([...this.words, clean]);
    announce(word("added", { name: name ?? clean }));
  }

  remove(value) {
    this.write(this.words.filter((other) => other !== value));
    announce(word("removed", { name: this.names.get(value) ?? value }));
    this.input.focus();
  }

  typed() {
    const parts = this.input.value.split(SEPARATORS);
    if (parts.length > 1) {
      for (const part of parts.slice(0, -1)) this.add(part);
      this.input.value = parts.at(-1).trimStart();
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = ++this.asked;
    const typed = this.input.value.replace(/^#/, "").trim();
    if (!typed) return this.close();
    try {
      const url = `${this.box.dataset.picksUrl}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const options = answer.ok ? (await answer.json()).options : [];
      if (asked === this.asked && document.activeElement === this.input) this.open(options);
    } catch (error) {
      console.warn("No suggestions", error); // Offline: typing goes on without them.
      this.close();
    }
  }

  open(options) {
    const picked = new Set(this.words.map((value) => value.toLowerCase()));
    const fresh = options.filter((option) => !picked.has(option.value.toLowerCase()));
    this.options.replaceChildren(...fresh.map((option, place) => el("li", {
      role: "option", id: `${this.options.id}_${place}`, "aria-selected": "false", "data-value": option.value, "data-name": option.note ? `${option.label} · ${option.note}` : option.label,
      // Keeps the focus in the field.
      onmousedown: (event) => event.preventDefault(),
      onclick: (event) => this.choose(event.currentTarget),
    }, el("span", {}, option.label), ...(option.note ? [el("span", { class: "note" }, option.note)] : []))));
    this.options.hidden = !fresh.length;
    this.input.setAttribute("aria-expanded", String(fresh.length > 0));
    this.point(null);
    if (fresh.length) announce(word("suggestions", { count: fresh.length }));
  }

  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.options.hidden = true;
    this.options.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.point(null);
  }

  point(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    this.add(option.dataset.value, option.dataset.name);
  }

  key(event) {
    if (event.isComposing) return; // Enter that ends a Hangul syllable is no choice.
    const options = [...this.options.children];
    if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = this.active ? options.indexOf(this.active) + step : (step > 0 ? 0 : options.length - 1);
      this.point(options[(at + options.length) % options.length]);
    } else if (event.key === "Enter") {
      event.preventDefault(); // Never sends the form.
      if (this.active) this.choose(this.active);
      else this.add(this.input.value);
    } else if (event.key === "Escape" && !this.options.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value && this.words.length) {
      this.remove(this.words.at(-1));
    }
  }

  leave() {
    this.add(this.input.value);
  }
}

export function startPicks() {
  onEach("[data-picks]", (box) => new Picks(box));
}
