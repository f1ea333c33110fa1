// form[data-autosave-url]: saves itself, says so in [data-save-state], and never loses text.
//
// POSTs the form's fields; the answer is JSON {saved_at, version}, or 409 {message}. `version`
// goes into the form's field of that name. While the server cannot have the text (offline, signed
// out, conflict) a copy stays in this browser and saving is tried again.
import { announce } from "./announce.js";
import { Backup, asText, fieldsOf, settleSent } from "./backup.js";
import { el, onEach } from "./dom.js";
import { SignedOut, post } from "./session.js";
import { clock, word } from "./words.js";

const PAUSE = 3000; // after the last key
const READING = 400;
const LONGEST = 15000; // while typing goes on
const RETRY = 10000;
const KEEPALIVE_LIMIT = 60000; // browsers allow 64 KB in requests that outlive a page

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
    this.backup = new Backup(form);
    this.saved = asText(fieldsOf(form));
    this.busy = false;
    this.stopped = false;
    this.leaving = false;
    this.backup.offer();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("ckp:save", () => this.save());
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.leave(); });
    // A browser waits for the first of these two; a slow one may drop the page before the second.
    for (const name of ["beforeunload", "pagehide"]) addEventListener(name, () => this.leave());
    for (const name of ["online", "focus"]) addEventListener(name, () => this.save());
  }

  get text() {
    return asText(fieldsOf(this.form));
  }

  get dirty() {
    return this.text !== this.saved;
  }

  /** Something may have been typed. Reading the form takes a moment, so not with every key. */
  changed() {
    clearTimeout(this.copying);
    this.copying = setTimeout(() => {
      if (!this.dirty) return;
      this.backup.keep();
      if (!this.stopped && !["failed", "signed-out", "saving"].includes(this.state)) this.say("unsaved", word("unsaved"));
    }, READING);
    if (this.stopped) return;
    this.since ??= Date.now();
    clearTimeout(this.timer);
    const wait = Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now()));
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    if (this.busy || this.stopped || this.leaving) return;
    this.since = undefined;
    if (!this.dirty) return;
    clearTimeout(this.timer);
    this.busy = true;
    const text = this.text;
    if (this.state !== "failed" && this.state !== "signed-out") this.say("saving", word("saving"));
    try {
      const answer = await post(this.form.dataset.autosaveUrl, this.body());
      if (answer.ok) this.succeeded(text, await answer.json());
      else if (answer.status === 409) this.conflict(await answer.json());
      else this.failed(await this.reason(answer));
    } catch (error) {
      if (error instanceof SignedOut) this.signedOut();
      else this.failed(word("saveFailed"));
    } finally {
      this.busy = false;
    }
  }

  body() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") body.append(name, value);
    return body;
  }

  async reason(answer) {
    const json = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    return json.message ?? word("saveFailed");
  }

  succeeded(text, answer) {
    const recovered = this.state === "failed" || this.state === "signed-out";
    this.saved = text;
    if (this.form.elements.version && answer.version !== undefined) this.form.elements.version.value = answer.version;
    if (this.dirty) this.changed();
    else {
      clearTimeout(this.copying);
      this.backup.drop();
    }
    const said = word("saved", { time: clock(answer.saved_at) });
    this.say("saved", said);
    if (recovered) announce(said);
  }

  failed(message) {
    this.backup.keep();
    this.say("failed", message);
    this.timer = setTimeout(() => this.save(), RETRY);
  }

  signedOut() {
    this.backup.keep();
    this.say("signed-out", word("mustSignIn"), el("a", { href: word("loginUrl"), target: "_blank", rel: "noopener" }, word("signIn")));
    this.timer = setTimeout(() => this.save(), RETRY);
  }

  conflict(answer) {
    this.backup.keep();
    this.stopped = true;
    this.say("conflict", `${answer.message ?? word("conflict")} ${word("conflictHelp")}`);
  }

  /** Shows the state; a problem that is new is read out as well. */
  say(state, text, ...more) {
    const problem = ["failed", "signed-out", "conflict"].includes(state);
    if (problem && this.state !== state) announce(text);
    this.state = state;
    if (!this.line) return;
    this.line.dataset.state = state;
    this.line.replaceChildren(text, ...more.flatMap((part) => [" ", part]));
  }

  submit(event) {
    if (this.leaving) {
      // A second click while the first one is on its way.
      event.preventDefault();
      return;
    }
    if (this.busy) {
      // The save on its way counts the version up that this form would be sent with.
      event.preventDefault();
      const sender = event.submitter;
      this.pending ??= this.idle().then(() => {
        this.pending = null;
        this.form.requestSubmit(sender);
      });
      return;
    }
    if (this.state === "signed-out") {
      // Sending now would end at the sign-in page. Try to save first; that finds a new session.
      event.preventDefault();
      const sender = event.submitter;
      this.save().then(() => { if (this.state === "saved") this.form.requestSubmit(sender); });
      return;
    }
    this.backup.sent();
    this.leaving = true;
    // Where the page stays (a download, a stopped request), saving goes on.
    setTimeout(() => { this.leaving = false; }, 10000);
  }

  async idle() {
    while (this.busy) await new Promise((done) => { setTimeout(done, 50); });
  }

  leave() {
    if (this.leaving || this.stopped || !this.dirty) return;
    this.backup.keep();
    const body = this.body();
    const text = this.text;
    if (text === this.sentOnLeaving || body.toString().length > KEEPALIVE_LIMIT) return;
    this.sentOnLeaving = text;
    post(this.form.dataset.autosaveUrl, body, { keepalive: true })
      .then(async (answer) => { if (answer.ok) this.succeeded(text, await answer.json()); })
      .catch((error) => console.warn("Not saved on leaving; the local copy stays", error));
  }
}

export function startAutosave() {
  settleSent();
  onEach("form[data-autosave-url]", (form) => new Autosave(form));
}
