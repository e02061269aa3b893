"""Tests of the blanks between the sentences of a paragraph."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from moderation.web.pages import sentences


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("提问。 投票。", "提问。投票。"),
        ("提问。\n  投票。\n", "提问。投票。"),
        (
            '<p>\n  <span hidden>提问。</span>\n  <span class="a b">投票！</span> <a href="/x y">走</a></p>',
            '<p>\n  <span hidden>提问。</span><span class="a b">投票！</span><a href="/x y">走</a></p>',
        ),
        ("回复： <b>Ann</b> Lee", "回复：<b>Ann</b> Lee"),
        ('命令： <code dir="ltr">open-floor admin-link</code>', '命令：<code dir="ltr">open-floor admin-link</code>'),
        ("Ask. <b>Vote.</b> Read.", "Ask. <b>Vote.</b> Read."),
        ("提问 投票", "提问 投票"),
    ],
)
def test_full_width_punctuation_has_no_blank_after_it(paragraph, expected):
    environment = Environment(loader=DictLoader({"page": "{% filter sentences %}" + paragraph + "{% endfilter %}"}))
    sentences.install(environment)
    assert environment.get_template("page").render() == expected.rstrip("\n")


def test_the_texts_of_people_stay_escaped():
    page = "{% filter sentences %}提问。 {{ name }}{% endfilter %}"
    environment = Environment(loader=DictLoader({"page": page}), autoescape=True)
    sentences.install(environment)
    assert environment.get_template("page").render(name="<b> Ann") == "提问。&lt;b&gt; Ann"
