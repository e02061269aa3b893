/*
 * Firefox, driven by puppeteer-core over WebDriver BiDi. Each line on the standard input is a command in JSON:
 * {do, page, …}. The answer is one line: {result} or {error}.
 */

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  extraPrefsFirefox: { "intl.accept_languages": "en" },
});
const pages = [];
/** @param {import("puppeteer-core").Page} page */
const added = (page) => pages.push(page) - 1;

const commands = {
  async person({ width, height }) {
    const context = await browser.createBrowserContext();
    // Open a window, not a tab: the browser treats the page of a background tab as hidden.
    const page = await context.newPage({ type: "window" });
    await page.setViewport({ width, height });
    return added(page);
  },
  async another_tab({ page }) {
    const tab = await pages[page].browserContext().newPage({ type: "window" });
    await tab.setViewport(pages[page].viewport());
    return added(tab);
  },
  async open({ page, url }) {
    await pages[page].goto(url);
  },
  run: ({ page, script, args }) => pages[page].evaluate(`(${script})(...${JSON.stringify(args)})`),
  click: ({ page, selector }) => pages[page].click(selector),
  type: ({ page, text }) => pages[page].keyboard.type(text),
  async press({ page, keys }) {
    const { keyboard } = pages[page];
    const modifiers = keys.slice(0, -1);
    for (const key of modifiers) await keyboard.down(key);
    await keyboard.press(keys.at(-1));
    for (const key of modifiers.reverse()) await keyboard.up(key);
  },
  async close_people() {
    for (const context of browser.browserContexts())
      if (context !== browser.defaultBrowserContext()) await context.close();
  },
  close: ({ page }) => pages[page].close(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await commands[command.do](command)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
await browser.close();
