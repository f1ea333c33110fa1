// The tool bar above rich text: real buttons with names, arrow keys between them.
import { commandsCtx, editorViewCtx } from "@milkdown/kit/core";
import { toggleLinkCommand } from "@milkdown/kit/component/link-tooltip";
import { uploadConfig } from "@milkdown/kit/plugin/upload";
import {
  createCodeBlockCommand, insertHrCommand, listItemSchema, toggleEmphasisCommand, toggleStrongCommand,
  turnIntoTextCommand, wrapInBlockTypeCommand, wrapInBlockquoteCommand, wrapInBulletListCommand,
  wrapInHeadingCommand, wrapInOrderedListCommand,
} from "@milkdown/kit/preset/commonmark";
import { insertTableCommand, toggleStrikethroughCommand } from "@milkdown/kit/preset/gfm";
import { el } from "../dom.js";
import { word } from "../words.js";

const SVG = "http://www.w3.org/2000/svg";

// Paths in a 24 x 24 field, drawn as lines.
const SHAPES = {
  heading1: "M4 6v12M11 6v12M4 12h7M15 9l3-2.5V18",
  heading2: "M4 6v12M11 6v12M4 12h7M15 10a2.5 2.5 0 1 1 4.5 1.500L15 18h5",
  text: "M5 6h14M12 6v12M9 18h6",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h8M6 19h8M14 5l-4 14",
  strike: "M4 12h16M16 8c-.5-2-2-3-4-3s-4 1-4 3M8 16c.5 2 2 3 4 3s4-1 4-3",
  code: "m8 7-5 5 5 5M16 7l5 5-5 5",
  bulletList: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  orderedList: "M10 6h10M10 12h10M10 18h10M4 5l1.5-1v5M4 14.500c1-1.5 3-.5 2 1L4 18h2.5",
  taskList: "m3 6 1.5 1.500L7 4.500M3 17l1.5 1.500L7 15.500M11 6h9M11 17h9",
  quote: "M6 6v12M10 8h10M10 12h10M10 16h6",
  divider: "M4 12h16",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.5-5.500l-1.5 1.500M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.5 5.500L12 16.5",
  table: "M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
};

function shape(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  for (const [key, value] of [["fill", "none"], ["stroke", "currentColor"], ["stroke-width", "1.8"], ["stroke-linecap", "round"], ["stroke-linejoin", "round"]]) {
    path.setAttribute(key, value);
  }
  svg.append(path);
  return svg;
}

function chooseImage(editor) {
  const input = el("input", { type: "file", accept: "image/*", multiple: true });
  input.addEventListener("change", () => editor.action(async (ctx) => {
    const view = ctx.get(editorViewCtx);
    const nodes = await ctx.get(uploadConfig.key).uploader(input.files, view.state.schema, ctx, view.state.selection.from);
    for (const node of nodes) view.dispatch(view.state.tr.replaceSelectionWith(node, false).scrollIntoView());
    view.focus();
  }));
  input.click();
}

function tools(editor, box) {
  const call = (command, payload) => () => editor.action((ctx) => {
    ctx.get(commandsCtx).call(command.key, payload);
    ctx.get(editorViewCtx).focus();
  });
  const task = () => editor.action((ctx) => {
    ctx.get(commandsCtx).call(wrapInBlockTypeCommand.key, { nodeType: listItemSchema.type(ctx), attrs: { checked: false } });
    ctx.get(editorViewCtx).focus();
  });
  return [
    [["text", call(turnIntoTextCommand)], ["heading1", call(wrapInHeadingCommand, 1)], ["heading2", call(wrapInHeadingCommand, 2)]],
    [["bold", call(toggleStrongCommand)], ["italic", call(toggleEmphasisCommand)], ["strike", call(toggleStrikethroughCommand)]],
    [["bulletList", call(wrapInBulletListCommand)], ["orderedList", call(wrapInOrderedListCommand)], ["taskList", task]],
    [
      ["link", call(toggleLinkCommand)], ["table", call(insertTableCommand, { row: 3, col: 3 })],
      ...(box.dataset.uploadUrl ? [["image", () => chooseImage(editor)]] : []),
      ["quote", call(wrapInBlockquoteCommand)], ["code", call(createCodeBlockCommand)], ["divider", call(insertHrCommand)],
    ],
  ];
}

/** The tool bar of one editor. */
export function buildToolbar(editor, box) {
  const bar = el("div", { class: "compose-tools", role: "toolbar", "aria-label": word("tools") });
  for (const group of tools(editor, box)) {
    bar.append(el("span", { class: "group" }, ...group.map(([name, act]) => el("button", {
      type: "button", title: word(name), "aria-label": word(name), tabindex: "-1", onclick: act,
      // Keeps the selection in the text.
      onmousedown: (event) => event.preventDefault(),
    }, shape(name)))));
  }
  const buttons = [...bar.querySelectorAll("button")];
  buttons[0].tabIndex = 0;
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.tabIndex = 0;
    next.focus();
  });
  return bar;
}
