"""The domain objects as immutable types: session, seat, question, translation, and their enumerations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .contracts import (
    Direction,
    LanguageSource,
    SessionDefinition,
    TranslationSource,
    TranslationState,
)

UNDETERMINED = "und"
"""The BCP 47 tag of a question whose language is none of the session's languages."""
RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Primary language subtags that are written from right to left."""


def direction_of(language: str) -> Direction:
    """Return the writing direction of a BCP 47 tag; `auto` for `und`."""
    if language == UNDETERMINED:
        return "auto"
    return "rtl" if language.split("-")[0] in RTL_LANGUAGES else "ltr"


class Status(StrEnum):
    """The status of a question (README, "A question's life")."""

    PENDING = "pending"
    APPROVED = "approved"
    NEXT = "next"
    LIVE = "live"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """The phase of a session."""

    REHEARSAL = "rehearsal"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    PURGED = "purged"


class SeatKind(StrEnum):
    """The kinds of seat. The kind of a seat decides which acts the seat may do (core/workflow)."""

    ATTENDEE = "attendee"
    CHAIR = "chair"
    STAGE = "stage"
    PANEL = "panel"
    BOOTH = "booth"
    ORGANISER = "organiser"


class Audience(StrEnum):
    """The groups of readers. Each audience reads one stream; only the floor has a stream for each reading language."""

    CHAIRS = "chairs"
    STAGE = "stage"
    BOOTH = "booth"
    FLOOR = "floor"


AUDIENCE_OF_SEAT = {
    SeatKind.ATTENDEE: Audience.FLOOR,
    SeatKind.CHAIR: Audience.CHAIRS,
    SeatKind.STAGE: Audience.STAGE,
    SeatKind.PANEL: Audience.STAGE,
    SeatKind.BOOTH: Audience.BOOTH,
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in the session, such as `chair.a` or `stage`. Each seat has a link; all attendees share one seat."""

    kind: SeatKind
    key: str = ""

    @property
    def name(self) -> str:
        """The name of the seat, with a dot before the key: `chair.a`."""
        return f"{self.kind}.{self.key}" if self.key else str(self.kind)

    @property
    def path(self) -> str:
        """The seat's part of a URL path: `chair/a`."""
        return self.name.replace(".", "/", 1)

    @staticmethod
    @lru_cache(maxsize=256)
    def parse(name: str) -> Seat:
        """Return the seat for a name (`chair.a`) or a path (`chair/a`). Raises ValueError for an unknown kind."""
        kind, _, key = name.replace("/", ".", 1).partition(".")
        return Seat(SeatKind(kind), key)


@dataclass(frozen=True, slots=True)
class Settings:
    """The switches of a session. The module `visibility` reads the switches; the organiser's act `set` changes them."""

    list_public: bool = True
    show_group: bool = True
    stage_upcoming: bool = True
    chatham_house_rule: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a session.

    `text`, `name` and `note` are in graphemes, `text_bytes` in bytes, `seconds_per_question` in seconds. `burst`,
    `waiting` and `pending` are numbers of questions.
    """

    text: int = 300
    text_bytes: int = 4000
    name: int = 80
    note: int = 500
    burst: int = 5
    seconds_per_question: int = 10
    waiting: int = 20
    pending: int = 2000


@dataclass(frozen=True, slots=True)
class Session:
    """One event. `definition` is the session file as a JSON object (services/session_file/definition).

    `engine`: the translation engine of the session; None if the session has no machine translation.
    `screen_cleared`: a chair has cleared the projected screen. The live question stays live.
    """

    id: int
    code: str
    phase: Phase
    settings: Settings
    epoch: str
    languages: tuple[str, ...]
    groups: tuple[str, ...]
    regions: tuple[str, ...]
    panellists: tuple[str, ...]
    limits: Limits
    demo: bool
    definition: SessionDefinition
    engine: str | None = None
    screen_cleared: bool = False

    @property
    def streams(self) -> tuple[str, ...]:
        """The names of all streams of this session."""
        return ("chairs", "stage", "booth", *(f"floor.{language}" for language in self.languages))

    @property
    def seats(self) -> tuple[Seat, ...]:
        """All seats except `attendee`, in the order in which their links are shown."""
        chairs = tuple(Seat(SeatKind.CHAIR, key) for key in ("a", "b"))
        panel = tuple(Seat(SeatKind.PANEL, key) for key in self.panellists)
        return (*chairs, Seat(SeatKind.STAGE), *panel, Seat(SeatKind.BOOTH), Seat(SeatKind.ORGANISER))


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of a question into one language, or the state of its translation job.

    `source`: `machine`, or the kind of seat that typed the text. `route`: the languages of a machine translation in
    order: the source language, intermediate languages, the target language. `by` and `at`: the seat and the time
    (ISO 8601) of a translation by hand.
    """

    language: str
    state: TranslationState
    text: str | None = None
    source: TranslationSource | None = None
    engine: str | None = None
    route: tuple[str, ...] = ()
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Follower:
    """A question that is merged into a lead."""

    number: int
    group: str


