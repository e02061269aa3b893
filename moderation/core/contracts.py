"""The JSON objects that the server sends, each typed once.

`docs/tools/contracts.py` generates `static/js/shared/contracts.d.ts` and the reference in `docs/wire.md` from this
module. A key that is absent for some readers is `NotRequired`; a value that may be missing is `None`. `docs/wire.md`
explains when a key is absent and when a value is missing.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

StatusName = Literal["pending", "approved", "next", "live", "answered", "declined", "merged", "withdrawn"]
PhaseName = Literal["rehearsal", "open", "paused", "closed", "purged"]
Direction = Literal["ltr", "rtl", "auto"]
LanguageSource = Literal["chosen", "detected", "corrected"]
TranslationState = Literal["waiting", "done", "failed"]
TranslationSource = Literal["machine", "chair", "booth"]
SuggestionReason = Literal["group_not_heard", "first_question", "waiting"]
Texts = dict[str, str]
"""A text in several languages: {language tag: text}."""


class TranslationView(TypedDict):
    """A question's text in another language. All fields except `state` are present only if `state` is `done`."""

    state: TranslationState
    text: NotRequired[str]
    source: NotRequired[TranslationSource | None]
    engine: NotRequired[str | None]
    route: NotRequired[list[str]]
    by: NotRequired[str | None]
    at: NotRequired[str | None]


class MergedView(TypedDict):
    """The followers of a lead. Only readers who may see groups get `groups`; only chairs get `numbers`."""

    count: int
    groups: NotRequired[list[str]]
    numbers: NotRequired[list[int]]


class SimilarQuestion(TypedDict):
    """A similar earlier question. `score` is from 0 to 1."""

    number: int
    score: float


class _QuestionView(TypedDict):
    number: int
    status: StatusName
    edited: bool
    merged: MergedView | None
    to: str | None
    text: NotRequired[str]
    asked: NotRequired[str | None]
    translations: NotRequired[dict[str, TranslationView]]
    texts: NotRequired[Texts]
    language: NotRequired[str]
    direction: NotRequired[Direction]
    group: NotRequired[str]
    votes: NotRequired[int]
    name: NotRequired[str | None]


class ChairsFields(TypedDict):
    """The fields of a question that only the chairs read."""

    language_source: LanguageSource
    unsure: bool
    looks_like: str | None
    region: str | None
    show_name: bool
    version: int
    by: str
    asked_at: str
    changed_at: str
    live_at: str | None
    reason: str | None
    reason_number: int | None
    first: bool
    reworded_from: int | None
    machine: bool
    hides: bool
    lead: int | None
    aloud: bool
    muted: bool
    flags: list[str]
    similar: list[SimilarQuestion]


class QuestionView(_QuestionView, total=False):
    """A question as one audience reads it. Only chairs get the fields of `ChairsFields`."""

    language_source: LanguageSource
    unsure: bool
    looks_like: str | None
    region: str | None
    show_name: bool
    version: int
    by: str
    asked_at: str
    changed_at: str
    live_at: str | None
    reason: str | None
    reason_number: int | None
    first: bool
    reworded_from: int | None
    machine: bool
    hides: bool
    lead: int | None
    aloud: bool
    muted: bool
    flags: list[str]
    similar: list[SimilarQuestion]


class ChairsQuestion(ChairsFields):
    """A question as the chairs read it, with every field."""

    number: int
    status: StatusName
    edited: bool
    merged: MergedView | None
    to: str | None
    text: str
    asked: str | None
    translations: dict[str, TranslationView]
    language: str
    direction: Direction
    group: str
    votes: int
    name: str | None


class AskerView(TypedDict):
    """A question as its asker reads it. A merged question has the `fate`, `reason` and `changed_at` of its lead."""

    number: int
    status: StatusName
    fate: StatusName
    lead: int | None
    text: str
    wording: str | None
    hides: bool
    to: str | None
    language: str
    direction: Direction
    group: str
    region: str | None
    name: str | None
    show_name: bool
    votes: int
    asked_at: str
    changed_at: str
    reason: str | None
    reason_number: int | None
    place: int | None
    reason_text: NotRequired[str | None]
    can_withdraw: NotRequired[bool]
    can_reword: NotRequired[bool]


class MyQuestions(TypedDict):
    """The answer of GET `own`: the attendee's questions, newest first, and the numbers of the questions voted for."""

    counter: int
    questions: list[AskerView]
    votes: list[int]


class Suggestion(TypedDict):
    """A question in the queue that the chairs could set next, and the reasons for this suggestion (docs/balance.md)."""

    number: int
    reasons: list[SuggestionReason]
    groups: list[str]
    since: str


class Shares(TypedDict):
    """{key: [received, approved, heard]} for each dimension. The values are numbers of questions."""

    group: dict[str, list[int]]
    language: dict[str, list[int]]
    region: dict[str, list[int]]


