"""Tests of the attendee's page behind the shipped nginx and Caddy, including an outage of the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_path import ask
from tests.browser.watched_pages import LIVE
from tests.deploy.caddy import Caddy
from tests.deploy.nginx import Nginx
from tests.servers import Server, free_port

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture(scope="module")
def proxied_server(tmp_path_factory, port):
    environment = {"PUBLIC_URL": f"https://localhost:{port}", "TRUSTED_PROXIES": "1"}
    server = Server(tmp_path_factory.mktemp("server"), environment=environment).start()
    yield server
    server.stop()


@pytest.fixture(params=[Nginx, pytest.param(Caddy, marks=pytest.mark.long)])
def proxy(request, proxied_server, port, tmp_path):
    options = {"host": "localhost"} if request.param is Caddy else {}
    with request.param(tmp_path, proxied_server.port, port=port, **options) as proxy:
        yield proxy


def test_a_page_works_through_the_proxy_and_comes_back_after_an_outage(browser, proxy, proxied_server):
    page = browser.new_context(ignore_https_errors=True, locale="en", **PHONE).new_page()
    address = f"https://localhost:{proxy.port}/s/{proxied_server.code}"
    page.goto(address)
    page.wait_for_selector(LIVE)
    protocols = page.evaluate("performance.getEntries().map((entry) => entry.nextHopProtocol).filter(Boolean)")
    assert set(protocols) == {"h2"} and len(protocols) >= 3
    text = f"Does {type(proxy).__name__} pass this on?"
    ask(page, text)
    expect(page.locator("#own [data-number]")).to_contain_text(text)

    proxied_server.stop()
    answer = page.goto(address)
    assert answer.status == 502
    expect(page.locator("section")).to_have_count(6)
    languages = page.locator("section[lang]").evaluate_all("sections => sections.map((section) => section.lang)")
    assert languages == ["es", "fr", "ar", "ru", "zh"] and page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[lang=ar]").evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The page for browsers with scripts must have no `meta` element that reloads it, because axe reports this as an
    # error.
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    proxied_server.start()
    if isinstance(proxy, Nginx):
        page.wait_for_selector(LIVE)  # The page reloads itself.
    else:
        page.get_by_role("link", name="Load now").click()
        page.wait_for_selector(LIVE)
    expect(page.locator("#own [data-number]")).to_contain_text(text)
