// A copy of a form's text in this browser, for when the server cannot have it.
//
// Kept for each officer and form, removed as soon as the server has the same text.
import { clock, word } from "./words.js";
import { announce } from "./announce.js";
import { el, icon } from "./dom.js";

const SENT = "ckp:sent";
const NOT_TEXT = new Set(["csrfmiddlewaretoken", "version", "preview", "token", "parent"]);

/** The form's fields as [name, value] pairs: what an officer typed or chose, no files. */
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TEXT.has(name));
}

/** What the officer wrote, as one comparable string. CRLF and LF count as the same; `base` says
 * what the text began from and is kept with it, but is nothing written. */
export function asText(fields) {
  return JSON.stringify(fields.filter(([name]) => name !== "base").map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]));
}

export class Backup {
  constructor(form) {
    this.form = form;
    const officer = document.documentElement.dataset.officer ?? "";
    this.key = `ckp:draft:${officer}:${form.dataset.autosaveKey ?? location.pathname}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch (error) {
      console.warn("Unreadable local copy", error);
      return null;
    }
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: fieldsOf(this.form) }));
    } catch (error) {
      console.warn("No room for a local copy", error); // Storage full or off: the server still has autosave.
    }
  }

  drop() {
    localStorage.removeItem(this.key);
  }

  /** Called when the form is sent: the page that follows decides whether the copy may go. */
  sent() {
    this.keep();
    sessionStorage.setItem(SENT, this.key);
  }

  /** Puts the kept fields back into the form. */
  restore(fields) {
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || NOT_TEXT.has(field.name) || field.type === "file") continue;
      const kept = values.get(field.name) ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = kept.includes(option.value);
      else if (kept.length && field.type !== "submit" && field.type !== "button") field.value = kept[0];
    }
    this.form.dispatchEvent(new CustomEvent("ckp:restored"));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Offers a copy that differs from what the page shows. */
  offer() {
    const kept = this.read();
    // data-autosave-settled: the server has put all that was sent into this page.
    if (!kept || "autosaveSettled" in this.form.dataset || asText(kept.fields) === asText(fieldsOf(this.form))) {
      this.drop();
      return;
    }
    const box = el("div", { class: "alert warning no-print", role: "alert" }, icon("warning"));
    const button = (name, kind, act) => el("button", {
      type: "button", class: `krds-btn small ${kind}`,
      onclick: () => { act(); box.remove(); },
    }, word(name));
    box.append(el("div", { class: "stack" }, el("p", {}, word("restoreFound", { time: clock(kept.at) })),
      el("p", { class: "row" },
        button("restore", "", () => { this.restore(kept.fields); announce(word("restored")); }),
        button("discard", "text", () => this.drop()))));
    this.form.before(box);
  }
}

/** On the page after a form was sent: its copy goes, unless this is a sign-in or error page. */
export function settleSent() {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  sessionStorage.removeItem(SENT);
  const arrived = document.documentElement.dataset.officer && !document.querySelector("[data-error-page]");
  // A scoring form shows what was sent, or belongs to the next item.
  const other = document.querySelector("form[data-autosave-url]:not([data-score-form])");
  if (arrived && !other) localStorage.removeItem(key);
}
