// Pictures of a text. Markdown without a title gives null, which the editor's own rules refuse.
import { imageSchema } from "@milkdown/kit/preset/commonmark";

export const pictures = imageSchema.extendSchema((before) => (ctx) => {
  const schema = before(ctx);
  const runner = (state, node, type) => {
    state.addNode(type, { src: node.url, alt: node.alt ?? "", title: node.title ?? "" });
  };
  return { ...schema, parseMarkdown: { ...schema.parseMarkdown, runner } };
});
