// The Markdown editor: [data-editor] around a textarea becomes rich text, Markdown and preview.
//
// The textarea stays the form's field and always holds the Markdown. Rich text writes to it only
// after the officer changed something, so that opening a text never rewrites it. With JavaScript
// off, or where rich text fails to start, the textarea is the editor.
import { onEach } from "./dom.js";
import { startRich } from "./editor/rich.js";
import { buildViews } from "./editor/views.js";
import { word } from "./words.js";

// Marks around two versions of a place are no Markdown: rich text would make quotations of them.
const MARKS = [/^<{7}( |$)/m, /^>{7}( |$)/m];
const LONGEST_RICH = 200_000; // characters; beyond it browsers become slow with rich text

async function start(box) {
  const area = box.querySelector("textarea");
  const views = buildViews(box, area);
  let rich = null;

  const openRich = async () => {
    if (area.value.length > LONGEST_RICH) {
      views.explain(word("tooLong"));
      return false;
    }
    if (MARKS.every((mark) => mark.test(area.value))) {
      views.explain(word("twoVersions"));
      return false;
    }
    if (!rich) {
      try {
        rich = await startRich({ box, area, page: views.richPage });
      } catch (error) {
        console.error("Rich text did not start; the Markdown field remains", error);
        return false;
      }
    } else rich.read();
    return true;
  };

  views.onShow("edit", openRich);
  views.onShow("source", () => true);
  area.form?.addEventListener("ckp:restored", () => rich?.read());
  const shown = await views.show("edit", { quiet: true });
  if (!shown) await views.show("source", { quiet: true });
}

onEach("[data-editor]", start);
