"""The names of all keys of a session file."""

from __future__ import annotations

from ...core.model import Limits, Settings

SESSION_KEYS = (
    "code",
    "title",
    "description",
    "organisers",
    "languages",
    "groups",
    "group",
    "regions",
    "region",
    "topic",
    "chairs_set_topics",
    "chair",
    "panellist",
    "booth",
    "term",
    "document",
    "limits",
    *Settings.__dataclass_fields__,
    "translation",
    "demo",
    "starts",
    "ends",
    "time_zone",
    "minutes_per_question",
    "retention_days",
    "purge_when_due",
    "passphrases",
    "entry_codes",
    "programme",
    "wait_for_start",
    "look",
)
"""The keys at the top level of a session file."""
LIMITS = tuple(Limits.__dataclass_fields__)
GROUP, REGION, TOPIC = ("key", "label", "short"), ("key", "label"), ("key", "label")
CHAIR, PANELLIST, TERM = ("seat", "name", "role"), ("key", "name", "role"), ("term", "note")
BOOTH = ("key", "name", "languages")
DOCUMENT = ("title", "url")
PROGRAMME, LOOK = ("at", "title"), ("name", "accent", "logo", "logo_dark")
TABLES = {
    "[limits]": LIMITS,
    "[[group]]": GROUP,
    "[[region]]": REGION,
    "[[topic]]": TOPIC,
    "[[chair]]": CHAIR,
    "[[panellist]]": PANELLIST,
    "[[booth]]": BOOTH,
    "[[term]]": TERM,
    "[[document]]": DOCUMENT,
    "[[programme]]": PROGRAMME,
    "[look]": LOOK,
}
"""The keys that each table may contain, by the header of the table."""
