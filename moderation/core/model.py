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
    """The kinds of seat. A kind decides which acts a seat may do (core/workflow)."""

    ATTENDEE = "attendee"
    CHAIR = "chair"
    STAGE = "stage"
    PANEL = "panel"
    BOOTH = "booth"
    ORGANISER = "organiser"


class Audience(StrEnum):
    """The readers of a stream. The floor has one stream for each reading language."""

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
    """A role at the session with its own link: `chair.a`, `panel.socco`, `stage`. All attendees share `attendee`."""

    kind: SeatKind
    key: str = ""

    @property
    def name(self) -> str:
        """The seat as one word, with a dot before the key: `chair.a`."""
        return f"{self.kind}.{self.key}" if self.key else str(self.kind)

    @property
    def path(self) -> str:
        """The seat as a part of a URL path: `chair/a`."""
        return self.name.replace(".", "/", 1)

    @staticmethod
    @lru_cache(maxsize=256)
    def parse(name: str) -> Seat:
        """Return the seat with the name `chair.a` or the path `chair/a`. ValueError for an unknown kind of seat."""
        kind, _, key = name.replace("/", ".", 1).partition(".")
        return Seat(SeatKind(kind), key)


@dataclass(frozen=True, slots=True)
class Settings:
    """The switches of a session that `visibility` reads. The organiser changes them with the act `set`."""

    list_public: bool = True
    show_group: bool = True
    stage_upcoming: bool = True
    chatham_house_rule: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a session. Lengths are in graphemes unless the name says bytes; times are in seconds."""

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
    """One event. `definition` is its session file as a JSON object (services/session_file/definition).

    `engine`: the translation engine that serves the session now, None without a translation engine.
    `screen_cleared`: a chair has emptied the projected screen; the live question stays live.
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
        """All seats that have a link, in the order in which links are shown."""
        chairs = tuple(Seat(SeatKind.CHAIR, key) for key in ("a", "b"))
        panel = tuple(Seat(SeatKind.PANEL, key) for key in self.panellists)
        return (*chairs, Seat(SeatKind.STAGE), *panel, Seat(SeatKind.BOOTH), Seat(SeatKind.ORGANISER))


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of a question into one language, or the state of the job that makes it.

    `source`: a machine, or the seat that typed the text. `route`: the languages that the machine translated through,
    first to last. `by` and `at`: the seat and the time (ISO 8601) of a translation by hand.
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
    """The present state of one question. `attendee` never leaves the server; `place` orders the queue (core/queue).

    `language_source`, `unsure`, `looks_like`: how the language is known, whether that is uncertain, and the language
    that detection suggests instead. `machine`: the asker allows machine translation. `first`: the attendee's first
    question. `translations`: at most one for each language, none for the question's own language.
    `wording`: a chair's clearer text, shown in place of the asker's text. `hides`: only the asker and the chairs may
    then read the asker's text.
    `lead`: the number of the question that this one is merged into; `lead_status`: the status of that question;
    `former_status` and `former_place`: the values before the merge. `followers`: the questions merged into this one,
    lowest number first.
    `aloud`: asked in the room and added by a chair (the text may be empty). `flags`: keys of the panellists who offer
    to answer. `similar`: (number, score from 0 to 1) of similar earlier questions, most similar first
    (docs/similarity.md).
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
        """The text that is read out: the chair's wording if there is one, otherwise the asker's text."""
        return self.text if self.wording is None else self.wording

    @property
    def fate(self) -> Status:
        """The status that decides what happens to the question: the lead's if it is merged, otherwise its own."""
        return self.lead_status if self.status is Status.MERGED and self.lead_status else self.status

    @property
    def direction(self) -> Direction:
        """The writing direction of the question's language."""
        return direction_of(self.language)


REASONS = ("off_topic", "duplicate", "no_question", "too_long", "personal_attack", "already_answered", "no_time_left")
"""The reasons to decline a question, in the order in which the chairs see them."""
