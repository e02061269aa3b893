"""Run JavaScript modules of the browser in Node, so that tests can compare them with Python modules of the server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUN = """
let input = "";
for await (const chunk of process.stdin) input += chunk;
console.log(JSON.stringify(run(JSON.parse(input))));
"""


def run_module(source: str, value: Any) -> str:
    """Run JavaScript in Node. Call the function that a module exports by default; return its result as JSON.

    `source`: the module's code. Its default export must be an expression without a name, such as
    `export default (value) => …`. `value`: the function's argument.
    """
    code = source.replace("export default", "const run =").replace('"./', f'"{ROOT.as_uri()}/') + RUN
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", code], input=json.dumps(value), capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
