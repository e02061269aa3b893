"""The route with which the organiser tries the session's translation engine on a sentence."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ...core import text as texts
from ...core.contracts import TranslationTrial
from ...core.refusals import Refusal
from ...services.translation.engine import EngineError
from ...services.translation.engines.labels import LABELS
from ..context import app_context
from . import parsing
from .authentication import authenticate
from .commands import read_body

blueprint = Blueprint("translation_trial", __name__)

FIELDS: parsing.Fields = {"text": (str, True), "source": (str, True), "target": (str, True)}
LONGEST = 300
"""Maximum number of graphemes of a sentence."""


@blueprint.post("/api/s/<code>/organiser/try-translation")
def try_translation(code: str) -> Response:
    """Translate a sentence with the session's engine and return a TranslationTrial. Nothing is stored.

    Refuses with the codes of `authenticate` and `read_body`, and with `request.field`, `text.empty`, `text.too_long`,
    `language.unknown` (with the field) and `translation.failed` (with the kind of the failure). If the session has no
    engine, the kind is `unavailable`.
    """
    _, session, _ = authenticate(code, "organiser", "trial")
    params = parsing.read_fields(FIELDS, read_body())
    sentence = texts.one_line(params["text"])
    if texts.is_blank(sentence):
        raise Refusal("text.empty", field="text")
    if texts.length(sentence) > LONGEST:
        raise Refusal("text.too_long", field="text", limit=LONGEST, length=texts.length(sentence))
    for field in ("source", "target"):
        if params[field] not in session.languages:
            raise Refusal("language.unknown", field=field)
    try:
        trial = app_context().translation.try_sentence(session, sentence, params["source"], params["target"])
    except EngineError as error:
        raise Refusal("translation.failed", kind=error.kind) from None
    answer: TranslationTrial = {
        "text": trial.text,
        "engine": trial.engine,
        "engine_label": LABELS[trial.engine],
        "route": list(trial.route),
    }
    return jsonify({"ok": True, **answer})
