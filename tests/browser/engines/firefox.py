"""Firefox, driven by a Node process (firefox.mjs). Each person has a separate window with its own cookies."""

from __future__ import annotations

import json
import shutil
import subprocess

from tests.browser.engines.page import EngineError, EnginePage
from tests.servers import ROOT

TOOLS = ("firefox-esr", "node")
PACKAGES = "firefox-esr"
TIMEOUT = 20  # s


class Engine:
    """A context manager that starts Node and Firefox, and closes both on exit."""

    name = "firefox"

    def __enter__(self) -> Engine:
        script = ROOT / "tests" / "browser" / "engines" / "firefox.mjs"
        self._node = subprocess.Popen(
            ["node", str(script), str(shutil.which(TOOLS[0]))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        return self

    def __exit__(self, *failure) -> None:
        self._node.stdin.close()
        try:
            self._node.wait(TIMEOUT)
        finally:
            self._node.kill()
            self._node.wait()
            self._node.stdout.close()

    def command(self, act: str, **values):
        """Send a command to the Node process. Return its result; raise EngineError on failure."""
        self._node.stdin.write(json.dumps({"do": act, **values}) + "\n")
        line = self._node.stdout.readline()
        answer = json.loads(line) if line else {"error": "Firefox has stopped"}
        if "error" in answer:
            raise EngineError(answer["error"])
        return answer["result"]

    def person(self, width: int, height: int) -> EnginePage:
        """Open a window with its own cookies, and return its tab."""
        return FirefoxPage(self, self.command("person", width=width, height=height))

    def close_people(self) -> None:
        self.command("close_people")


class FirefoxPage(EnginePage):
    def __init__(self, firefox: Engine, page: int):
        self._firefox, self._page = firefox, page

    def _command(self, act: str, **values):
        return self._firefox.command(act, page=self._page, **values)

    def open(self, url: str) -> None:
        self._command("open", url=url)

    def another_tab(self) -> EnginePage:
        return FirefoxPage(self._firefox, self._command("another_tab"))

    def run(self, function: str, *arguments):
        return self._command("run", script=function, args=arguments)

    def click(self, selector: str) -> None:
        self._command("click", selector=selector)

    def type(self, text: str) -> None:
        self._command("type", text=text)

    def press(self, key: str) -> None:
        self._command("press", keys=key.split("+"))

    def close(self) -> None:
        self._command("close")
