// Bundles style sheets and scripts into var/assets: `node static/build.mjs [--out DIR] [--sizes]`.
// Everything comes from node_modules and static/; nothing is fetched.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { iconSprite } from "./icons.mjs";
import { tokensFor } from "./tokens.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const krds = path.join(root, "node_modules/krds-uiux");
const argument = process.argv.indexOf("--out");
const out = argument > 0 ? path.resolve(process.argv[argument + 1]) : path.join(root, "var/assets");

const common = {
  bundle: true,
  minify: true,
  logLevel: "warning",
  target: ["chrome109", "firefox115", "safari16"],
  legalComments: "none",
  outdir: out,
  write: false,
  // Names stay plain: Django's manifest storage adds the hash and mends url() and source maps.
  entryNames: "[name]",
  assetNames: "[ext]/[name]",
  loader: { ".svg": "file", ".woff2": "file" },
  alias: { krds },
};

async function scripts() {
  return esbuild.build({
    ...common,
    entryPoints: { ckp: `${here}/js/ckp.js`, editor: `${here}/js/editor.js` },
    format: "iife",
    define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false" },
  });
}

async function styles() {
  const result = await esbuild.build({
    ...common,
    entryPoints: { ckp: `${here}/css/ckp.css`, editor: `${here}/css/editor.css`, admin: `${here}/css/admin.css` },
  });
  const tokens = await readFile(`${krds}/resources/css/token/krds_tokens.css`, "utf8");
  const sheets = result.outputFiles.filter((file) => file.path.endsWith(".css"));
  // The editor's sheet is always loaded beside ckp.css, which therefore brings the tokens of both.
  const prelude = tokensFor(tokens, sheets.map((file) => file.text).join("\n"));
  const minified = await esbuild.transform(prelude, { loader: "css", minify: true });
  return result.outputFiles.map((file) => ({
    path: file.path,
    contents: path.basename(file.path) === "ckp.css" ? minified.code + file.text : file.contents,
  }));
}

const start = Date.now();
const built = (await Promise.all([scripts(), styles()])).flatMap((r) => r.outputFiles ?? r);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const file of built) {
  await mkdir(path.dirname(file.path), { recursive: true });
  await writeFile(file.path, file.contents);
}
await cp(`${here}/img`, out, { recursive: true });
await writeFile(`${out}/icons.svg`, await iconSprite(krds, `${here}/img/icons`));
await rm(`${out}/icons`, { recursive: true, force: true });

const names = (await readdir(out, { recursive: true })).filter((name) => /\.(css|js|svg)$/.test(name));
for (const name of names.sort()) {
  const text = await readFile(path.join(out, name));
  if (process.argv.includes("--sizes")) {
    console.log(`${name.padEnd(28)} ${String(text.length).padStart(8)} B ${String(gzipSync(text, { level: 9 }).length).padStart(8)} B gzip`);
  }
}
console.log(`assets: ${built.length} files in ${Date.now() - start} ms`);
