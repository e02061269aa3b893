"""Run JavaScript modules of the browser in Node, so that tests can compare them with Python modules of the server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUN = """
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(run(JSON.parse(line))));
"""


@contextmanager
def running_module(source: str) -> Iterator[Callable[[Any], Any]]:
    """Run a JavaScript module in a Node process. Yield a function with which Python calls the module's default export.

    Each call passes one argument and returns the result; both must be JSON values. All calls use the same process.

    `source`: the module's code. Its default export must be an expression without a name, such as `export default
    (value) => …`.
    """
    code = source.replace("export default", "const run =").replace('"./', f'"{ROOT.as_uri()}/') + RUN
    command = ["node", "--input-type=module", "--eval", code]
    # Node's errors appear in the standard error stream of the tests.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdin and node.stdout

        def call(value: Any) -> Any:
            node.stdin.write(json.dumps(value) + "\n")
            node.stdin.flush()
            answer = node.stdout.readline()
            assert answer, "Node has ended"
            return json.loads(answer)

        yield call
        node.stdin.close()
        assert node.wait() == 0
