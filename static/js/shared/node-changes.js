/*
 * The changes that another program, such as a browser's page translation, makes to the nodes of a template. A node that
 * the other program has added is called foreign. The other program wraps a text node of the template in a foreign
 * element, or replaces the text node with a foreign copy.
 */

/**
 * @typedef {{target: Node, originals: Text[], substitutes: Node[]}} Run `originals`: adjacent text nodes of the
 *   template; `substitutes`: the foreign nodes that replace the originals; `target`: the parent of all these nodes
 */

// Elements that are empty in the template. A script of the page writes their text, for example a clock.
/** @type {WeakSet<Node>} */
const withoutTemplate = new WeakSet();

/** The changes of other programs below `root` since the last call of `forget`. */
export class NodeChanges {
  /** @param {Node} root */
  constructor(root) {
    this.root = root;
    this.forget();
  }

  /** Forget all changes. From now on, all current nodes count as nodes of the template. */
  forget() {
    /** @type {MutationRecord[]} */
    this.records = [];
    /** @type {Set<Node>} */
    this.removed = new Set();
    /** @type {Set<Node>} */
    this.foreign = new Set();
    /** @type {Set<Node>} */
    this.targets = new Set();
  }

  /**
   * Record changes that other programs have made. Leave out changes inside a foreign node, and changes of a text that a
   * script of the page writes.
   * @param {MutationRecord[]} records
   */
  add(records) {
    for (const record of records) {
      const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } = record;
      if (this.isForeign(target)) continue;
      if (type === "childList" && !this.targets.has(target)) {
        if (target !== this.root && !removedNodes.length && !previousSibling && !nextSibling) {
          withoutTemplate.add(target);
          continue;
        }
        this.targets.add(target);
      }
      this.records.push(record);
      for (const node of removedNodes) if (!this.foreign.has(node)) this.removed.add(node);
      for (const node of addedNodes) if (!this.removed.has(node)) this.foreign.add(node);
    }
  }

  /**
   * Return whether the node is not part of the template, so that its changes need no undo. This is true if another
   * program has added the node or one of its ancestors, or if a script of the page writes the text of the node or of an
   * ancestor.
   *
   * Exception: a node of the template that another program has moved, and the nodes below it, remain part of the
   * template.
   * @param {Node} node
   */
  isForeign(node) {
    for (let current = /** @type {Node?} */ (node); current && current !== this.root; current = current.parentNode) {
      if (this.removed.has(current)) return false;
      if (this.foreign.has(current) || withoutTemplate.has(current)) return true;
    }
    return false;
  }

  /**
   * Undo all changes of other programs, the last change first. Return a function that repeats these changes. Call
   * `undo` before drawing, and the returned function after drawing. If drawing has changed a text, the returned
   * function leaves this text as drawn.
   */
  undo() {
    const { records, targets } = this;
    const changed = new Map([...targets].map((target) => [target, [...target.childNodes]]));
    const words = new Map([...this.foreign].map((node) => [node, node.textContent]));
    /** @type {Map<CharacterData, string>} */
    const texts = new Map();
    for (const record of [...records].reverse()) {
      if (record.type === "childList") undoChildren(record);
      else undoText(record, texts);
    }
    this.forget();
    const inPlace = [...texts].filter(([{ parentNode }]) => parentNode && !targets.has(parentNode));
    const written = new Set([...texts.keys()].map((node) => /** @type {Node?} */ (node.parentNode)));
    // Return whether the foreign node `node` has the same text after the undo as before it. The result is false if the
    // node is an element around a text node of the template, because the undo moves the text node out of the element.
    const isKept = (/** @type {Node} */ node) => words.get(node) === node.textContent;
    const runs = [...changed]
      .filter(([target]) => !written.has(target))
      .map(([target, children]) => runsOf(target, children, isKept));
    const originals = [...inPlace.map(([node]) => node), ...runs.flat().flatMap((run) => run.originals)];
    const data = new Map(originals.map((node) => [node, node.data]));
    const isUnchanged = (/** @type {CharacterData} */ node) => node.data === data.get(node);
    return () => {
      for (const [node, text] of inPlace) if (isUnchanged(node)) node.data = text;
      for (const ofTarget of runs) {
        if (ofTarget.every((run) => isInPlace(run) && run.originals.every(isUnchanged))) ofTarget.forEach(substitute);
      }
    };
  }
}

