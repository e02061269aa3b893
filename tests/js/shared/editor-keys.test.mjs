import assert from "node:assert/strict";
import { test } from "node:test";
import { editorKeys } from "../../../static/js/shared/editor-keys.js";

for (const [event, calls] of [
  [{ key: "Enter", ctrlKey: true }, ["send", "prevented", "stopped"]],
  [{ key: "Enter", metaKey: true }, ["send", "prevented", "stopped"]],
  [{ key: "Enter" }, []],
  [{ key: "Escape" }, ["close", "prevented", "stopped"]],
  [{ key: "Escape", isComposing: true }, []],
  [{ key: "Enter", ctrlKey: true, keyCode: 229 }, []],
  [{ key: "Escape", keyCode: 229 }, []],
  [{ key: "a", ctrlKey: true }, []],
]) {
  test(`${JSON.stringify(event)}: ${calls.join(", ") || "nothing"}`, () => {
    const log = [];
    const listener = editorKeys({ onSend: () => log.push("send"), onClose: () => log.push("close") });
    const act = { preventDefault: () => log.push("prevented"), stopPropagation: () => log.push("stopped") };
    listener({ ...event, ...act });
    assert.deepEqual(log, calls);
  });
}
