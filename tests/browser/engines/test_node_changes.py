"""Tests of `render` (static/js/shared/render.js) after another program has changed the nodes of a template."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.browser.engines.scenario import CHROMIUM_FIRST

pytestmark = [pytest.mark.browser, CHROMIUM_FIRST]

ROOT = Path(__file__).parents[3]
EXPORTS = """export { html } from "lit/html.js";
export { render } from "./static/js/shared/render.js";"""
BUNDLE = ("node_modules/.bin/esbuild", "--bundle", "--format=iife", "--global-name=drawing")
# A script that counts how much work `render` does after another program has changed the nodes. It renders `count` texts
# in one parent and wraps each text in an element, as a translation program does. Then it renders again with the first
# text changed. During this second rendering, it counts the calls of methods and getters of nodes, sets and maps. The
# script returns [number of calls, whether the parent has the expected text].
COUNT_CALLS = """(count, isCopied) => {
  const { html, render } = SCRIPT;
  const root = document.createElement("div");
  const draw = (first) => render(html`${Array.from({ length: count }, (_, index) => html`${index || first} `)}`, root);
  draw("first");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const font = document.createElement("font");
    text.replaceWith(font);
    font.append(isCopied ? text.data : text);
  }
  let calls = 0;
  const counted = [
    [Node.prototype, ["parentNode", "previousSibling", "nextSibling", "textContent", "insertBefore", "removeChild"]],
    [Set.prototype, ["has", "add"]],
    [Map.prototype, ["has", "get", "set"]],
  ];
  const kept = counted.flatMap(([object, names]) =>
    names.map((name) => [object, name, Object.getOwnPropertyDescriptor(object, name)]),
  );
  for (const [object, name, descriptor] of kept) {
    const changed = { ...descriptor };
    for (const part of ["get", "value"]) {
      if (!descriptor[part]) continue;
      changed[part] = function (...values) {
        calls += 1;
        return descriptor[part].apply(this, values);
      };
    }
    Object.defineProperty(object, name, changed);
  }
  draw("changed");
  for (const [object, name, descriptor] of kept) Object.defineProperty(object, name, descriptor);
  const expected = Array.from({ length: count }, (_, index) => `${index || "changed"} `).join("");
  return [calls, root.textContent === expected];
}"""
# A script that renders a template with an empty <time> element, fills <time> without `render`, and renders again.
FILL_EMPTY = """() => {
  const { html, render } = SCRIPT;
  const root = document.createElement("div");
  const draw = (text) => render(html`<p>${text}</p><time></time>`, root);
  const seen = [];
  const time = () => root.querySelector("time");
  for (const text of ["0:01", "0:02", ""]) {
    draw(`before ${text}`);
    time().textContent = text;
    draw(`after ${text}`);
    seen.push(time().textContent);
  }
  return seen;
}"""
# A script that changes nodes while they are removed from the page. No MutationObserver sees these changes.
CHANGE_UNSEEN = """async () => {
  const { html, render } = SCRIPT;
  const root = document.createElement("div");
  const draw = (text) => render(html`<p>${text}</p>`, root);
  draw("before");
  const paragraph = root.querySelector("p");
  paragraph.remove();
  await null;
  await null;
  paragraph.replaceChildren();
  root.append(paragraph);
  draw("after");
  return root.textContent;
}"""


@pytest.fixture(scope="module")
def script() -> str:
    """Return a JavaScript expression whose value has the functions `html` and `render`."""
    bundle = subprocess.run(BUNDLE, input=EXPORTS, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return f"(() => {{ {bundle}; return drawing; }})()"


@pytest.mark.parametrize("is_copied", [True, False], ids=["copied", "moved"])
def test_the_calls_grow_in_proportion_to_the_texts(scenario, script, is_copied):
    page = scenario.phone()
    results = [page.run(COUNT_CALLS.replace("SCRIPT", script), count, is_copied) for count in (250, 500, 1000)]
    assert [is_complete for _, is_complete in results] == [True, True, True]
    small, middle, large = (calls for calls, _ in results)
    assert large - middle == 2 * (middle - small) > 0


def test_an_element_that_the_template_leaves_empty_keeps_its_text(scenario, script):
    assert scenario.phone().run(FILL_EMPTY.replace("SCRIPT", script)) == ["0:01", "0:02", ""]


def test_after_an_unseen_change_everything_is_drawn_again(scenario, script):
    assert scenario.phone().run(CHANGE_UNSEEN.replace("SCRIPT", script)) == "after"
