"""Tests of an attacker who owns a second host in the server's domain and can set cookies in the victim's browser.

If the server accepted the attacker's cookie from the victim's browser, the victim's questions would appear in the
attacker's list.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import FLAGS, chromium
from tests.browser.test_main_path import ask
from tests.browser.tls_proxy import TLSProxy
from tests.browser.watched_pages import LIVE
from tests.servers import Client, Server, free_port

pytestmark = pytest.mark.browser

VICTIM, SIBLING = "floor.example.test", "evil.example.test"
TEXT = "Who may know that I asked this?"
TOSS = """([code, value]) => {
  for (const name of [`of-${code}-attendee`, `__Host-of-${code}-attendee`])
    for (const path of ['/', `/s/${code}`, `/api/s/${code}`])
      document.cookie = `${name}=${value}; Domain=example.test; Path=${path}; Max-Age=86400; Secure`;
  for (const path of ['/', `/s/${code}`, `/api/s/${code}`])
    document.cookie = `of-${code}-attendee=${value}; Domain=example.test; Path=${path}; Max-Age=86400`;
}"""


@pytest.fixture(scope="module")
def mapped_browser():
    """Start a Chromium that resolves the names of both hosts to this machine."""
    rules = "--host-resolver-rules=MAP *.example.test 127.0.0.1"
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, rules]) as browser,
    ):
        yield browser


@pytest.fixture(scope="module", params=["https", "http"])
def site(request, tmp_path_factory):
    """Start a server at VICTIM. Return (the server, its public URL)."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    is_secure = request.param == "https"
    server = Server(folder / "data", port=free_port() if is_secure else port)
    public_url = f"{request.param}://{VICTIM}:{port}"
    server.environment["PUBLIC_URL"] = public_url
    server.start()
    try:
        if is_secure:
            with TLSProxy(folder, port, server.port):
                yield server, public_url
        else:
            yield server, public_url
    finally:
        server.stop()


def attacker_of(server: Server) -> tuple[Client, str]:
    """Return (the attacker's client, the value of the attacker's cookie)."""
    _, headers, _ = Client(server, "attendee").raw("GET", f"/s/{server.code}")
    name, _, value = headers["Set-Cookie"].split(";")[0].partition("=")
    return Client(server, "attendee", headers={"Cookie": f"{name}={value}"}), value


@pytest.mark.parametrize("visited", ["before", "after"])
def test_a_cookie_of_a_sibling_host_does_not_join_the_victim_to_the_attacker(mapped_browser, site, visited):
    server, public_url = site
    if public_url.startswith("http:") and visited == "after":
        pytest.skip("without https, a browser that has no cookie yet accepts a tossed one: docs/privacy.md")
    attacker, value = attacker_of(server)
    with mapped_browser.new_context(ignore_https_errors=True, locale="en") as victim:
        page = victim.new_page()
        if visited == "before":
            page.goto(f"{public_url}/s/{server.code}")
            page.wait_for_selector(LIVE)
        page.goto(public_url.replace(VICTIM, SIBLING))
        page.evaluate(TOSS, [server.code, value])
        page.goto(f"{public_url}/s/{server.code}")
        sent = [cookie["name"] for cookie in victim.cookies(f"{public_url}/s/{server.code}")]
        assert sent.count(f"of-{server.code}-attendee") >= 2, "the browser accepted the tossed cookies"
        if public_url.startswith("https:"):
            assert sent.count(f"__Host-of-{server.code}-attendee") == 1
            page.wait_for_selector(LIVE)
            ask(page, TEXT)
            expect(page.locator("#own [data-number]")).to_have_attribute("data-status", "pending")
        else:
            ask(page, TEXT)
            expect(page.locator("#own [data-key] .remark")).to_contain_text("This page needs a cookie")
    assert attacker.read("own")[1]["questions"] == []
