// The bundler: one script and one style sheet per page, written into static/built/. The files are named by their content;
// manifest.json maps each page's file to its built name. Each text file has two compressed copies, which the server sends:
// .br (Brotli, about a tenth smaller; browsers accept it over HTTPS and from this machine only) and .gz. Files of earlier
// builds stay for 30 days (outdated.mjs).

import { createHash } from "node:crypto";
import { build } from "esbuild";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { wantedSubsets } from "./font-subsets.mjs";
import { notices, packageFolders } from "./notices.mjs";
import { sortOutdated } from "./outdated.mjs";

const compressions = { br: promisify(brotliCompress), gz: promisify((text, done) => gzip(text, { level: 9 }, done)) };
const root = fileURLToPath(new URL(".", import.meta.url));
const out = join(root, "built");
/** The pages with a script and a style sheet of the same name. */
const pages = [
  "floor",
  "chairs",
  "stage",
  "booth",
  "panel",
  "organiser",
  "admin",
  "imports",
  "handout",
  "setup",
  "ledger",
];
const scripts = [...pages, "enter", "leave", "forgotten", "about", "floor/unsent", "entry-code"];
/** The fonts that the stage loads for some languages only (moderation/core/stage_fonts.py). */
const fonts = ["arabic", "zh-hans", "zh-hant", "ja", "ko"];
const sheets = [...pages, "plain", ...fonts.map((name) => `stage-font-${name}`)];
const entries = [...scripts.map((name) => `js/${name}.js`), ...sheets.map((name) => `css/${name}.css`)];

await mkdir(out, { recursive: true });
const manifest = {};
const built = new Set(["manifest.json"]);
const sources = [];
for (const entry of entries) {
  const result = await bundle(entry);
  sources.push(...Object.keys(result?.metafile.inputs ?? {}).map((file) => join(root, file)));
  for (const [file, { entryPoint }] of Object.entries(result?.metafile.outputs ?? {})) {
    built.add(basename(file));
    if (entryPoint) manifest[basename(entryPoint)] = basename(file);
  }
}

const licences = await notices(packageFolders(sources));
const hash = createHash("sha256").update(licences).digest("hex").slice(0, 8).toUpperCase();
manifest["third-party-notices.txt"] = `third-party-notices.${hash}.txt`;
built.add(manifest["third-party-notices.txt"]);
await writeFile(join(out, manifest["third-party-notices.txt"]), licences);

for (const name of [...built].filter((name) => /\.(js|css|txt)$/.test(name))) {
  for (const [suffix, compress] of Object.entries(compressions)) {
    await writeFile(join(out, `${name}.${suffix}`), await compress(await readFile(join(out, name))));
    built.add(`${name}.${suffix}`);
  }
}

// Write the manifest last and replace it in one step: a running server must never read the name of a missing file.
await writeFile(join(out, "manifest.json.new"), `${JSON.stringify(manifest, null, 2)}\n`);
await rename(join(out, "manifest.json.new"), join(out, "manifest.json"));
const record = join(out, "outdated.json");
built.add("outdated.json");
const before = JSON.parse(await readFile(record, "utf8").catch(() => "{}"));
const { remove, dropped } = sortOutdated(await readdir(out), built, before, new Date());
for (const name of remove) await rm(join(out, name), { recursive: true });
await writeFile(record, `${JSON.stringify(dropped, null, 2)}\n`);

console.log(
  `built ${Object.keys(manifest).length - 1} of ${entries.length} pages' files into ${relative(process.cwd(), out)}`,
);

/**
 * The pages use WebSocket only (shared/stream/wire.js), and no event has binary data: leave out the other transports of
 * engine.io-client and the binary packets of socket.io-parser, about 2 KB of
 * the compressed script.
 */
function withoutUnusedParts() {
  const contents = {
    "engine.io-client/build/esm/transports/index.js":
      'import { WS } from "./websocket.node.js"; export const transports = { websocket: WS };',
    "engine.io-client/build/esm/transports/polling-xhr.js": "export class XHR {}",
    "engine.io-client/build/esm/transports/polling-fetch.js": "export class Fetch {}",
    "socket.io-parser/build/esm/binary.js":
      "export const deconstructPacket = () => {}; export const reconstructPacket = () => {};",
    "socket.io-parser/build/esm/is-binary.js":
      "export const isBinary = () => false; export const hasBinary = () => false;",
  };
  const file = /(engine\.io-client|socket\.io-parser)[\\/]build[\\/]esm[\\/].*/;
  return {
    name: "without unused parts",
    setup: ({ onLoad }) =>
      onLoad({ filter: file }, ({ path }) => {
        const name = file.exec(path)[0].replaceAll("\\", "/");
        return name in contents ? { contents: contents[name], resolveDir: dirname(path), loader: "js" } : null;
      }),
  };
}

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
      // A link to the licences would contain the script's hash, so that the compressed size would change at random. The
      // pages link to the licences of all packages.
      legalComments: "external",
      metafile: true,
      plugins: [withoutUnusedParts(), wantedSubsets((path) => readFile(path, "utf8"))],
      logLevel: "warning",
    });
  } catch {
    process.exitCode = 1;
    return null;
  }
}
