"""The words of the field as types. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

UNDETERMINED = "und"
RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


class Status(StrEnum):
    """Where a question stands (docs: README, "A question's life")."""

    PENDING = "pending"
    APPROVED = "approved"
    NEXT = "next"
    LIVE = "live"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """Where a session stands."""

    REHEARSAL = "rehearsal"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    PURGED = "purged"


class SeatKind(StrEnum):
    ATTENDEE = "attendee"
    CHAIR = "chair"
    STAGE = "stage"
    PANEL = "panel"
    BOOTH = "booth"
    ORGANISER = "organiser"


class Audience(StrEnum):
    """Who a stream is for. The floor has one stream per reading language."""

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
    """A place at the session: `chair.a`, `panel.socco`, `stage`; attendees share the name `attendee`."""

    kind: SeatKind
    key: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.key}" if self.key else str(self.kind)

    @property
    def path(self) -> str:
        return self.name.replace(".", "/", 1)

    @staticmethod
    @lru_cache(maxsize=256)
    def parse(name: str) -> Seat:
        """Read `chair.a` or `chair/a`. ValueError when there is no such kind of seat."""
        kind, _, key = name.replace("/", ".", 1).partition(".")
        return Seat(SeatKind(kind), key)


@dataclass(frozen=True, slots=True)
class Settings:
    """The switches that `visibility` reads; the organiser's `set` changes them."""

    list_public: bool = True
    show_group: bool = True
    stage_upcoming: bool = True
    chatham_house_rule: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of a session; lengths in graphemes unless the name says bytes, times in seconds."""

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
    """One sitting. `definition` is its session file as a JSON object (see services/session_file/definition).

    `engine`: the translation engine that serves it now, None where there is none. `screen_cleared`: a chair has emptied the
    projected screen; what is live stays live.
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
    definition: dict
    engine: str | None = None
    screen_cleared: bool = False

    @property
    def streams(self) -> tuple[str, ...]:
        """Every stream of this session by name."""
        return ("chairs", "stage", "booth", *(f"floor.{language}" for language in self.languages))

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Every seat that has a link, in the order in which links are shown."""
        chairs = tuple(Seat(SeatKind.CHAIR, key) for key in ("a", "b"))
        panel = tuple(Seat(SeatKind.PANEL, key) for key in self.panellists)
        return (*chairs, Seat(SeatKind.STAGE), *panel, Seat(SeatKind.BOOTH), Seat(SeatKind.ORGANISER))


@dataclass(frozen=True, slots=True)
class Translation:
    """A question's text in one other language, or that it is under way (`waiting`) or could not be had (`failed`).

    `source` is who made the text: `machine`, or by hand a `chair` or the `booth`; `route` the languages it came by, first to last.
    """

    language: str
    state: str
    text: str | None = None
    source: str | None = None
    engine: str | None = None
    route: tuple[str, ...] = ()
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Follower:
    """A question that is asked together with its lead."""

    number: int
    group: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands. `attendee` never leaves the server; `place` orders the queue (core/queue).

    `machine`: its asker lets a machine translate it. `translations`: by language, at most one each, never the question's own.
    `wording`: clearer words by a chair, read in place of the asker's; `hides`: the asker's own are then for asker and chairs only.
    `lead`: of a merged question, the number of the one that speaks for it, `lead_status` that one's status, `former_status` and
    `former_place` its own before. `followers`: the questions that this one speaks for, lowest number first.
    `aloud`: asked in the room and added by a chair (the text may be empty). `flags`: panellists who would take it.
    `similar`: (number, score) of earlier questions that seem to ask the same, the likeliest first (docs/similarity.md).
    """

    number: int
    text: str
    language: str
    status: Status = Status.PENDING
    attendee: int | None = None
    language_source: str = "detected"
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
        """The words that are read: the chairs' wording where there is one, else the asker's own."""
        return self.text if self.wording is None else self.wording

    @property
    def fate(self) -> Status:
        """What becomes of it: a merged question follows its lead."""
        return self.lead_status if self.status is Status.MERGED and self.lead_status else self.status

    @property
    def direction(self) -> str:
        """`ltr`, `rtl`, or `auto` where the language is not known."""
        if self.language == UNDETERMINED:
            return "auto"
        return "rtl" if self.language.split("-")[0] in RTL_LANGUAGES else "ltr"


REASONS = ("off_topic", "duplicate", "no_question", "too_long", "personal_attack", "already_answered", "no_time_left")
