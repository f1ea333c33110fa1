// The three views of a text: rich text, Markdown, preview. Tabs after the ARIA pattern.
import { showSignedOut } from "../announce.js";
import { el } from "../dom.js";
import { SignedOut, post } from "../session.js";
import { word } from "../words.js";

async function previewOf(box, area) {
  if (!area.value.trim()) return el("p", { class: "muted" }, word("previewEmpty"));
  const body = new FormData(area.form);
  body.set("preview", "1");
  try {
    const answer = await post(box.dataset.previewUrl, body);
    if (!answer.ok) return el("p", { class: "form-error" }, word("failed"));
    // The server renders and sanitises what readers will see; scripts in it would not run anyway.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = document.createDocumentFragment();
    part.append(...page.body.childNodes);
    return part;
  } catch (error) {
    if (error instanceof SignedOut) showSignedOut();
    return el("p", { class: "form-error" }, word(error instanceof SignedOut ? "signedOut" : "offline"));
  }
}

/** Draws the tabs. `onShow(name, act)`: act returns false where the view cannot be shown. */
export function buildViews(box, area) {
  const id = area.id;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent ?? "";
  const pages = {
    edit: el("div", { class: "compose-rich" }),
    source: el("div", {}),
    preview: el("div", { class: "compose-preview prose", tabindex: "0" }),
  };
  const names = Object.keys(pages).filter((name) => name !== "preview" || box.dataset.previewUrl);
  const acts = {};
  const note = el("p", { class: "form-hint", role: "status" });
  const tabs = {};
  const bar = el("div", { class: "compose-tabs", role: "tablist", "aria-label": `${label} ${word("editorViews")}` });

  const select = (name) => {
    for (const other of names) {
      const chosen = other === name;
      pages[other].hidden = !chosen;
      tabs[other].setAttribute("aria-selected", String(chosen));
      tabs[other].tabIndex = chosen ? 0 : -1;
    }
  };
  const show = async (name, { quiet = false } = {}) => {
    note.textContent = "";
    if (name === "preview") pages.preview.replaceChildren(await previewOf(box, area));
    else if (await acts[name]?.() === false) {
      if (!quiet) tabs[name].focus();
      return false;
    }
    select(name);
    return true;
  };

  for (const name of names) {
    const page = pages[name];
    tabs[name] = el("button", {
      type: "button", role: "tab", id: `${id}_tab_${name}`, "aria-controls": `${id}_page_${name}`,
      onclick: () => show(name),
    }, word(name));
    page.id = `${id}_page_${name}`;
    page.setAttribute("role", "tabpanel");
    page.setAttribute("aria-labelledby", tabs[name].id);
    bar.append(tabs[name]);
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = names.indexOf(names.find((name) => tabs[name] === document.activeElement));
    const next = names[(at + step + names.length) % names.length];
    tabs[next].focus();
    show(next);
  });

  area.before(bar);
  pages.source.append(area);
  box.append(...names.map((name) => pages[name]));
  box.after(note);
  select("source");
  return {
    richPage: pages.edit,
    show,
    onShow: (name, act) => { acts[name] = act; },
    explain: (text) => { note.textContent = text; },
  };
}
