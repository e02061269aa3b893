/*
 * Run Lighthouse on each page of a list, and report the scores of accessibility and best practices. The standard input
 * is JSON: [{name, url, cookies, phone}]. After each page, the program writes one line of JSON to the standard output:
 * {name, scores, faults}.
 */

import { text } from "node:stream/consumers";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const CATEGORIES = ["accessibility", "best-practices"];
const SCREENS = {
  phone: { mobile: true, width: 390, height: 844, deviceScaleFactor: 2, disabled: false },
  desktop: { mobile: false, width: 1440, height: 900, deviceScaleFactor: 1, disabled: false },
};

/*
 * Ignore a failure of Lighthouse after the measurement. Lighthouse waits for a limited time until a page is quiet, and
 * then measures the page in any case. If the page was not quiet in time, Lighthouse still waits for this in the
 * background. This wait fails when the page is closed, and the failure must not end the program.
 */
process.on("unhandledRejection", (/** @type {any} */ error) => {
  if (!/Session closed|Target closed/.test(String(error?.message))) throw error;
});

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const { name, url, cookies, phone } of JSON.parse(await text(process.stdin))) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await context.setCookie(...cookies);
  const answer = await lighthouse(
    url,
    {
      onlyCategories: CATEGORIES,
      disableStorageReset: true,
      throttlingMethod: "provided",
      formFactor: phone ? "mobile" : "desktop",
      screenEmulation: SCREENS[phone ? "phone" : "desktop"],
    },
    undefined,
    page,
  );
  const { categories, audits, runtimeError } = answer.lhr;
  const scores = CATEGORIES.map((category) => Math.round(100 * (categories[category]?.score ?? 0)));
  const faults = CATEGORIES.flatMap((category) => categories[category].auditRefs)
    .filter(({ id, weight }) => weight && audits[id].score !== null && audits[id].score < 1)
    .map(
      ({ id }) =>
        `${id}: ${(audits[id].details?.items ?? []).map((item) => item.node?.snippet ?? JSON.stringify(item)).join(" ")}`,
    );
  if (runtimeError) faults.push(runtimeError.message);
  console.log(JSON.stringify({ name, scores, faults }));
  await context.close();
}
await browser.close();
