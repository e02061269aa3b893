// The third-party notices: name, version and licence text of every npm package whose files are in the built files.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const LICENCE = /^(licen[cs]e|copying|notice)/i;

/** Return the folders of the packages that these source files belong to, sorted. `files`: paths with slashes. */
export function packageFolders(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]);
  return [...new Set(folders.filter(Boolean))].sort();
}

/**
 * Return the notices as text: one section for each package. Fails if a package has no licence text, because it may not be
 * shipped without one.
 */
export async function notices(folders) {
  const sections = await Promise.all(folders.map(section));
  return `Third-party software and fonts in the pages of Open Floor\n\n${sections.join("\n")}`;
}

async function section(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const names = (await readdir(folder)).filter((file) => LICENCE.test(file)).sort();
  if (!names.length) throw new Error(`${name} has no licence file`);
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), "utf8")));
  const heading = `${name} ${version} (${license})`;
  return [
    `${heading}\n${"=".repeat(heading.length)}`,
    ...texts.map((text) => text.replaceAll("\r\n", "\n").trim()),
    "",
  ].join("\n\n");
}
