// Bundles one script and one style sheet per page into static/built/, names them by their content,
// says which is which in manifest.json, and puts a .gz beside each text for the server to send.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);
const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "built");
const scripts = ["floor", "chairs", "stage", "booth", "panel", "organiser", "ledger", "enter"];
const sheets = ["floor", "chairs", "stage", "booth", "panel", "organiser", "ledger", "plain"];
const entries = [...scripts.map((name) => `js/${name}.js`), ...sheets.map((name) => `css/${name}.css`)];

await mkdir(out, { recursive: true });
const manifest = {};
const made = new Set(["manifest.json"]);
for (const entry of entries) {
  const result = await bundle(entry);
  for (const [file, { entryPoint }] of Object.entries(result?.metafile.outputs ?? {})) {
    made.add(basename(file));
    if (entryPoint) manifest[basename(entryPoint)] = basename(file);
  }
}

for (const name of [...made].filter((name) => /\.(js|css)$/.test(name))) {
  await writeFile(join(out, `${name}.gz`), await compress(await readFile(join(out, name)), { level: 9 }));
  made.add(`${name}.gz`);
}

// The manifest comes last and in one step: a running server never reads of a file that is not there.
await writeFile(join(out, "manifest.json.new"), `${JSON.stringify(manifest, null, 2)}\n`);
await rename(join(out, "manifest.json.new"), join(out, "manifest.json"));
for (const name of await readdir(out)) if (!made.has(name)) await rm(join(out, name), { recursive: true });

console.log(
  `built ${Object.keys(manifest).length} of ${entries.length} pages' files into ${relative(process.cwd(), out)}`,
);

// One page at a time, so that a mistake in one leaves the others usable; esbuild itself prints what is wrong.
async function bundle(entry) {
  try {
    return await build({
      absWorkingDir: here,
      entryPoints: [entry],
      outdir: out,
      entryNames: "[name].[hash]",
      assetNames: "[name].[hash]",
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2020",
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
