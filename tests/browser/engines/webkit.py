"""WebKit, driven by Selenium: Debian's MiniBrowser on a virtual display. Each person has a separate browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.engines.page import EngineError, EnginePage

TOOLS = ("WebKitWebDriver", "Xvfb")
PACKAGES = "webkit2gtk-driver xvfb"
BROWSERS = "/usr/lib/*/webkit2gtk-*/MiniBrowser"
SCRIPT_TIMEOUT = 20  # s
SCREEN = "4000x2400x24"
"""The size of the virtual display. The mouse is in the middle of the display.

No window may cover the middle: if the mouse were over a list, the dashboard would hide new questions.
"""


class Engine:
    """A context manager that starts the virtual display, and closes all browsers on exit."""

    name = "webkit"

    def __enter__(self) -> Engine:
        self._stack, self._people = ExitStack(), ExitStack()
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        display = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        self._stack.callback(display.wait)
        self._stack.callback(display.terminate)
        os.close(write)
        with os.fdopen(read) as answer:
            self._display = answer.readline().strip()
        return self

    def __exit__(self, *failure) -> None:
        self._people.close()
        self._stack.close()

    def person(self, width: int, height: int) -> EnginePage:
        """Start a browser with its own cookies, and return its tab."""
        options = Options()
        options.binary_location = str(next(iter(sorted(Path("/").glob(BROWSERS.lstrip("/"))))))
        options.add_argument("--automation")
        environment = os.environ | {"DISPLAY": f":{self._display}", "GDK_BACKEND": "x11", "LANGUAGE": "en"}
        service = Service(shutil.which(TOOLS[0]), env=environment)
        service.start()
        self._people.callback(service.stop)
        connection = RemoteConnection(client_config=ClientConfig(remote_server_addr=service.service_url))
        driver = webdriver.Remote(connection, options=options)
        self._people.callback(driver.quit)
        driver.set_script_timeout(SCRIPT_TIMEOUT)
        driver.set_window_size(width, height)
        return WebKitPage(driver, driver.current_window_handle)

    def close_people(self) -> None:
        self._people.close()


class WebKitPage(EnginePage):
    def __init__(self, driver: webdriver.Remote, handle: str):
        self._opened, self._handle = driver, handle

    @property
    def _driver(self) -> webdriver.Remote:
        """Select this tab, and return the driver."""
        self._opened.switch_to.window(self._handle)
        return self._opened

    def open(self, url: str) -> None:
        self._driver.get(url)

    def another_tab(self) -> EnginePage:
        driver = self._driver
        size = driver.get_window_size()
        driver.switch_to.new_window("window")
        driver.set_window_size(**size)
        return WebKitPage(driver, driver.current_window_handle)

    def run(self, function: str, *arguments):
        try:
            return self._driver.execute_script(f"return ({function}).apply(null, arguments)", *arguments)
        except WebDriverException as error:
            raise EngineError(error.msg) from error

    def click(self, selector: str) -> None:
        self._driver.find_element(By.CSS_SELECTOR, selector).click()

    def type(self, text: str) -> None:
        ActionChains(self._driver, duration=0).send_keys(text).perform()

    def press(self, key: str) -> None:
        *modifiers, last = [_key(name) for name in key.split("+")]
        chain = ActionChains(self._driver, duration=0)
        for modifier in modifiers:
            chain.key_down(modifier)
        chain.send_keys(last)
        for modifier in reversed(modifiers):
            chain.key_up(modifier)
        chain.perform()

    def close(self) -> None:
        self._driver.close()


def _key(name: str) -> str:
    """Return WebDriver's character for a key name, for example "ArrowDown". Return a single character unchanged."""
    return name if len(name) == 1 else getattr(Keys, re.sub("(?<=[a-z])(?=[A-Z])", "_", name).upper())
