"""The act that chooses the languages of the projected screen."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import workflow
from ...core.contracts import Answer
from ...core.model import MOST_STAGE_LANGUAGES
from ...core.refusals import Refusal
from ...store import log, sessions, streams
from ...store.render import STAGE_LANGUAGES_SHOWN_TO
from .executor import Act, Call

STAGE_LANGUAGES = ("set_stage_languages",)


def set_stage_languages(call: Call, *, languages: list[object]) -> Answer:
    """Show these languages on the projected screen, in this order. If `languages` is empty, show the session's first
    languages.

    Refusals: `request.field` if there are more than `MOST_STAGE_LANGUAGES` languages, or if a language occurs twice;
    `language.unknown` if the session does not have one of the languages; `phase.not_allowed`.
    """
    codes = [code for code in languages if isinstance(code, str)]
    if len(codes) != len(languages) or len(set(codes)) != len(codes) or len(codes) > MOST_STAGE_LANGUAGES:
        raise Refusal("request.field", field="languages")
    if not set(codes) <= set(call.session.languages):
        raise Refusal("language.unknown", field="languages")
    before = call.session.stage_languages
    if tuple(codes) == before:
        return {"already": True, "stage_languages": codes}
    workflow.check_phase(call.act, call.session.phase)
    detail = {"stage_languages": codes, "languages_before": list(before)}
    log.append(call.tx, call.session, call.seat.name, call.act, [], detail=detail)
    show_stage_languages(call, codes)
    return {"stage_languages": codes}


def show_stage_languages(call: Call, languages: Sequence[str]) -> None:
    """Store the languages of the projected screen, and show them to the chairs and the stage."""
    sessions.set_stage_languages(call.connection, call.session, languages)
    for audience in STAGE_LANGUAGES_SHOWN_TO:
        call.tx.touch_section(call.session, streams.SETTINGS, only=audience.value)


ACTS: dict[str, Act] = {"set_stage_languages": set_stage_languages}