class Counts(Shares):
    """The `counts` section of the chairs' stream."""

    suggestion: Suggestion | None


class SettingsView(TypedDict):
    """The `settings` section of every stream: the phase, the switches, and whether a chair has cleared the screen."""

    phase: PhaseName
    list_public: bool
    show_group: bool
    stage_upcoming: bool
    chatham_house_rule: bool
    screen_cleared: bool


class ChairNote(TypedDict):
    """A note between the chairs or from the organiser; `acknowledged` lists the seats that have acknowledged it."""

    note: int
    seat: str
    text: str
    at: str
    acknowledged: list[str]


class Reading(TypedDict):
    """The question that a chair is reading now."""

    seat: str
    number: int


class Head(TypedDict):
    """The newest sequence number of a stream, and its epoch."""

    epoch: str
    seq: int


class Change(TypedDict):
    """The present state of all items that changed after seq `after`, up to `seq`. With `reset`, this is a snapshot."""

    epoch: str
    after: int
    seq: int
    at: str
    put: list[QuestionView]
    drop: list[int]
    reset: NotRequired[Literal[True]]
    votes: NotRequired[dict[str, int]]
    queue: NotRequired[list[int]]
    counts: NotRequired[Counts]
    notes: NotRequired[list[ChairNote]]
    settings: NotRequired[SettingsView]
    presence: NotRequired[list[Reading]]


class StreamState(TypedDict):
    """A client's state of one stream: a snapshot with all later changes applied.

    `settings` is an empty object before the first snapshot. `counts` is null in all streams except the chairs'.
    """

    epoch: str | None
    seq: int
    at: str | None
    questions: dict[int, QuestionView]
    queue: list[int]
    counts: Counts | None
    settings: SettingsView
    notes: list[ChairNote]


class Answer(TypedDict, total=False):
    """The answer to an accepted command. `already`: nothing was done, because the state was as requested.

    `seq`: {stream: new sequence number} for each stream that the command changed and that the caller may read. The
    caller's screen is up to date when the caller's stream has reached that number.
    """

    ok: bool
    already: bool
    seq: dict[str, int]
    question: QuestionView | AskerView
    questions: list[QuestionView]
    queue: list[int]
    live: int | None
    next: int | None
    act: str
    numbers: list[int]
    note: int
    flags: list[int]
    phase: PhaseName
    settings: dict[str, bool]
    screen_cleared: bool
    seat: str
    link: str


class RefusedAnswer(TypedDict):
    """The answer to a refused command or read: a stable code, a sentence in the reader's language, and details."""

    ok: Literal[False]
    code: str
    message: str
    question: NotRequired[QuestionView | AskerView]
    field: NotRequired[str]
    limit: NotRequired[int]
    length: NotRequired[int]
    unit: NotRequired[Literal["bytes"]]
    retry_after: NotRequired[int]
    by: NotRequired[str | None]
    at: NotRequired[str | None]
    act: NotRequired[str]
    status: NotRequired[str]
    phase: NotRequired[str]
    number: NotRequired[int | None]
    live: NotRequired[int | None]
    next: NotRequired[int | None]


class Subscribed(TypedDict):
    """The acknowledgement of an accepted `subscribe`. Only attendees get `counter`."""

    ok: Literal[True]
    stream: str
    epoch: str
    seq: int
    counter: NotRequired[int]


class UndoPreview(TypedDict):
    """The act that `undo` would take back. `act` is null if there is nothing to undo."""

    act: str | None
    numbers: NotRequired[list[int]]
    at: NotRequired[str]


class SimilarAnswer(TypedDict):
    """At most three questions of the public list that are similar to a draft, most similar first."""

    similar: list[QuestionView]


class FlagsAnswer(TypedDict):
    """The numbers of the questions that a panellist has marked with "I'll take it"."""

    flags: list[int]


class QuestionsPage(TypedDict):
    """A page of questions that are no longer open, highest number first. `more`: there is another page."""

    questions: list[QuestionView]
    more: bool


class Links(TypedDict):
    """The links of all seats; null for a revoked seat. `panellists` is by panellist key."""

    attendee: str
    chair_a: str | None
    chair_b: str | None
    stage: str | None
    booth: str | None
    organiser: str | None
    panellists: dict[str, str | None]


class SeatState(TypedDict):
    """The state of a seat's link. The generation increases with each renewal and revocation."""

    seat: str
    generation: int
    revoked: bool
    name: NotRequired[str | None]


class OrganiserState(TypedDict):
    """The answer of GET `organiser/state`."""

    session: str
    phase: PhaseName
    settings: SettingsView
    seats: list[SeatState]
    links: Links
    counts: dict[StatusName, int]
    notes: list[ChairNote]
    purge_due: str | None
    purge_overdue: bool


