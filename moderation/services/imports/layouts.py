"""The column names by which an export of another product is recognised.

All column names are in the form that `names.normal` returns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .names import NAMES

_FORM_TIMES = ("completion time", "heure de fin", "hora de finalización", "fertigstellungszeit", "وقت الإكمال")
_FORM_STARTS = ("start time", "heure de début", "hora de inicio", "startzeit", "وقت البدء")
_STAMPS = ("timestamp", "horodateur", "marca temporal", "zeitstempel", "طابع زمني")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of an export.

    - `marks`: sets of column names. A header has this layout if it contains all names of at least one set.
    - `begins`: only the name of the first column is compared with `marks`. Each set then contains only one name.
    - `roles`: {role: possible names of its column, the preferred name first}. In the layouts for the results of a form,
      the role `text` is missing, because the names of the question columns differ from form to form.
    - `kinds`: (name of a column, its values in rows that contain a question). Rows with other values are left out.
    - `counter`: the name of a column that numbers the rows. A row without a number continues the row above.
    """

    name: str
    marks: tuple[frozenset[str], ...]
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, frozenset[str]] | None = None
    counter: str | None = None
    begins: bool = False

    def fits(self, names: Sequence[str]) -> bool:
        """Return whether a header with these names has this layout."""
        if self.begins:
            names = names[:1]
        return any(mark <= set(names) for mark in self.marks)


def _all(*names: str) -> frozenset[str]:
    return frozenset(names)


LAYOUTS = (
    Layout(
        "Zoom",
        (_all("question", "asker name"), _all("question", "asker email")),
        {"text": ("question",), "name": ("asker name",), "mail": ("asker email",), "time": ("question time", "time")},
        counter="#",
    ),
    Layout(
        "Microsoft Teams",
        (_all("content", "type", "identity"), _all("content", "type", "author"), _all("content", "type", "posted by")),
        {
            "text": ("content",),
            "name": ("author", "posted by", "identity"),
            "mail": ("author email", "email"),
            "time": ("timestamp", "posted time", "time", "date"),
        },
        kinds=("type", _all("question", "discussion", "pregunta", "frage", "سؤال")),
    ),
    Layout(
        "Slido",
        (
            _all("question", "upvotes"),
            _all("question", "score"),
            _all("question text", "upvotes"),
            _all("question text", "score"),
        ),
        {
            "text": ("question text", "question"),
            "name": ("author", "name", "author name", "user name"),
            "mail": ("author email", "email"),
            "time": ("date", "created at", "time", "timestamp"),
        },
    ),
    Layout(
        "Microsoft Forms",
        tuple(_all(start, end) for start, end in zip(_FORM_STARTS, _FORM_TIMES, strict=True)),
        {
            "name": ("name", "nom", "nombre", "الاسم"),
            "mail": tuple(sorted(NAMES["mail"])),
            "time": _FORM_TIMES,
        },
    ),
    Layout(
        "YouTube",
        (
            _all("message", "author name", "timestamp"),
            _all("message", "author", "timestamp"),
            _all("message", "author", "time text"),
            _all("message", "author name", "datetime"),
            _all("live chat text", "live chat id"),
        ),
        {
            "text": ("message", "live chat text"),
            "name": ("author name", "author"),
            "time": ("timestamp", "datetime", "live chat create timestamp"),
        },
        kinds=("message type", _all("text message", "paid message")),
    ),
    Layout(
        "Google Forms",
        tuple(_all(stamp) for stamp in _STAMPS),
        {"mail": (*sorted(NAMES["mail"]), "username"), "time": _STAMPS},
        begins=True,
    ),
)
"""The known exports. The first layout that fits a header is used."""
PEOPLE = (
    _all("user name original name", "join time"),
    _all("attended", "join time", "leave time"),
    _all("full name", "join time"),
    _all("name", "first join", "last leave"),
    _all("first name", "last name", "registration time"),
)
"""Sets of column names. Each set identifies a report about people (such as a list of attendees), which contains no
questions.
"""


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout of a header with these names, or None."""
    return next((layout for layout in LAYOUTS if layout.fits(names)), None)


def lists_people(names: Collection[str]) -> bool:
    """Return whether a header with these names belongs to a report about people."""
    return any(mark <= set(names) for mark in PEOPLE)
