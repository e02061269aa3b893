// The bundler: one script and one style sheet per page, written into static/built/. The files are named by their content;
// manifest.json maps each page's file to its built name. Each text file has a compressed copy (.gz), which the server
// sends.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);
const root = fileURLToPath(new URL(".", import.meta.url));
const out = join(root, "built");
const scripts = ["floor", "chairs", "stage", "booth", "panel", "organiser", "ledger", "enter"];
const sheets = ["floor", "chairs", "stage", "booth", "panel", "organiser", "ledger", "plain"];
const entries = [...scripts.map((name) => `js/${name}.js`), ...sheets.map((name) => `css/${name}.css`)];

await mkdir(out, { recursive: true });
const manifest = {};
const built = new Set(["manifest.json"]);
for (const entry of entries) {
  const result = await bundle(entry);
  for (const [file, { entryPoint }] of Object.entries(result?.metafile.outputs ?? {})) {
    built.add(basename(file));
    if (entryPoint) manifest[basename(entryPoint)] = basename(file);
  }
}

for (const name of [...built].filter((name) => /\.(js|css)$/.test(name))) {
  await writeFile(join(out, `${name}.gz`), await compress(await readFile(join(out, name)), { level: 9 }));
  built.add(`${name}.gz`);
}

// Write the manifest last and replace it in one step: a running server must never read the name of a missing file.
await writeFile(join(out, "manifest.json.new"), `${JSON.stringify(manifest, null, 2)}\n`);
await rename(join(out, "manifest.json.new"), join(out, "manifest.json"));
for (const name of await readdir(out)) if (!built.has(name)) await rm(join(out, name), { recursive: true });

console.log(
  `built ${Object.keys(manifest).length} of ${entries.length} pages' files into ${relative(process.cwd(), out)}`,
);

/**
 * Bundle the file of one page. Each page is bundled separately, so that an error in a page does not affect other pages.
 * esbuild prints the error.
 */
async function bundle(entry) {
  try {
    return await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir: out,
      entryNames: "[name].[hash]",
      assetNames: "[name].[hash]",
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2020",
      tsconfigRaw: {}, // Otherwise esbuild reads the tsconfig.json of every folder up to the root.
      charset: "utf8",
      loader: { ".woff2": "file" },
      legalComments: "linked",
      metafile: true,
      logLevel: "warning",
    });
  } catch {
    process.exitCode = 1;
    return null;
  }
}
