/*
 * Lit's `render` for a page in which another program, such as a browser's page translation, moves or replaces nodes.
 * Without this module, Lit would write into nodes that are no longer in the page.
 */

import { render as renderByLit } from "lit/html.js";
import { NodeChanges } from "./node-changes.js";

/** @import {RootPart} from "lit/html.js" */
/** An element into which Lit has rendered a template. @typedef {HTMLElement & {_$litPart$?: RootPart}} Root */

/** @type {WeakMap<Root, {observer: MutationObserver, changes: NodeChanges}>} */
const watched = new WeakMap();

/**
 * Return the observer and the changes of other programs below `root`. The first call begins to record them.
 * @param {Root} root
 */
function watch(root) {
  const known = watched.get(root);
  if (known) return known;
  const changes = new NodeChanges(root);
  const observer = new MutationObserver((records) => changes.add(records));
  observer.observe(root, { childList: true, characterData: true, characterDataOldValue: true, subtree: true });
  watched.set(root, { observer, changes });
  return { observer, changes };
}

/**
 * Render `template` into `root`, even if another program has moved or replaced text nodes. If the program has replaced
 * a text of the template, for example with a translation, keep the replacement. When the template's text changes, show
 * the new text instead. Remove each element that the program has put around a text node of the template.
 * @param {unknown} template
 * @param {Root} root
 */
export function render(template, root) {
  const { observer, changes } = watch(root);
  changes.add(observer.takeRecords());
  const insertSubstitutes = changes.undo();
  try {
    renderByLit(template, root);
  } catch {
    // Lit has failed, because another program has changed nodes and `changes` has not recorded this. Delete the nodes
    // and draw all of them anew.
    root.replaceChildren();
    delete root._$litPart$;
    renderByLit(template, root);
  }
  observer.takeRecords();
  insertSubstitutes();
}
