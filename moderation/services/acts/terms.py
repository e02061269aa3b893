"""The acts that add a term to the session's glossary, and that take an added term back. Booths, chairs and the
organiser use these acts.

The glossary is a part of the definition. Therefore each act creates a new version of the definition. The log and its
hash chain record the new version (`redefining.apply`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ...core import new_terms, workflow
from ...core import text as texts
from ...core.contracts import Answer, SessionDefinition, Texts
from ...core.refusals import Refusal
from ...store import definitions, log
from ..session_file.definition import MOST_TERMS, TERM, check_word
from ..session_file.expected import Expected
from . import redefining
from .executor import Act, Call


def add_term(call: Call, *, term: Mapping[str, Any]) -> Answer:
    """Add a term to the glossary. Answer with the new version of the definition, which `undo_term` needs.

    `term`: {language of the session: text}, in one or more languages; blank texts are ignored. Later translations by
    engines use these texts for the term. Answer with `already` if the glossary has the term. Refusals:
    `phase.not_allowed`; `request.field` if a value is not a text; `language.unknown`; `term.bad` (limit) if all texts
    are blank, or if a text has a wrong length or no letter; `term.full` (limit) if the glossary already has the maximum
    number of terms.
    """
    workflow.check_phase(call.act, call.session.phase)
    given = _given(call, term)
    present = definitions.present(call.session)
    changed = new_terms.with_term(present["terms"], given, call.session.languages)
    if changed is None:
        return {"already": True, "version": call.session.definition_version}
    if len(changed) > max(MOST_TERMS, len(present["terms"])):
        raise Refusal("term.full", limit=MOST_TERMS)
    wanted = cast(SessionDefinition, {**present, "terms": changed})
    return redefining.apply(call, wanted, ["terms"])


def undo_term(call: Call, *, version: int) -> Answer:
    """Take back a term. `version`: the version of the definition in the answer of `add_term`.

    All other terms stay, including terms that were added later. Refusals: `phase.not_allowed`; `undo.nothing` if this
    version added no term, or if the term was already taken back; `undo.superseded` if a later act has changed the same
    entry.
    """
    workflow.check_phase(call.act, call.session.phase)
    row = log.find_named(call.connection, call.session, ("add_term",), version)
    if row is None:
        raise Refusal("undo.nothing")
    return take_back(call, row)


def take_back(call: Call, row: log.NamedAct) -> Answer:
    """Take back the term that the act `add_term` in this row of the log has added. Refusals: as for `undo_term`."""
    version = row["detail"]["version"]
    present = definitions.present(call.session)
    before, after = (definitions.at_version(call.connection, call.session, number) for number in (version - 1, version))
    change = new_terms.change_between(before["terms"], after["terms"])
    remaining = change and new_terms.without_change(present["terms"], change)
    if remaining is None:
        later = log.later_act_named(call.connection, row["id"], call.session, redefining.CHANGING)
        raise Refusal(
            "undo.superseded", **(later or {"by": call.seat.name, "act": row["act"], "at": row["at"], "number": None})
        )
    wanted = cast(SessionDefinition, {**present, "terms": remaining})
    return redefining.apply(call, wanted, ["terms"], undoes=row)


def _given(call: Call, term: Mapping[str, Any]) -> Texts:
    """Return {language: cleaned text} without the blank texts of `term`. Refusals: see `add_term`."""
    if not all(isinstance(text, str) for text in term.values()):
        raise Refusal("request.field", field="term")
    if not term.keys() <= set(call.session.languages):
        raise Refusal("language.unknown", field="term")
    given: Texts = {}
    for language, text in term.items():
        is_oversized = texts.is_oversized(text, TERM)
        if not is_oversized and texts.is_blank(texts.clean(text)):
            continue
        try:
            given[language] = "" if is_oversized else check_word(text)
        except Expected:
            given[language] = ""
        if not given[language]:
            raise Refusal("term.bad", field="term", limit=TERM)
    if not given:
        raise Refusal("term.bad", field="term", limit=TERM)
    return given


ACTS: dict[str, Act] = {"add_term": add_term, "undo_term": undo_term}
