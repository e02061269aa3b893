"""The oracle of the leak tests. It defines which data each audience may see, according to the specification.

The oracle does not use `core/visibility`. An error in `core/visibility` therefore does not affect the oracle. The
audiences are `chairs`, `stage`, `booth` and `floor`. A message to an audience may contain only data that this module
allows.
"""

from __future__ import annotations

from moderation.core.model import Settings

CHAIRS_ONLY = {
    "language_source",
    "region",
    "show_name",
    "version",
    "by",
    "asked_at",
    "changed_at",
    "live_at",
    "reason",
    "reason_number",
    "first",
    "reworded_from",
    "asker_edited",
    "machine",
    "hides",
    "lead",
    "aloud",
    "source",
    "muted",
    "held",
    "flags",
    "similar",
}
FOR_ALL = {"number", "status", "text", "edited", "asked", "merged", "to", "topic", "translations"}
STAFF_ONLY = {"unsure", "looks_like"}
FIELDS = FOR_ALL | CHAIRS_ONLY | STAFF_ONLY | {"language", "direction", "group", "votes", "name"}


def may_hold(audience: str, status: str, settings: Settings) -> bool:
    """Return whether this audience's stream may contain a question with this status."""
    if audience == "chairs":
        return status in ("pending", "approved", "next", "live")
    if status == "live":
        return True
    if status == "next":
        return audience != "floor" or settings.list_public
    if status == "approved":
        return {"booth": True, "stage": settings.stage_upcoming, "floor": settings.list_public}[audience]
    return False


def may_see_queue(audience: str, settings: Settings) -> bool:
    """Return whether this audience may see the order of the approved questions."""
    return may_hold(audience, "approved", settings)


def may_see(field: str, audience: str, settings: Settings, show_name: bool) -> bool:
    """Return whether this audience's stream may contain this field of a question."""
    rule = settings.chatham_house_rule
    floor_or_stage = audience in ("floor", "stage")
    if field in FOR_ALL or audience == "chairs":
        return True
    if field in STAFF_ONLY:
        return audience == "booth"
    if field in ("language", "direction"):
        return audience == "booth" or not rule
    if field == "votes":
        return audience == "floor"
    if field == "group":
        return not rule and (audience == "booth" or settings.show_group)
    if field == "name":
        return not rule and floor_or_stage and show_name
    return False


def shows_all_languages(audience: str, settings: Settings, texts: dict[str, str], languages: tuple[str, ...]) -> bool:
    """Return whether the audience gets the question in all session languages. The original is then not recognisable.

    Floor and stage get all languages under the Chatham House Rule, if `texts` {language: text} contains all of them. If
    a language is missing, floor and stage get only one text. Several texts would show that the question was not asked
    in the missing language.
    """
    return (
        settings.chatham_house_rule
        and audience in ("floor", "stage")
        and all(language in texts for language in languages)
    )


def may_read(language: str, audience: str, settings: Settings, reader: str | None, all_languages: bool) -> bool:
    """Return whether this audience may read a question's translation into this language.

    - Chairs and booths may read every translation.
    - The stage may read every translation, but under the Chatham House Rule only if `all_languages` is true.
    - The floor may read the translation into `reader`, its stream's reading language. Under the Chatham House Rule, it
      may read every translation if `all_languages` is true, otherwise none.

    `all_languages`: the result of `shows_all_languages` for the question.
    """
    if settings.chatham_house_rule and audience in ("floor", "stage"):
        return all_languages
    return audience != "floor" or language == reader


def keys(audience: str, settings: Settings, all_languages: bool = False) -> set[str]:
    """Return the keys of a question's view (docs/wire.md, "Views"). `all_languages`: the result of
    `shows_all_languages`.

    The keys do not depend on the checkbox "show my name". If the asker did not tick the checkbox, the value of `name`
    is null.
    """
    seen = {field for field in FIELDS if may_see(field, audience, settings, show_name=True)}
    return seen - {"text", "asked", "translations"} | {"texts"} if all_languages else seen
