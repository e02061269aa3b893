import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from moderation.core.refusals import Refusal
from moderation.paths import TRANSLATIONS
from moderation.web import messages
from moderation.web.waiting_sentences import WAITING_SENTENCES


@pytest.fixture
def request_context():
    app = Flask(__name__)
    Babel(app, default_translation_directories=str(TRANSLATIONS))
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {1: "wait 1 second before", 2: "wait 2 seconds before", 11: "wait 11 seconds before"}),
        ("es", {1: "Espere 1 segundo antes", 2: "Espere 2 segundos antes", 11: "Espere 11 segundos antes"}),
        ("fr", {1: "attendre 1 seconde avant", 2: "attendre 2 secondes avant", 11: "attendre 11 secondes avant"}),
        ("ar", {1: "ثانية واحدة", 2: "ثانيتين", 3: "3 ثوانٍ", 11: "11 ثانية", 100: "100 ثانية"}),
    ],
)
def test_the_seconds_have_the_plural_form_of_the_language(request_context, language, words):
    with force_locale(language):
        for seconds, expected in words.items():
            assert expected in messages.sentence(Refusal("limit.rate", retry_after=seconds))


def test_every_waiting_time_is_said_with_its_number(request_context):
    sentences = {code: messages.sentence(Refusal(code, retry_after=7)) for code in WAITING_SENTENCES}
    assert [code for code, words in sentences.items() if "7 seconds" not in words] == []
    assert len(set(sentences.values())) == len(sentences) == 5


def test_a_form_says_when_to_send_it_again(request_context):
    for code in ("limit.attendees", "limit.requests"):
        assert messages.form_sentence(Refusal(code, retry_after=1)) == (
            "The server receives many questions at the moment. Your text is kept: send it again in 1 second."
        )
    rate = Refusal("limit.rate", retry_after=2)
    assert messages.form_sentence(rate) == "Please wait 2 seconds before the next question."
