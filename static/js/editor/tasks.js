// Check boxes of task lists in rich text: a click on the box, or Ctrl+Enter in the line.
import { keymap } from "@milkdown/kit/prose/keymap";
import { Plugin } from "@milkdown/kit/prose/state";
import { $prose } from "@milkdown/kit/utils";

function turn(view, place, node) {
  view.dispatch(view.state.tr.setNodeMarkup(place, undefined, { ...node.attrs, checked: !node.attrs.checked }));
  return true;
}

/** The task that holds the selection: [place, node], or nothing. */
function taskAt({ $from }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.name === "list_item" && node.attrs.checked != null) return [$from.before(depth), node];
  }
  return null;
}

const clicks = new Plugin({
  props: {
    handleDOMEvents: {
      mousedown(view, event) {
        const line = event.target.closest?.('li[data-item-type="task"]');
        // The box is drawn in the margin left of the line.
        if (!line || event.target !== line || event.clientX >= line.getBoundingClientRect().left) return false;
        const place = view.posAtDOM(line, 0) - 1;
        const node = view.state.doc.nodeAt(place);
        if (node?.attrs.checked == null) return false;
        event.preventDefault();
        return turn(view, place, node);
      },
    },
  },
});

const keys = keymap({
  "Mod-Enter": (state, dispatch, view) => {
    const task = taskAt(state.selection);
    if (!task || !view) return false;
    return dispatch ? turn(view, ...task) : true;
  },
});

export const tasks = [$prose(() => clicks), $prose(() => keys)];
