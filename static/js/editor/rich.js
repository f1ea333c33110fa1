// Rich text over Markdown: Milkdown Crepe with the features that need no inline style or eval.
import { CrepeBuilder } from "@milkdown/crepe/builder";
import { blockEdit } from "@milkdown/crepe/feature/block-edit";
import { cursor } from "@milkdown/crepe/feature/cursor";
import { linkTooltip } from "@milkdown/crepe/feature/link-tooltip";
import { placeholder } from "@milkdown/crepe/feature/placeholder";
import { table } from "@milkdown/crepe/feature/table";
import { toolbar } from "@milkdown/crepe/feature/toolbar";
import { editorViewCtx, editorViewOptionsCtx, remarkStringifyOptionsCtx } from "@milkdown/kit/core";
import { uploadConfig } from "@milkdown/kit/plugin/upload";
import { replaceAll } from "@milkdown/kit/utils";
import { announce, show } from "../announce.js";
import { sendFile } from "../upload.js";
import { word } from "../words.js";
import { pictures } from "./pictures.js";
import { tasks } from "./tasks.js";
import { buildToolbar } from "./toolbar.js";

const label = (name) => ({ label: word(name) });
// The sign of a button that has no words of its own, with a name for those who do not see it.
const plus = (name) => `<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M12 5v14M5 12h14" fill="none" stroke="currentColor" stroke-width="2"/></svg><span class="sr-only">${word(name)}</span>`;

/** Uploads pasted or dropped files; pictures become images, other files links. */
function uploader(box) {
  return async (files, schema) => {
    if (!box.dataset.uploadUrl) return [];
    const nodes = [];
    for (const file of files) {
      announce(word("uploading", { name: file.name }));
      try {
        const inline = file.type.startsWith("image/");
        const answer = await sendFile(box.dataset.uploadUrl, file, { inline });
        nodes.push(nodeFor(schema, file, answer));
        announce(word("uploaded", { name: answer.name }));
        if (!inline) document.dispatchEvent(new CustomEvent("ckp:uploaded", { detail: answer }));
      } catch (error) {
        show(error.message || word("uploadFailed", { name: file.name }));
      }
    }
    return nodes;
  };
}

function nodeFor(schema, file, answer) {
  if (file.type.startsWith("image/")) {
    return schema.nodes.image.createAndFill({ src: answer.url, alt: answer.name.replace(/\.\w+$/, ""), title: "" });
  }
  return schema.text(answer.name, [schema.marks.link.create({ href: answer.url })]);
}

function features(crepe) {
  crepe
    .addFeature(cursor, { virtual: false })
    .addFeature(table, { addRowIcon: plus("addRow"), addColIcon: plus("addColumn") })
    .addFeature(placeholder, { text: word("placeholder"), mode: "doc" })
    .addFeature(linkTooltip, { inputPlaceholder: word("pasteLink") })
    .addFeature(toolbar, {
      boldLabel: word("bold"), italicLabel: word("italic"), strikethroughLabel: word("strike"),
      codeLabel: word("code"), linkLabel: word("link"),
    });
  // The slash menu's handle stands in the margin, which narrow screens do not have.
  if (!matchMedia("(min-width: 768px)").matches) return;
  crepe.addFeature(blockEdit, {
    textGroup: {
      label: word("text"), text: label("text"), h1: label("heading1"), h2: label("heading2"), h3: label("heading3"),
      h4: null, h5: null, h6: null, quote: label("quote"), divider: label("divider"),
    },
    listGroup: {
      label: word("list"), bulletList: label("bulletList"), orderedList: label("orderedList"), taskList: label("taskList"),
    },
    advancedGroup: { label: word("advanced"), image: null, codeBlock: label("code"), table: label("table"), math: null },
  });
}

/** Starts the editor in `page`; keeps `area` up to date. Returns {read}: takes the area's text over. */
export async function startRich({ box, area, page }) {
  let known = area.value;
  // The document that the area's text stands for; none before the officer touches the editor, as
  // what it makes of a text on loading is no change.
  let doc = null;
  const crepe = new CrepeBuilder({ root: page, defaultValue: area.value });
  features(crepe);
  crepe.editor.use(pictures).use(tasks);
  crepe.editor.config((ctx) => {
    ctx.update(uploadConfig.key, (old) => ({ ...old, uploader: uploader(box) }));
    ctx.update(remarkStringifyOptionsCtx, (old) => ({ ...old, bullet: "-", rule: "-", emphasis: "*" }));
    ctx.update(editorViewOptionsCtx, (old) => ({
      ...old,
      attributes: {
        class: "prose-edit", role: "textbox", "aria-multiline": "true", spellcheck: "false",
        "aria-label": document.querySelector(`label[for="${CSS.escape(area.id)}"]`)?.textContent ?? "",
      },
    }));
  });
  const now = () => crepe.editor.action((ctx) => ctx.get(editorViewCtx).state.doc);
  const write = (markdown) => {
    doc = now();
    known = markdown;
    area.value = markdown;
  };
  crepe.on((listen) => {
    listen.markdownUpdated((_, markdown, before) => {
      if (!doc || doc === now() || markdown === before) return;
      write(markdown);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  await crepe.create();
  page.prepend(buildToolbar(crepe.editor, box));
  for (const name of ["pointerdown", "keydown", "beforeinput", "paste", "drop"]) {
    page.addEventListener(name, () => { doc ??= now(); }, true);
  }
  // The listener above hears of changes a moment late; a form that is sent wants the last key too.
  area.form?.addEventListener("formdata", (event) => {
    if (!doc || doc === now()) return;
    write(crepe.getMarkdown());
    event.formData.set(area.name, area.value);
  });
  return {
    read() {
      if (area.value === known) return;
      known = area.value;
      crepe.editor.action(replaceAll(area.value));
      doc = null;
    },
  };
}