/**
 * Remove the added nodes, and insert the removed nodes at their former places.
 * @param {MutationRecord} record
 */
function undoChildren({ target, addedNodes, removedNodes, previousSibling, nextSibling }) {
  for (const node of addedNodes) if (node.parentNode === target) target.removeChild(node);
  let next = nextSibling;
  if (next?.parentNode !== target) {
    next = previousSibling?.parentNode === target ? previousSibling.nextSibling : null;
  }
  for (const node of removedNodes) target.insertBefore(node, next);
}

/**
 * Restore the text that the node had before this change. If `texts` does not contain the node, first store the node's
 * current text in `texts`.
 * @param {MutationRecord} record
 * @param {Map<CharacterData, string>} texts
 */
function undoText({ target, oldValue }, texts) {
  const node = /** @type {CharacterData} */ (target);
  if (!texts.has(node)) texts.set(node, node.data);
  node.data = oldValue ?? "";
}

/**
 * Return the runs (see `Run`) of `target`. Return an empty list if it is not certain of each run that its substitutes
 * show the text of its originals. With a wrong run, a text could be missing or appear twice.
 * @param {Node} target
 * @param {Node[]} changed the children of `target` before `undo`
 * @param {(node: Node) => boolean} isKept returns whether a foreign node still has its text
 * @returns {Run[]}
 */
function runsOf(target, changed, isKept) {
  const before = /** @type {Node[]} */ ([...target.childNodes]);
  const present = new Set(changed);
  const common = new Set(before.filter((node) => present.has(node)));
  const inOrder = [...common];
  if (changed.filter((node) => common.has(node)).some((node, index) => node !== inOrder[index])) return [];
  const [originals, substitutes] = [split(before, common), split(changed, common)];
  const runs = originals.map((run, index) => ({ target, originals: run, substitutes: substitutes[index] ?? [] }));
  const changedRuns = runs.filter((run) => run.originals.length || run.substitutes.length);
  return changedRuns.every((run) => isText(run.originals) && canReplace(run, isKept))
    ? /** @type {Run[]} */ (changedRuns)
    : [];
}

/**
 * Split `nodes` at each node of `common`. Return the parts as lists, without the nodes of `common`. A list can be
 * empty.
 * @param {Node[]} nodes
 * @param {Set<Node>} common
 */
function split(nodes, common) {
  /** @type {Node[][]} */
  const runs = [[]];
  for (const node of nodes) {
    if (common.has(node)) runs.push([]);
    else runs.at(-1)?.push(node);
  }
  return runs;
}

/** @param {Node[]} nodes */
const isText = (nodes) => nodes.length > 0 && nodes.every((node) => node instanceof Text);

/** @param {Node[]} nodes */
const isBlank = (nodes) => nodes.every((node) => !node.textContent?.trim());

/**
 * Return whether the substitutes of a run can replace its originals. They can if there is at least one, if each of them
 * still has its text (`isKept`), and if the originals and the substitutes are both blank or both not blank.
 * @param {{originals: Node[], substitutes: Node[]}} run
 * @param {(node: Node) => boolean} isKept
 */
const canReplace = ({ originals, substitutes }, isKept) =>
  substitutes.length > 0 && substitutes.every(isKept) && isBlank(originals) === isBlank(substitutes);

/**
 * Return whether drawing has left the originals of a run at their places.
 * @param {Run} run
 */
const isInPlace = ({ target, originals }) =>
  originals.every(
    (node, index) => node.parentNode === target && (!index || node.previousSibling === originals[index - 1]),
  );

/**
 * Replace the originals of a run by its substitutes.
 * @param {Run} run
 */
function substitute({ originals, substitutes }) {
  originals[0]?.before(...substitutes);
  for (const node of originals) node.remove();
}
