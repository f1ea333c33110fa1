// Gathers single-colour icons into one SVG sprite: those of KRDS named below, and our own.
import { readFile, readdir } from "node:fs/promises";

// Name in our templates: file in the KRDS package (ico_*.svg).
const FROM_KRDS = {
  angle: "angle", search: "sch", globe: "global", close: "close", check: "complete_fill",
  info: "information_fill", warning: "warning_fill", error: "error_fill", success: "success_fill",
  upload: "upload", download: "download", file: "file", trash: "delete", filter: "filter",
  reset: "reset", home: "bread_home", person: "my", logout: "logout", login: "login", menu: "all",
  more: "more", plus: "plus", help: "help", calendar: "calendar", share: "share", like: "like",
  bookmark: "scrap", print: "print", settings: "setting", eye: "pw_visible_on", external: "go",
  bell: "notice_fill",
};

function symbol(id, svg) {
  const box = /viewBox="([^"]+)"/.exec(svg)[1];
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>[\s\S]*$/, "")
    .replace(/<defs>[\s\S]*?<\/defs>/g, "")
    .replace(/<\/?g[^>]*>/g, "")
    .replace(/ (id|clip-path|style)="[^"]*"/g, "")
    .replace(/fill="white"/gi, 'fill="var(--icon-cut,#fff)"')
    .replace(/(fill|stroke)="#[0-9a-f]{3,8}"/gi, '$1="currentColor"')
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${id}" viewBox="${box}" fill="none">${body}</symbol>`;
}

export async function iconSprite(krds, own) {
  const parts = [];
  for (const [id, name] of Object.entries(FROM_KRDS)) {
    parts.push(symbol(id, await readFile(`${krds}/resources/img/component/icon/ico_${name}.svg`, "utf8")));
  }
  for (const name of (await readdir(own)).filter((entry) => entry.endsWith(".svg")).sort()) {
    parts.push(symbol(name.slice(0, -4), await readFile(`${own}/${name}`, "utf8")));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${parts.join("")}</svg>`;
}
