"""Tests of the counter under the attendee's text field: it counts the characters as the server does."""

from __future__ import annotations

import json

import pytest

from moderation.core.text import clean, length
from tests.browser.test_hostile import ROWS
from tests.servers import ROOT

pytestmark = pytest.mark.browser

TEXTS = [json.loads(line)["text"] for line in ROWS.read_text("utf-8").splitlines()]
TEXTS += [row["raw"] for row in json.loads((ROOT / "tests" / "data" / "cleaning.json").read_text("utf-8"))]
COUNT = """escaped => JSON.parse(escaped).map((typed) => {
  const field = document.getElementById("text");
  field.value = typed;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return document.getElementById("count").textContent;
})"""
"""A script that types each text into the field and returns what the character counter says for it, as a list.

The script gets the texts as JSON, because they contain lone surrogates.
"""


def test_the_counter_counts_characters_as_the_server_does(watched):
    phone = watched.enter(lang="en-GB", viewport={"width": 390, "height": 844})
    counts = phone.evaluate(COUNT, json.dumps(TEXTS))
    expected = [length(clean(text)) for text in TEXTS]
    assert counts == [f"{count} of 300" if count else "at most 300 characters" for count in expected]
