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

SENT_BEFORE = "before"
"""The value of `source` for imported questions that people sent before the session.

Every other value is a name like `Zoom`.
"""
UNDETERMINED = "und"
"""The language tag (BCP 47) of a question if its language is not recognised or is not a language of the session."""
UNDISCLOSED = "undisclosed"
"""The key of the group if the asker gives no group, and of the region if the asker gives no region."""
MOST_STAGE_LANGUAGES = 3
"""Maximum number of languages that the chairs can choose for the projected screen."""
NO_ENTRY_CODES, ENTRY_CODES_TO_TAKE_PART = "none", "ask_and_vote"
"""The values of `entry_codes` in a session file."""
RTL_LANGUAGES = frozenset(
    {"aeb", "ar", "arc", "arq", "ars", "ary", "arz", "bal", "bej", "bgn", "bqi", "brh", "chg", "ckb", "dv", "fa"}
    | {"gbz", "glk", "he", "jpr", "jrb", "khw", "ks", "lad", "lah", "lrc", "mde", "mzn", "nqo", "ota", "pnb", "ps"}
    | {"rhg", "sam", "sd", "sdh", "shu", "swb", "syc", "syr", "trw", "ug", "ur", "yi"}
)
"""Primary subtags of languages that are usually written from right to left (Unicode CLDR, likely subtags)."""
RTL_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"}
)
"""Scripts that are written from right to left (ISO 15924, in lower case; Unicode CLDR, script metadata)."""


def direction_of(language: str) -> Direction:
    """Return the writing direction of a BCP 47 tag; `auto` for `und`."""
    if language == UNDETERMINED:
        return "auto"
    primary, script = (*language.lower().split("-"), "")[:2]
    is_rtl = script in RTL_SCRIPTS if len(script) == len("arab") and script.isalpha() else primary in RTL_LANGUAGES
    return "rtl" if is_rtl else "ltr"


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
    """The audiences: the kinds of readers.

    The floor is the audience of the attendees. The floor has a stream for each reading language; every other audience
    has one stream.
    """

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

    `text`, `name` and `note` are lengths in graphemes, `text_bytes` is in bytes. An attendee may ask `burst` questions
    in direct succession, and one further question every `seconds_per_question` seconds. `waiting` is the maximum number
    of pending questions of one attendee. `pending` is the maximum number of pending questions of the session (see
    `core/newcomers`).
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
    """One panel session. `definition`: the session file as a JSON object (services/session_file/definition).

    - `engine`: the translation engine of the session; None if the session has no machine translation.
    - `screen_cleared`: whether a chair has cleared the projected screen. The live question stays live.
    - `newcomers_held_from`: a minute. Questions of phones that arrived in this minute or later wait for release
      (core/newcomers). None while the switch "new phones wait" is off.
    - `opened`: the minute in which the rehearsal ended. Empty during the rehearsal, in a demo, and if an older version
      of the server opened the session.
    - `served`: the languages of the session between which the engine translates.
    - `definition_version`: 1 for the first definition of the session; increased by 1 with each changed definition.
    - `chairs`: the keys of the chairs' seats.
    - `booths`: the keys of the booths with a name. Every session also has the booth without a name.
    - `topics`: the keys of the topics (agenda items), in the order of the agenda.
    - `stage_languages`: the languages that the chairs have chosen for the projected screen, at most
      `MOST_STAGE_LANGUAGES`; empty while the screen shows the session's first languages.
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
    newcomers_held_from: str | None = None
    opened: str = ""
    served: tuple[str, ...] = ()
    definition_version: int = 1
    chairs: tuple[str, ...] = ("a", "b")
    topics: tuple[str, ...] = ()
    stage_languages: tuple[str, ...] = ()
    booths: tuple[str, ...] = ()

    @property
    def needs_entry_code(self) -> bool:
        """Whether only people with an entry code may ask and vote."""
        return self.definition.get("entry_codes", NO_ENTRY_CODES) != NO_ENTRY_CODES

    @property
    def askers_choose_topic(self) -> bool:
        """Whether the phone's form offers the topics.

        If the form does not offer them, only chairs and imports set the topic of a question.
        """
        return bool(self.topics) and not self.definition.get("chairs_set_topics", False)

    @property
    def rule_languages(self) -> tuple[str, ...]:
        """The languages in which floor and stage show every question under the Chatham House Rule.

        The result is the session's languages between which the engine translates. If there are none, people translate
        by hand, and the result is all languages of the session.
        """
        return self.served if len(self.served) > 1 else self.languages

    @property
    def streams(self) -> tuple[str, ...]:
        """The names of all streams of this session."""
        return ("chairs", "stage", "booth", *(f"floor.{language}" for language in self.languages))

    @property
    def seats(self) -> tuple[Seat, ...]:
        """All seats except `attendee`, in the order in which their links are shown."""
        chairs = tuple(Seat(SeatKind.CHAIR, key) for key in self.chairs)
        panel = tuple(Seat(SeatKind.PANEL, key) for key in self.panellists)
        booths = (Seat(SeatKind.BOOTH), *(Seat(SeatKind.BOOTH, key) for key in self.booths))
        return (*chairs, Seat(SeatKind.STAGE), *panel, *booths, Seat(SeatKind.ORGANISER))


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
    """A question that is merged into another question, the lead."""

    number: int
    group: str


@dataclass(frozen=True, slots=True)
class Question:
    """The current state of one question.

    - `attendee`: the asker's id, which is never sent to a client.
    - `language_source`: how the server knows the language. `unsure`: the language is uncertain. `looks_like`: the
      language that detection suggests instead.
    - `topic`: the key of the topic (agenda item); None if nobody has chosen one.
    - `place`: the place in the queue (core/queue).
    - `reworded_from`: the number of the declined question that this question replaces. `reworded_as`: the number of the
      question that replaces this declined question.
    - `first`: this is the attendee's first question.
    - `machine`: the asker allows machine translation.
    - `wording`: a chair's clearer text, shown in place of the asker's text. `hides`: the wording hides the asker's text
      from all readers except the asker and the chairs.
    - `lead`: the number of the lead that this question is merged into. `lead_status`: the status of the lead.
      `former_status`, `former_place`: the question's status and place before the merge.
    - `followers`: the questions that are merged into this question, lowest number first.
    - `acted_on`: the question is pending, and a seat other than the asker's has already acted on it.
    - `asker_edited`: the asker has edited the question.
    - `aloud`: the question was asked in the room, and a chair added it. The text can be empty.
    - `source`: the origin of an imported question: SENT_BEFORE, or a name such as `Zoom`. None for all other questions.
    - `arrived`: the minute in which the asker's phone arrived (core/newcomers). No view contains this minute.
    - `held`: the pending question waits for release by the chairs, outside Incoming.
    - `flags`: the keys of the panellists who offer to answer.
    - `similar`: (number, score) of each similar earlier question, highest score first. A score is from 0 to 1
      (docs/similarity.md).
    - `translations`: at most one for each language, none for the question's own language.
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
    topic: str | None = None
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
    reworded_as: int | None = None
    acted_on: bool = False
    asker_edited: bool = False
    aloud: bool = False
    source: str | None = None
    muted: bool = False
    arrived: str = ""
    held: bool = False
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