@dataclass(frozen=True, slots=True)
class Question:
    """The present state of one question.

    `attendee`: the asker's id, which is never sent to a client. `place`: the place in the queue (core/queue).
    `language_source`: how the server knows the language. `unsure`: the language is uncertain. `looks_like`: the
    language that detection suggests instead. `machine`: the asker allows machine translation. `first`: this is the
    attendee's first question. `translations`: at most one for each language, none for the question's own language.
    `wording`: a chair's clearer text, shown in place of the asker's text. `hides`: the wording hides the asker's text
    from all readers except the asker and the chairs.
    `lead`: the number of the lead that this question is merged into. `lead_status`: the status of the lead.
    `former_status` and `former_place`: the question's status and place before the merge. `followers`: the questions
    that are merged into this question, lowest number first.
    `aloud`: the question was asked in the room, and a chair added it (the text may be empty). `flags`: keys of the
    panellists who offer to answer. `similar`: (number, score) of each similar earlier question, highest score first;
    a score is from 0 to 1 (docs/similarity.md).
    """

    number: int
    text: str
    language: str
    status: Status = Status.PENDING
    attendee: int | None = None
    language_source: LanguageSource = "detected"
    unsure: bool = False
    looks_like: str | None = None
    group: str = "undisclosed"
    region: str | None = None
    to: str | None = None
    name: str | None = None
    show_name: bool = False
    place: str | None = None
    reason: str | None = None
    reason_number: int | None = None
    version: int = 1
    by: str = "attendee"
    asked_at: str = ""
    changed_at: str = ""
    live_at: str | None = None
    reworded_from: int | None = None
    first: bool = True
    votes: int = 0
    machine: bool = True
    wording: str | None = None
    hides: bool = False
    lead: int | None = None
    lead_status: Status | None = None
    former_status: Status | None = None
    former_place: str | None = None
    aloud: bool = False
    muted: bool = False
    flags: tuple[str, ...] = ()
    similar: tuple[tuple[int, float], ...] = ()
    followers: tuple[Follower, ...] = ()
    translations: tuple[Translation, ...] = ()

    @property
    def spoken(self) -> str:
        """The text to read out: the chair's wording, or the asker's text if there is no wording."""
        return self.text if self.wording is None else self.wording

    @property
    def fate(self) -> Status:
        """The status of the lead if the question is merged, otherwise the question's own status."""
        return self.lead_status if self.status is Status.MERGED and self.lead_status else self.status

    @property
    def direction(self) -> Direction:
        """The writing direction of the question's language."""
        return direction_of(self.language)


REASONS = ("off_topic", "duplicate", "no_question", "too_long", "personal_attack", "already_answered", "no_time_left")
"""The reasons to decline a question, in the order in which the chairs see them."""
