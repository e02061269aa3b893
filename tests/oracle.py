"""Who may see what, typed from the specification ("Who may see what") and not from `core/visibility`: the oracle of the leak tests.

Audiences: `chairs`, `stage`, `booth`, `floor`. Everything here says *may*: what is not allowed by it must not be in a single byte.
"""

from __future__ import annotations

from moderation.core.model import Settings

CHAIRS_ONLY = {
    "language_source",
    "unsure",
    "looks_like",
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
    "machine",
    "hides",
    "lead",
    "aloud",
    "muted",
    "flags",
    "similar",
}
FOR_ALL = {"number", "status", "text", "edited", "asked", "merged", "to", "translations"}
FIELDS = FOR_ALL | CHAIRS_ONLY | {"language", "direction", "group", "votes", "name"}


def may_hold(audience: str, status: str, settings: Settings) -> bool:
    """The status table: whether a question in this status is in this audience's stream."""
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
    """Whether the order of the approved questions is for this audience."""
    return may_hold(audience, "approved", settings)


def may_see(field: str, audience: str, settings: Settings, show_name: bool) -> bool:
    """The table of fields: whether this audience may read the field's value of a question that it holds."""
    rule = settings.chatham_house_rule
    floor_or_stage = audience in ("floor", "stage")
    if field in FOR_ALL or audience == "chairs":
        return True
    if field in ("language", "direction"):
        return audience == "booth" or not rule
    if field == "votes":
        return audience == "floor"
    if field == "group":
        return not rule and (audience == "booth" or settings.show_group)
    if field == "name":
        return not rule and floor_or_stage and show_name
    return False


def is_told(audience: str, settings: Settings, said: dict[str, str], languages: tuple[str, ...]) -> bool:
    """Under the Rule floor and stage read every text in all the session's languages, without the original marked; `said` {language: text}.

    While a language is missing there is no way not to tell the one asked in: then they read the words alone.
    """
    return (
        settings.chatham_house_rule
        and audience in ("floor", "stage")
        and all(language in said for language in languages)
    )


def may_read(language: str, audience: str, settings: Settings, reader: str | None, told: bool) -> bool:
    """Whether this audience may read a translation into this language; `reader` is the floor's reading language."""
    if settings.chatham_house_rule and audience in ("floor", "stage"):
        return told
    return audience != "floor" or language == reader


def keys(audience: str, settings: Settings, told: bool = False) -> set[str]:
    """The keys of a view (docs/wire.md, "Views"). `name` is there, but null, where its asker did not tick "show my name"."""
    seen = {field for field in FIELDS if may_see(field, audience, settings, show_name=True)}
    return seen - {"text", "asked", "translations"} | {"texts"} if told else seen
