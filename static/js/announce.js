// Tells screen readers what changed without a page load, and everyone what went wrong.
import { el, icon } from "./dom.js";
import { word } from "./words.js";

/** Reads `text` out once; nothing is shown. */
export function announce(text) {
  const line = document.getElementById("announce");
  if (!line) return;
  line.textContent = "";
  // A change of text in a later frame is what screen readers notice.
  requestAnimationFrame(() => { line.textContent = text; });
}

/** Shows a message above the content (it is read out too). `link` is {url, label}. */
export function show(text, level = "danger", link = null) {
  const place = document.getElementById("messages");
  const body = el("div", {}, el("p", {}, text));
  if (link) body.append(el("p", {}, el("a", { href: link.url, target: "_blank", rel: "noopener" }, link.label)));
  const box = el("div", { class: `alert ${level}`, role: level === "danger" ? "alert" : "status" },
    icon(level === "danger" ? "error" : "info"), body);
  if (!place) return announce(text);
  place.replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}

/** Says that the session has ended, and where to sign in. */
export function showSignedOut() {
  show(word("signedOut"), "danger", { url: word("loginUrl"), label: word("signIn") });
}
