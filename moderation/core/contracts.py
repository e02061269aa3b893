"""The types of the JSON objects that the server sends, of a session's definition, and of a client's stream state.

`docs/tools/contracts.py` generates `static/js/shared/contracts.d.ts` and the reference in `docs/wire.md` from this
module. A key that is absent for some readers is `NotRequired`. A value that can be null has the type `… | None`.
`docs/wire.md` explains when a key is absent and when a value is null.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

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
    """A translation of a question. While `state` is not `done`, `state` is the only key of the object.

    `by`, `at`: the seat and the time of a translation by hand; only chairs get these fields. `booth`: the seat of the
    booth that corrected the translation; only booths get this field.
    """

    state: TranslationState
    text: NotRequired[str]
    source: NotRequired[TranslationSource | None]
    engine: NotRequired[str | None]
    route: NotRequired[list[str]]
    by: NotRequired[str | None]
    at: NotRequired[str | None]
    booth: NotRequired[str | None]


class MergedView(TypedDict):
    """The questions that are merged into a question. Only readers who may see groups get `groups`; only chairs get
    `numbers`.
    """

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
    topic: str | None
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
    """The fields of a `QuestionView` that only the chairs get."""

    language_source: LanguageSource
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
    asker_edited: bool
    machine: bool
    hides: bool
    lead: int | None
    aloud: bool
    source: str | None
    muted: bool
    held: bool
    flags: list[str]
    similar: list[SimilarQuestion]


class QuestionView(_QuestionView, total=False):
    """A question as one audience reads it.

    Only chairs get the fields of `ChairsFields`. Only chairs and booths get `unsure` and `looks_like`.
    """

    unsure: bool
    looks_like: str | None
    language_source: LanguageSource
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
    asker_edited: bool
    machine: bool
    hides: bool
    lead: int | None
    aloud: bool
    source: str | None
    muted: bool
    held: bool
    flags: list[str]
    similar: list[SimilarQuestion]


class ChairsQuestion(ChairsFields):
    """A question as the chairs read it, with every field."""

    number: int
    status: StatusName
    edited: bool
    merged: MergedView | None
    to: str | None
    topic: str | None
    text: str
    asked: str | None
    translations: dict[str, TranslationView]
    language: str
    direction: Direction
    unsure: bool
    looks_like: str | None
    group: str
    votes: int
    name: str | None


class AskerView(TypedDict):
    """A question as its asker reads it.

    The lead of a merged question is the question into which it is merged. `fate`: the status of the lead for a merged
    question, otherwise the question's own status. In `MyQuestions`, a merged question has the `reason`, `reason_number`
    and `changed_at` of its lead. `held`: the question waits for release by the chairs.
    """

    number: int
    version: int
    status: StatusName
    fate: StatusName
    lead: int | None
    text: str
    wording: str | None
    hides: bool
    to: str | None
    topic: str | None
    language: str
    language_source: LanguageSource
    direction: Direction
    group: str
    region: str | None
    name: str | None
    show_name: bool
    machine: bool
    votes: int
    asked_at: str
    changed_at: str
    reason: str | None
    reason_number: int | None
    place: int | None
    held: bool
    reworded_as: int | None
    can_edit: bool
    reason_text: NotRequired[str | None]
    can_withdraw: NotRequired[bool]
    can_reword: NotRequired[bool]


class MyQuestions(TypedDict):
    """The answer of GET `own`: the attendee's questions, newest first, and the attendee's votes.

    `votes`: the numbers of the questions for which the attendee voted. `keys`: {idempotency key of an accepted command:
    number of the question in the command's answer}. `keys` is absent if the attendee has no question.
    """

    counter: int
    questions: list[AskerView]
    votes: list[int]
    keys: NotRequired[dict[str, int]]


class Suggestion(TypedDict):
    """The queued question that the server suggests as the next question, with reasons (docs/balance.md)."""

    number: int
    reasons: list[SuggestionReason]
    groups: list[str]
    since: str


class Shares(TypedDict):
    """For each group, language, region and topic: {key: [questions received, approved, heard]}."""

    group: dict[str, list[int]]
    language: dict[str, list[int]]
    region: dict[str, list[int]]
    topic: dict[str, list[int]]


class Newcomers(TypedDict):
    """Counts of new phones. The server sends these counts in three cases: during a surge, while the switch "new phones
    wait" is on, and while questions wait for release.

    A surge begins when unusually many new phones arrive in one minute. A phone counts only after it has sent a command.
    `since`: the minute in which the surge began; without a surge, the minute `newcomers_held_from` (see
    `SettingsView`). `phones`: the number of phones that arrived in the minute `since` or later. `per_minute`: the
    highest number of these phones that arrived in the same minute. `pending`: the number of these phones' questions in
    Incoming. `held`: the number of all questions that wait for release.
    """

    since: str | None
    phones: int
    per_minute: int
    pending: int
    held: int


class Counts(Shares):
    """The `counts` section of the chairs' stream. `newcomers`, the counts of new phones, is null while none of the
    three cases in `Newcomers` applies.
    """

    suggestion: Suggestion | None
    newcomers: Newcomers | None


class SettingsView(TypedDict):
    """The `settings` section of every stream: the phase, the switches, and whether a chair has cleared the screen.

    `definition_version`: the version of the session's definition. If the page data contains another version, the page
    shows outdated titles, names or groups.
    `newcomers_held_from`: a minute. New questions of phones that arrived in this minute or later wait for release. Null
    while the switch "new phones wait" is off. Only chairs get this field.
    `stage_languages`: the languages that the chairs have chosen for the stage; empty while the stage shows the first
    languages of the session. Only chairs and the stage get this field.
    """

    phase: PhaseName
    list_public: bool
    show_group: bool
    stage_upcoming: bool
    chatham_house_rule: bool
    screen_cleared: bool
    definition_version: int
    newcomers_held_from: NotRequired[str | None]
    stage_languages: NotRequired[list[str]]


class ChairNote(TypedDict):
    """A note of a chair, the organiser or a booth. The chairs read every note.

    `acknowledged`: the seats that have acknowledged the note. `to_organiser`: the organiser reads this note of a chair.
    `to_booths`: the booths read this note. `reply_to`: the number (`note`) of the note that this note answers, or null.
    """

    note: int
    seat: str
    text: str
    at: str
    acknowledged: list[str]
    to_organiser: bool
    to_booths: bool
    reply_to: int | None


ScheduledActName = Literal["open", "close", "note"]
ScheduleAnchor = Literal["start", "end", "time"]


class ScheduledAct(TypedDict):
    """An act that the server performs at a set time.

    `anchor`, `minutes`: the act is due `minutes` before the session's `start` or `end`. With the anchor `time`, the act
    is due at a fixed time. `at`: the time at which the act is due; null if the session has no planned start or end.
    `text`: the text of a `note`. `done_at`: null while the act waits. `reason`: a sentence about the outcome, or "".

    `outcome` is one of these:

    - "" while the act waits
    - `done` after the server has performed the act
    - `late` for a note whose time passed while the server was down
    - `late` for any act whose time passed while the session was archived
    - `opened` for an `open` whose time came after the end of the rehearsal
    - `closed` for a note whose time came after the close of the session
    - the code of the refusal if the act was refused
    """

    scheduled: int
    act: ScheduledActName
    anchor: ScheduleAnchor
    minutes: int
    at: str | None
    text: str
    done_at: str | None
    outcome: str
    reason: str


class Reading(TypedDict):
    """A presence mark: the question that a chair is reading now, or the question whose translation is open on a booth's
    page.

    `page`: the id of the booth's page, because several interpreters share a seat. A chair's mark has no `page`.
    """

    seat: str
    number: int
    page: NotRequired[str]


class Head(TypedDict):
    """The newest sequence number of a stream, and its epoch."""

    epoch: str
    seq: int


class Change(TypedDict):
    """The changes of a stream between two of its sequence numbers, from `after` (exclusive) to `seq` (inclusive).

    Each item is in its state at `seq`. If `reset` is true, the object is a snapshot of the stream.
    """

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
    booth_notes: NotRequired[list[ChairNote]]
    settings: NotRequired[SettingsView]
    presence: NotRequired[list[Reading]]


class StreamState(TypedDict):
    """A client's state of one stream: a snapshot with all later changes applied.

    `settings` is an empty object before the first snapshot. `counts` is null in all streams except the chairs'.
    Only the booths' stream has `booth_notes`.
    """

    epoch: str | None
    seq: int
    at: str | None
    questions: dict[int, QuestionView]
    queue: list[int]
    counts: Counts | None
    settings: SettingsView
    notes: list[ChairNote]
    booth_notes: NotRequired[list[ChairNote]]


class Answer(TypedDict, total=False):
    """The answer to an accepted command.

    `already`: true if the state already was as requested, so that the command changed nothing.

    `seq`: {stream: new sequence number} for each changed stream that the caller may read. The caller's screen is up to
    date when the caller's stream has reached that number.
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
    number: int
    note: int
    flags: list[int]
    phase: PhaseName
    settings: dict[str, bool]
    screen_cleared: bool
    newcomers_held_from: str | None
    stage_languages: list[str]
    count: int
    seat: str
    link: str
    version: int
    changed: list[str]
    replaced: list[str]
    scheduled: int
    at: str


class ValueProblem(TypedDict):
    """A wrong value in the refusal `definition.invalid`: its place in the definition, a stable code, and a sentence for
    the reader.

    `values`: the numbers and names in the sentence.
    """

    field: str
    expected: str
    code: str
    values: dict[str, str | int]
    message: str


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
    key: NotRequired[str]
    count: NotRequired[int]
    version: NotRequired[int]
    expected: NotRequired[str]
    problems: NotRequired[list[ValueProblem]]


class Subscribed(TypedDict):
    """The acknowledgement of an accepted `subscribe`. `counter`: the attendee's counter, which rises when the
    attendee's own questions or votes change; only attendees get this field.
    """

    ok: Literal[True]
    stream: str
    epoch: str
    seq: int
    counter: NotRequired[int]


class UndoPreview(TypedDict):
    """The act that `undo` would take back. `act` is null if there is nothing to undo.

    `numbers`: the changed questions; a question that the act created comes first.
    """

    act: str | None
    numbers: NotRequired[list[int]]
    at: NotRequired[str]


class KindPreview(TypedDict):
    """How many questions of one kind (such as all waiting questions of one asker) the acts `decline_kind` and
    `release_kind` would change now.

    `incoming`: the number of these questions in Incoming. `held`: the number of these questions that wait for release.
    `upto`: the number of the session's latest question. An act with this `upto` does not change questions that arrive
    later. `since`: for the kind `arrived`, the first minute of arrival; otherwise null.
    """

    incoming: int
    held: int
    upto: int
    since: str | None


class SimilarAnswer(TypedDict):
    """At most three questions of the public list that are similar to a draft, most similar first."""

    similar: list[QuestionView]


class FlagsAnswer(TypedDict):
    """The numbers of the questions that a panellist has marked with "I'll take it"."""

    flags: list[int]


class QuestionsPage(TypedDict):
    """A page of questions in one status (answered, declined, withdrawn, merged), or of questions that wait for release.

    Questions that wait for release are sorted by arrival, newest first. Other questions are sorted by number, highest
    first. Under the Chatham House Rule, chairs get all pages sorted by arrival. `more`: true if there is another page.
    """

    questions: list[QuestionView]
    more: bool


class Links(TypedDict):
    """The links of all seats; null for a revoked seat.

    `panellists`: {key of a panellist: link}. `booths`: {key of a booth with a name: link}, if the session has booths
    with names. `booth`: the link of the booth without a name, which every session has.

    `chair_b`, `chair_c` and `chair_d` exist if the session has these chairs.
    """

    attendee: str
    chair_a: str | None
    chair_b: NotRequired[str | None]
    chair_c: NotRequired[str | None]
    chair_d: NotRequired[str | None]
    stage: str | None
    booth: str | None
    organiser: str | None
    panellists: dict[str, str | None]
    booths: NotRequired[dict[str, str | None]]


class SeatState(TypedDict):
    """The state of a seat's link. The generation increases with each renewal and revocation.

    An opening is the exchange of the present link for a cookie. `first_opened`, `last_opened`: the times of the first
    and the latest opening; null before the first opening. An opening by a browser that already has the seat's cookie is
    stored at most once per minute. `browsers`: the number of openings by browsers without the seat's cookie.
    """

    seat: str
    generation: int
    revoked: bool
    first_opened: str | None
    last_opened: str | None
    browsers: int
    name: NotRequired[str | None]


class EntryCodeCounts(TypedDict):
    """The counts of entry codes. A code that was used and then revoked counts as used and as revoked."""

    created: int
    used: int
    revoked: int


class Preparation(TypedDict):
    """The work of the organiser before the opening.

    `titles_missing`: the number of languages that have only the title of the first language. The two other fields count
    the questions of the rehearsal. `imported`: questions that were imported from a file or sent by a program. `tried`:
    all other questions.
    """

    titles_missing: int
    imported: int
    tried: int


class OrganiserState(TypedDict):
    """The answer of GET `organiser/state`. `entry_codes`: null if the session needs no entry codes.

    `schedule`: the acts that wait for their time, and those that were performed or refused. `starts`, `ends`: the
    planned start and end of the session. `preparation`: null after the rehearsal.
    """

    session: str
    phase: PhaseName
    starts: str | None
    ends: str | None
    schedule: list[ScheduledAct]
    settings: SettingsView
    seats: list[SeatState]
    links: Links
    counts: dict[StatusName, int]
    notes: list[ChairNote]
    purge_due: str | None
    purge_overdue: bool
    purge_automatic: str | None
    entry_codes: EntryCodeCounts | None
    preparation: Preparation | None


class TranslationTrial(TypedDict):
    """A translated sentence that the organiser tried. `route`: the languages from source to target."""

    text: str
    engine: str
    engine_label: str
    route: list[str]


class ImportView(TypedDict):
    """An import of a session. `file`: the file name, or "". `source`: the source that the chairs see beside the
    questions; null if no question of the import is left.

    `questions`: the number of questions that were not taken back. `pending` of these questions are in Incoming.
    `queued` of them are approved or next. `staying` of them would stay after `undo_import`.
    """

    number: int
    at: str
    file: str
    source: str | None
    questions: int
    pending: int
    queued: int
    staying: int


class ImportRow(TypedDict):
    """A row of a question file. In a column that is not imported, each cell is null; only an empty cell stays ""."""

    line: int
    cells: list[str | None]


class RefusedRowView(TypedDict):
    """A row that cannot be imported. `reason`: in the reader's language. `text`: the beginning of the row's text."""

    line: int
    code: str
    reason: str
    text: str


class ImportPreview(TypedDict):
    """The answer of POST `organiser/import/preview`.

    `form`: for example `CSV, comma`. `product`: the recognised product. `columns`: {role: index of its column}.
    `personal`: the columns that seem to contain names or email addresses. `first`: the first rows. `count`: the number
    of rows that would be added. `known`: the number of rows that were imported before. `refused_count`: the number of
    rows that cannot be imported. `over`: the number of rows for which Incoming has no room. `refused`: the first rows
    that cannot be imported. `unmatched`: {role: number of rows whose value in this column does not exist in the
    session}.
    """

    form: str
    encoding: str | None
    product: str | None
    header_line: int
    header: list[str]
    rows: int
    left_out: int
    columns: dict[str, int]
    personal: list[int]
    first: list[ImportRow]
    count: int
    known: int
    over: int
    refused_count: int
    unmatched: dict[str, int]
    refused: list[RefusedRowView]


class ImportResult(TypedDict):
    """The answer of POST `organiser/import`. `bad_rows`: all rows that were not imported, as CSV; "" if there are none.

    `number`: the number of the import; null if no row was sent to the store.
    """

    number: int | None
    rows: int
    count: int
    known: int
    refused_count: int
    refused: list[RefusedRowView]
    bad_rows: str


class GroupDefinition(TypedDict):
    """A stakeholder group of a session file, with its label and short label in each language."""

    key: str
    label: Texts
    short: NotRequired[Texts]


class RegionDefinition(TypedDict):
    """A region of a session file."""

    key: str
    label: Texts


class TopicDefinition(TypedDict):
    """A topic (agenda item) of a session file."""

    key: str
    label: Texts


class ChairDefinition(TypedDict):
    """A chair of a session file; `seat` is `a`, `b`, `c` or `d`."""

    seat: str
    name: str
    role: str | Texts | None


class PanellistDefinition(TypedDict):
    """A panellist of a session file."""

    key: str
    name: str
    role: str | Texts | None


class BoothDefinition(TypedDict):
    """An interpreters' booth in the definition: its key, its name, and the two languages between which it works."""

    key: str
    name: str
    languages: list[str]


class TermDefinition(TypedDict):
    """A term of the glossary: one text for all languages, or a text for each language."""

    term: str | Texts
    note: str | Texts | None


class DocumentDefinition(TypedDict):
    """A document for the interpreters in the definition: its title, and its address, which begins with `https://`."""

    title: str | Texts
    url: str


class ProgrammeDefinition(TypedDict):
    """An item of the programme. `at`: hours and minutes in the session's zone, such as `15:10`."""

    at: str
    title: str | Texts


class LookDefinition(TypedDict):
    """The institution's branding. `accent`: a colour such as `#00586B`.

    `logo`, `logo_dark`: the SHA-256 of a stored logo for light and for dark pages.
    """

    name: str | Texts | None
    accent: str | None
    logo: str | None
    logo_dark: str | None


class SessionDefinition(TypedDict):
    """A session file in the form that the store keeps (services/session_file/definition.py reads it from TOML).

    `languages`: the first is the default. `groups` ends with `undisclosed`. `regions` is empty if the session does not
    ask for regions; otherwise `regions` ends with `undisclosed`. `topics`: the agenda items in their order.
    `chairs_set_topics`: only chairs set the topic of a question; the phone's form does not offer the topics.
    `starts`, `ends`: ISO 8601. `time_zone`: an IANA name, an offset such as `-05:00`, or `UTC`.
    `minutes_per_question`: null for no limit. `entry_codes`: `none`, or `ask_and_vote` if only people with an entry
    code may ask and vote. `programme`: in the order of time. `wait_for_start`: whether attendees can ask only after
    `starts`. `passphrases`: {seat: argon2id hash}. The store keeps the hashes in the table of the seats,
    not in the definition.
    """

    code: str
    title: Texts
    description: str | Texts | None
    organisers: str | Texts | None
    languages: list[str]
    groups: list[GroupDefinition]
    regions: list[RegionDefinition]
    topics: NotRequired[list[TopicDefinition]]
    chairs_set_topics: NotRequired[bool]
    chairs: list[ChairDefinition]
    panellists: list[PanellistDefinition]
    booths: NotRequired[list[BoothDefinition]]
    terms: list[TermDefinition]
    documents: NotRequired[list[DocumentDefinition]]
    limits: dict[str, int]
    list_public: bool
    show_group: bool
    stage_upcoming: bool
    chatham_house_rule: bool
    translation: str
    demo: bool
    starts: str | None
    ends: str | None
    time_zone: str
    minutes_per_question: int | None
    retention_days: int
    purge_when_due: NotRequired[bool]
    passphrases: NotRequired[dict[str, str]]
    entry_codes: NotRequired[str]
    programme: NotRequired[list[ProgrammeDefinition]]
    wait_for_start: NotRequired[bool]
    look: NotRequired[LookDefinition | None]


class LanguageView(TypedDict):
    """A language: its tag, its name in the language itself, and its writing direction."""

    code: str
    name: str
    dir: Direction


class GroupView(TypedDict):
    """A group in the reader's language.

    `lang`, `short_lang`: the languages of the label and the short label; null if they are unknown. `mark`: the name of
    the group's mark (core/marks.py).
    """

    key: str
    label: str | None
    short: str | None
    lang: str | None
    short_lang: str | None
    mark: str


class RegionView(TypedDict):
    """A region in the reader's language. `lang`: the language of the label; null if it is unknown."""

    key: str
    label: str | None
    lang: str | None


class TopicView(TypedDict):
    """A topic in the reader's language. `lang`: the language of the label; null if it is unknown."""

    key: str
    label: str | None
    lang: str | None


class PanellistView(TypedDict):
    """A panellist, with the role in the reader's language. `lang`: the language of the role; null if it is unknown."""

    key: str
    name: str
    role: str | None
    lang: str | None


class ChairView(TypedDict):
    """A co-chair. `seat` is the name of the seat (`chair.a`)."""

    seat: str
    name: str


class BoothView(TypedDict):
    """An interpreters' booth: its seat, its name, and its two languages."""

    seat: str
    name: str
    languages: list[str]


class ReasonView(TypedDict):
    """A reason to decline. Only chairs get `texts`: {language: the sentence that the asker will read}."""

    key: str
    label: str
    texts: NotRequired[Texts]


class TermView(TypedDict):
    """A term of the glossary: its text in each language, and its note in the reader's language."""

    texts: Texts
    note: str | None


class DocumentView(TypedDict):
    """A document for the interpreters: its title in the language `lang`, and its address."""

    title: str
    lang: str | None
    url: str


class LimitsView(TypedDict):
    """Maximum lengths of a question's text, a name and a chair note, in graphemes."""

    text: int
    name: int
    note: int


class EngineView(TypedDict):
    """The translation engine of the session. `third_party`: true if texts are sent outside the organiser's machines.

    `languages`: the languages of the session between which the engine translates; empty while these languages are
    unknown.
    """

    engine: str
    third_party: bool
    languages: list[str]


class LogoView(TypedDict):
    """A logo, with its size in pixels."""

    url: str
    width: int
    height: int


class LookView(TypedDict):
    """The institution's branding. `stylesheet`: the address of the style sheet with the accent colour.

    `name_lang`: the language of the name; null if it is unknown. `logo_dark`: the logo of dark pages.
    """

    name: str | None
    name_lang: str | None
    stylesheet: str | None
    logo: LogoView | None
    logo_dark: LogoView | None


class SessionView(TypedDict):
    """The session in one reader's language.

    `time_zone`: the zone of all displayed times: an IANA name, an offset such as `-05:00`, or `UTC`. `utc_offset`: the
    zone's offset in minutes, for a browser that does not know the zone's name. The offset is that of the time `starts`,
    or the present offset if `starts` is null. `title_lang`, `description_lang`, `organisers_lang`: the language of the
    text; null if it is unknown. If the session file has no text in the reader's language, the text is in another
    language. `rule_languages`: under the Chatham House Rule, floor and stage show each question in all these languages.
    `definition_version`: rises with each change of the definition.
    """

    code: str
    definition_version: int
    title: str | None
    title_lang: str | None
    titles: Texts
    description: str | None
    description_lang: str | None
    organisers: str | None
    organisers_lang: str | None
    languages: list[LanguageView]
    rule_languages: list[str]
    groups: list[GroupView]
    regions: list[RegionView]
    topics: list[TopicView]
    chairs_set_topics: bool
    panellists: list[PanellistView]
    chairs: list[ChairView]
    reasons: list[ReasonView]
    limits: LimitsView
    starts: str | None
    ends: str | None
    time_zone: str
    utc_offset: int
    minutes_per_question: int | None
    retention_days: int | None
    purge_when_due: bool
    join_url: str
    join_host: str
    translation: EngineView | None
    demo: bool
    look: LookView | None
    terms: NotRequired[list[TermView]]
    documents: NotRequired[list[DocumentView]]
    booths: NotRequired[list[BoothView]]


class StageWords(TypedDict):
    """The stage's interface texts, each as {language: text}. The stage shows several languages at the same time.

    `groups` and `shorts`: {group key: {language: full or short label}}. `topics`: {topic key: {language: label}}.
    """

    groups: dict[str, Texts]
    shorts: dict[str, Texts]
    topics: dict[str, Texts]
    now: NotRequired[Texts]
    next: NotRequired[Texts]
    then: NotRequired[Texts]
    ask: NotRequired[Texts]
    idle: NotRequired[Texts]
    rule: NotRequired[Texts]
    rule_meaning: NotRequired[Texts]
    rehearsal: NotRequired[Texts]
    paused: NotRequired[Texts]
    closed: NotRequired[Texts]
    to: NotRequired[Texts]
    original: NotRequired[Texts]
    machine: NotRequired[Texts]
    corrected: NotRequired[Texts]
    corrected_chair: NotRequired[Texts]
    edited: NotRequired[Texts]
    asked_by: NotRequired[Texts]
    aloud: NotRequired[Texts]


class DefinedParts(TypedDict):
    """The answer of GET `definition`: the parts of the page data that depend on the session's definition.

    `font_sheets`: the addresses of the style sheets with the fonts that the session's languages need; only for the
    stage.
    """

    session: SessionView
    reading_languages: list[str]
    words: NotRequired[StageWords]
    font_sheets: NotRequired[list[str]]


class UndoableChange(TypedDict):
    """The latest change of the definition, which `undo` would take back. `fields`: the changed fields."""

    at: str
    fields: list[str]


class SetupState(TypedDict):
    """The answer of GET `organiser/setup`: the session as the values of a session file.

    `values`: {key of a session file: value as JSON}. `uses`: {field: {key of an entry: number of questions that use the
    entry}}.
    """

    version: int
    phase: PhaseName
    values: dict[str, Any]
    uses: dict[str, dict[str, int]]
    undo: UndoableChange | None


class ChoiceView(TypedDict):
    """A value that a field of the set-up page offers, with its label in the page's language."""

    key: str
    label: str


class GroupListView(TypedDict):
    """A named list of stakeholder groups that the set-up page offers.

    `groups`: the keys of all groups in the list. `group`: the definitions of those groups in the list that are not
    standard groups. Both fields have the same form as in a session file.
    """

    key: str
    label: str
    groups: list[str]
    group: list[GroupDefinition]


class SetupChoices(TypedDict):
    """The JSON data in the element `#setup` of the set-up page: the values that its fields offer, and the rules for
    changes.

    `rules`: {field of a definition: [change allowed before the opening, change allowed after it]}, as names of
    `core/definition_rules.Change`. `most`: {field or limit: maximum}. `defaults`: {limit: default}. `has_trial`:
    whether this server can translate a sentence for a trial. In a cluster, only the workers can translate.
    """

    languages: list[LanguageView]
    zones: list[str]
    groups: list[ChoiceView]
    group_lists: list[GroupListView]
    regions: list[ChoiceView]
    engines: list[ChoiceView]
    rules: dict[str, list[str]]
    most: dict[str, int]
    defaults: dict[str, int]
    has_trial: bool


class PageData(TypedDict):
    """The JSON data in the element `#page` of each page: all data that the page's script needs until it receives the
    first change of its stream.

    `lang`: the language of buttons and messages. `intl_locale`: the locale for `Intl`, for example `pt-PT` for `pt`.
    `reading`: the language in which the page shows questions. The value `asked` means that each question appears in its
    own language. `reading_languages`: the possible values of `reading`. An attendee's `state` is in the language
    `reading`; if `reading` is `asked`, the state is in the session's first language. `engine_labels`: {key of a
    translation engine: its name for readers}. `any_answered`: true if at least one question of the session was
    answered; only on the floor page. `is_preview`: true if the page is a preview, which does not connect to the server.
    `font_sheets`: see DefinedParts.
    """

    seat: str
    lang: str
    intl_locale: str
    reading: str
    reading_languages: list[str]
    now: str
    session: SessionView
    state: Change | None
    interface: list[LanguageView]
    engine_labels: dict[str, str]
    own: NotRequired[MyQuestions]
    any_answered: NotRequired[bool]
    is_preview: NotRequired[bool]
    flags: NotRequired[list[int]]
    words: NotRequired[StageWords]
    font_sheets: NotRequired[list[str]]
    statuses: NotRequired[dict[str, list[StatusName]]]