class GroupDefinition(TypedDict):
    """A stakeholder group of a session file, with its label and short label in each language."""

    key: str
    label: Texts
    short: NotRequired[Texts]


class RegionDefinition(TypedDict):
    """A region of a session file."""

    key: str
    label: Texts


class ChairDefinition(TypedDict):
    """A co-chair of a session file; `seat` is `a` or `b`."""

    seat: str
    name: str
    role: str | Texts | None


class PanellistDefinition(TypedDict):
    """A panellist of a session file."""

    key: str
    name: str
    role: str | Texts | None


class TermDefinition(TypedDict):
    """A term of the glossary: one text for all languages, or a text for each language."""

    term: str | Texts
    note: str | Texts | None


class SessionDefinition(TypedDict):
    """A session file in the form that the store keeps (services/session_file/definition.py reads it from TOML).

    `languages`: the first is the default. `groups` and `regions` end with `undisclosed`. `regions` is empty if the
    session does not ask for regions.
    `starts`, `ends`: ISO 8601. `minutes_per_question`: null for no limit.
    """

    code: str
    title: Texts
    description: str | Texts | None
    organisers: str | Texts | None
    languages: list[str]
    groups: list[GroupDefinition]
    regions: list[RegionDefinition]
    chairs: list[ChairDefinition]
    panellists: list[PanellistDefinition]
    terms: list[TermDefinition]
    limits: dict[str, int]
    list_public: bool
    show_group: bool
    stage_upcoming: bool
    chatham_house_rule: bool
    translation: str
    demo: bool
    starts: str | None
    ends: str | None
    minutes_per_question: int | None
    retention_days: int


class LanguageView(TypedDict):
    """A language: its tag, its name in the language itself, and its writing direction."""

    code: str
    name: str
    dir: Direction


class GroupView(TypedDict):
    """A group in the reader's language."""

    key: str
    label: str | None
    short: str | None


class RegionView(TypedDict):
    """A region in the reader's language."""

    key: str
    label: str | None


class PanellistView(TypedDict):
    """A panellist, with the role in the reader's language."""

    key: str
    name: str
    role: str | None


class ChairView(TypedDict):
    """A co-chair. `seat` is the name of the seat (`chair.a`)."""

    seat: str
    name: str


class ReasonView(TypedDict):
    """A reason to decline. `texts`: {language: the sentence that the asker will read}; for chairs only."""

    key: str
    label: str
    texts: NotRequired[Texts]


class TermView(TypedDict):
    """A term of the glossary: its text in each language, and its note in the reader's language."""

    texts: Texts
    note: str | None


class LimitsView(TypedDict):
    """Maximum lengths of a question's text, a name and a chair note, in graphemes."""

    text: int
    name: int
    note: int


class EngineView(TypedDict):
    """The translation engine of the session. `third_party`: texts are sent outside the organiser's machines."""

    engine: str
    third_party: bool


class SessionView(TypedDict):
    """The session in one reader's language."""

    code: str
    title: str | None
    titles: Texts
    description: str | None
    organisers: str | None
    languages: list[LanguageView]
    groups: list[GroupView]
    regions: list[RegionView]
    panellists: list[PanellistView]
    chairs: list[ChairView]
    reasons: list[ReasonView]
    limits: LimitsView
    starts: str | None
    ends: str | None
    minutes_per_question: int | None
    retention_days: int | None
    join_url: str
    join_host: str
    translation: EngineView | None
    demo: bool
    terms: NotRequired[list[TermView]]


class StageWords(TypedDict):
    """The words of the stage, each as {language: text}. The stage shows several languages at the same time.

    `groups` and `shorts`: {group key: {language: full or short label}}.
    """

    groups: dict[str, Texts]
    shorts: dict[str, Texts]
    now: NotRequired[Texts]
    next: NotRequired[Texts]
    then: NotRequired[Texts]
    ask: NotRequired[Texts]
    idle: NotRequired[Texts]
    rule: NotRequired[Texts]
    rule_meaning: NotRequired[Texts]
    rehearsal: NotRequired[Texts]
    closed: NotRequired[Texts]
    to: NotRequired[Texts]
    original: NotRequired[Texts]
    machine: NotRequired[Texts]
    corrected: NotRequired[Texts]
    corrected_chair: NotRequired[Texts]
    edited: NotRequired[Texts]
    asked_by: NotRequired[Texts]
    aloud: NotRequired[Texts]


class PageData(TypedDict):
    """The `#page` block of a page: all data that the page's script needs before the first change.

    `engine_labels`: {key of a translation engine: its name for readers}.
    """

    seat: str
    lang: str
    now: str
    session: SessionView
    state: Change | None
    interface: list[LanguageView]
    engine_labels: dict[str, str]
    own: NotRequired[MyQuestions]
    flags: NotRequired[list[int]]
    words: NotRequired[StageWords]
    statuses: NotRequired[dict[str, list[StatusName]]]
