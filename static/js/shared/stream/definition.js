/*
 * The session's definition in an open page. After a change, the page reads the new definition from the server, without
 * a reload of the page.
 */

import { page } from "../page-data.js";
import { showDefinition } from "../definition-texts.js";
import { followZone } from "../i18n.js";
import { read } from "./http.js";

/** Maximum delay of a read, in ms. The delay is random, because all pages receive a change at the same moment. */
const LONGEST_DELAY = 500;
const TRY_AGAIN = 5_000; // ms

/**
 * Return the function `follow`. Call `follow` with the version of the definition in each state of the stream. If the
 * page has an older version, `follow` reads the definition, puts it into `page` and calls `onDefinition`.
 * @param {() => void} onDefinition
 */
export function definitionReader(onDefinition) {
  let wanted = page.session.definition_version;
  let isPlanned = false;

  async function update() {
    let delay = 0;
    try {
      const parts = await read("definition", { lang: page.lang });
      const before = { ...page.session };
      Object.assign(page, parts);
      followZone();
      showDefinition(before);
      onDefinition();
    } catch {
      delay = TRY_AGAIN;
    }
    isPlanned = false;
    if (page.session.definition_version < wanted) plan(delay);
  }

  /**
   * Plan a read of the definition, after `earliest` ms and a random delay.
   * @param {number} earliest in ms
   */
  function plan(earliest) {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(update, earliest + Math.random() * LONGEST_DELAY);
  }

  return {
    /**
     * Read the definition if this version is newer than the version on the page.
     * @param {number | undefined} version
     */
    follow(version) {
      if (!version || version <= wanted) return;
      wanted = version;
      plan(0);
    },
  };
}
