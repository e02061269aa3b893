"""Tests of the data that every module of the web layer shares."""

from __future__ import annotations

import json

import pytest

from moderation.web import context as context_module
from tests.web.app_in_process import running_app


@pytest.fixture
def app(tmp_path):
    with running_app(tmp_path) as app:
        yield app


def test_links_read_before_a_renewal_do_not_replace_newer_ones(app, monkeypatch):
    """Renew a link after `write_links` has read the links, but before it has written the file.

    In the end, the file must contain the new link.
    """
    path = app.context.folder.path / "links.json"
    read = context_module.links_of
    slow = []

    def renew_after_the_first_read(*arguments):
        links = read(*arguments)
        if not slow:
            slow.append(links)
            renewed = app.staff("organiser").command("renew", {"seat": "booth"}, "organiser")
            assert renewed.status_code == 200, renewed.json
        return links

    monkeypatch.setattr(context_module, "links_of", renew_after_the_first_read)
    app.context.write_links()
    stored = read(app.context.controls(), app.context.served_code)
    assert slow[0] != stored
    assert json.loads(path.read_text()) == stored
