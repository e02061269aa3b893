"""The responses of a canary session to readers other than chairs. Each response is called a surface.

Each surface has a set of canaries (unique marked words) that it may contain.
"""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests import oracle
from tests.stream_clients import CANARY, allowed, texts_by_language
from tests.web.canary_session import LANGUAGES, WORDED, CanarySession
from tests.web.served_session import PAGED

READERS = {"stage": "stage", "panel/socco": "stage", "panel/fatafta": "stage", "booth": "booth"}
STAFF = ("chair/a", "chair/b", "stage", "panel/socco", "booth", "organiser")
INTERFACE = ("en", "ar", "de", "es", "fr", "pt", "ru", "zh")


@dataclass(frozen=True)
class Surface:
    """A response of the server, with a name for the message of a failed test.

    `may`: the canaries that the response may contain. `audience`: the audience for which the question views in the
    response are made; "" if the response contains no question views.
    """

    name: str
    body: str
    may: frozenset | set = frozenset()
    audience: str = ""

    @property
    def canaries(self) -> set:
        return set(CANARY.findall(self.body))


def streams(served: CanarySession) -> Iterator[Surface]:
    """For each seat except the chairs and the organiser, read its stream by HTTP. Yield each answer.

    The answers are the snapshot, the changes, the list of answered questions, and the lists of questions with another
    status. The last lists are refused or empty, so they may contain no canary.
    """
    for seat, audience, reader in [
        *((seat, audience, "") for seat, audience in READERS.items()),
        *(("eve", "floor", language) for language in LANGUAGES),
    ]:
        held, lang = served.held(audience, reader), f"lang={reader}"
        snapshot = served[seat].read(f"snapshot?{lang}")[1]
        yield Surface(f"{seat} snapshot {reader}", _json(snapshot), held, audience)
        for epoch in (snapshot["epoch"], "another"):
            yield Surface(
                f"{seat} changes {reader}",
                _json(served[seat].read(f"changes?epoch={epoch}&after=0&{lang}")[1]),
                held,
                audience,
            )
        yield Surface(
            f"{seat} answered {reader}",
            _json(served[seat].read(f"questions?status=answered&{lang}")[1]),
            older(served, audience, reader),
            audience,
        )
        for status in (*PAGED[1:], "pending", "approved", "live"):
            yield Surface(f"{seat} {status}", _json(served[seat].read(f"questions?status={status}")[1]))


def older(served: CanarySession, audience: str, reader: str = "") -> set:
    """Return the canaries that a list of answered questions may contain.

    These are the canaries that were allowed while the questions were live.
    """
    answered = [row | {"status": "live"} for row in served.truth() if row["status"] == "answered"]
    return allowed(audience, served.settings, answered, reader, LANGUAGES)


def pages(served: CanarySession) -> Iterator[Surface]:
    """Yield the pages of the session, and the answers of public routes.

    - With the seat's cookie, in every interface language: the page of each seat except the chairs.
    - Without a cookie, in English: the pages of the staff seats and of an attendee.
    - The metrics and the other public routes.
    - Without a cookie: the answers to API requests.
    """
    for lang in INTERFACE:
        reader = lang if lang in LANGUAGES else LANGUAGES[0]
        for path in ("", "?all=1"):
            yield _page(served, "eve", path, lang, served.held("floor", reader), "floor")
        yield _page(served, "eve", "/own", lang, served.held("floor", reader), "floor")
        for seat, audience in READERS.items():
            yield _page(served, seat, f"/{seat}", lang, served.held(audience), audience)
        yield _page(served, "organiser", "/organiser", lang)
        yield _page(served, "eve", "/ledger", lang)
    nobody = CanarySession(served.server, served.code, served.links, {"nobody": CanarySession.client(served)})
    for seat in STAFF:
        nobody["nobody"].jar.clear()
        yield _page(nobody, "nobody", f"/{seat}", "en")
    nobody["nobody"].jar.clear()
    yield _page(nobody, "nobody", "/own", "en")
    nobody["nobody"].jar.clear()
    yield _page(nobody, "nobody", "", "en", served.held("floor", "en"), "floor")
    token = json.loads((served.server.data_dir / "server.json").read_bytes())["token"]
    yield Surface(
        "/metrics with the token",
        served["eve"].raw("GET", "/metrics", None, {"Authorization": f"Bearer {token}"})[2].decode(),
    )
    for path in (
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        f"/join?code={served.code}",
        f"/s/{served.code}/qr.svg",
        f"/s/{served.code}/nothing",
        f"/api/s/{served.code}/nothing",
    ):
        yield Surface(path, served["eve"].raw("GET", path)[2].decode())
    for seat in (*STAFF, "attendee"):
        nobody["nobody"].jar.clear()
        for what in (
            "snapshot",
            "changes?epoch=x&after=0",
            "questions?status=answered",
            "own",
            "undo",
            "flags",
            "state",
            "export",
        ):
            yield Surface(
                f"nobody {seat} {what}", nobody["nobody"].raw("GET", f"/api/s/{served.code}/{seat}/{what}")[2].decode()
            )


def own_questions(served: CanarySession) -> Iterator[Surface]:
    """Yield the responses that show askers their own questions.

    The original of question 1 is hidden. Question 10 is merged, question 15 is declined and reworded, and question 17
    is withdrawn.
    """
    for index, others in ((1, ()), (10, ()), (15, (16,)), (17, ())):
        mine = {(kind, f"{shown:02}") for shown in (index, *others) for kind in ("txt", "grp", "reg", "nam")} | {
            ("wrd", f"{index + WORDED}")
        }
        if served.settings.chatham_house_rule:
            mine = {canary for canary in mine if canary[0] != "nam"}
        asker = served[f"asker {index:02}"]
        answer = asker.read("own")[1]
        numbers = {question["number"] for question in answer["questions"]}
        keys = {key for key, number in answer.get("keys", {}).items() if number in numbers}
        yield _without(keys, Surface(f"own {index}", _json(answer), mine))
        yield _without(keys, _page(served, f"asker {index:02}", "", "en", mine | served.held("floor", "en")))
        yield _page(served, f"asker {index:02}", "/own", "en", mine | served.held("floor", "en"))


def _without(keys: set[str], surface: Surface) -> Surface:
    """Remove the idempotency keys of the reader's own commands from the body.

    The keys contain canaries, but the reader itself has sent them and may read them.
    """
    body = surface.body
    for key in keys:
        body = body.replace(key, "")
    return replace(surface, body=body)


def similar(served: CanarySession) -> Iterator[Surface]:
    """For each question, send a draft with the same text, and yield the similar questions that the server offers.

    Each draft comes from a new attendee, because an attendee may send only few drafts.
    """
    for row in served.truth():
        reader, body = LANGUAGES[row["number"] % 3], ""
        offered = row["status"] in ("approved", "next", "live") and not row["wording"]
        for _ in range(20 if offered else 1):  # on a busy machine, the first answer may be an empty list
            body = _json(
                served.client().request(
                    "POST",
                    f"/api/s/{served.code}/attendee/similar?lang={reader}",
                    {"text": row["text"], "language": row["language"]},
                )[1]
            )
            if '"number"' in body:
                break
        yield Surface(f"similar {row['number']} {reader}", body, served.held("floor", reader), "floor")


def refusals(served: CanarySession) -> Iterator[Surface]:
    """Send acts on every question from all seats except the chairs. Yield the answers.

    The server refuses most of these acts.
    """
    for row in [*served.truth(), {"number": 999}]:
        number = row["number"]
        for seat, act, fields in (
            ("panel/socco", "flag", {}),
            ("panel/fatafta", "unflag", {}),
            ("eve", "vote", {}),
            ("eve", "unvote", {}),
            ("eve", "withdraw", {}),
            ("eve", "reword", {"text": "Mine?"}),
            ("stage", "approve", {"version": 1}),
            ("booth", "translate", {"language": "xx", "text": "x"}),
            ("booth", "translate", {"language": "es", "text": "x", "version": 999}),
            ("booth", "translate", {"language": "fr", "text": ""}),
        ):
            audience = {"eve": "", "booth": "booth"}.get(seat, "stage")
            body = _json(served[seat].command(act, {"number": number} | fields)[1])
            if act in ("flag", "vote"):  # if the act was accepted, undo it
                served[seat].command(f"un{act}", {"number": number})
            may = served.held(audience) | older(served, audience) if audience else set()
            yield Surface(f"refused {seat} {act} {number}", body, may, audience)


def records(served: CanarySession) -> Iterator[Surface]:
    """Yield the organiser's state and every export. `judge_ledger` checks the ledger in the exports."""
    organiser, rule = served["organiser"], served.settings.chatham_house_rule
    yield Surface("organiser state", _json(organiser.read("state")[1]), {("not", "91")})
    all_said, shown = (
        exported(served, served.truth()),
        [
            row
            for row in served.truth()
            if row["status"] == "answered" or oracle.may_hold("stage", row["status"], served.settings)
        ],
    )
    record = json.loads(export(served, "json"))
    yield Surface("export json", _json(record["questions"]), all_said)
    yield Surface(
        "export json's rest",
        _json({name: part for name, part in record.items() if name not in ("questions", "ledger")}),
    )
    yield Surface("export csv", export(served, "csv").decode("utf-8-sig"), all_said)
    yield Surface("export xlsx", "\n".join(sheet(export(served, "xlsx"))), all_said)
    for query in ("&language=fr", "&language=es") + (() if rule else ("&originals_only=1",)):
        in_one = json.loads(export(served, "json", query=query))
        yield Surface(f"export json {query}", _json(in_one["questions"]), all_said)
        yield Surface(f"export csv {query}", export(served, "csv", query=query).decode("utf-8-sig"), all_said)
    on_paper = exported(served, shown) if rule else served.held("stage") | older(served, "stage")
    for lang in INTERFACE:
        head, mark, questions = export(served, "html", lang).decode().partition('<section class="questions">')
        assert mark
        yield Surface(f"report {lang}", questions, on_paper)
        yield Surface(f"report's head {lang}", head, {canary for canary in CANARY.findall(head) if canary[0] == "grp"})
    for query in ("&language=fr",) + (() if rule else ("&originals_only=1",)):
        _, mark, questions = export(served, "html", query=query).decode().partition('<section class="questions">')
        assert mark
        yield Surface(f"report {query}", questions, on_paper)


def exported(served: CanarySession, questions: list[dict]) -> set:
    """Return the canaries that an export of these questions may contain.

    The export always contains the final texts and their translations. If the Chatham House Rule is off, it also
    contains the groups and the regions, the original texts that are not hidden, and the names of the askers who agreed
    to show their names.
    """
    may = set()
    for row in questions:
        may |= {tuple(CANARY.search(text).groups()) for text in texts_by_language(row).values()}
        if not served.settings.chatham_house_rule:
            index = CANARY.search(row["text"])[2]
            may |= {("grp", index), ("reg", index)} | (set() if row["hides"] else {("txt", index)})
            may |= {("nam", index)} if row["show_name"] else set()
    # Questions 17 (withdrawn) and 20 have no text. They keep group and region, because the ledger counts questions by
    # group and region.
    marks = (
        {(kind, index) for kind in ("grp", "reg") for index in ("17", "20")}
        if not served.settings.chatham_house_rule
        else set()
    )
    return may | marks


def export(served: CanarySession, form: str, lang: str = "en", query: str = "") -> bytes:
    status = 429
    while status == 429:  # The rate of exports is limited: wait and repeat.
        status, headers, content = served["organiser"].raw(
            "GET", f"/api/s/{served.code}/organiser/export?format={form}&lang={lang}{query}"
        )
        time.sleep(float(headers.get("Retry-After", 0)) if status == 429 else 0)
    assert status == 200
    return content


def sheet(content: bytes) -> list[str]:
    """Return the strings of the workbook's first sheet, followed by the content of each file in the workbook.

    Leave out the string table and the ledger sheet.
    """
    book = zipfile.ZipFile(io.BytesIO(content))
    strings = re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    first = book.read("xl/worksheets/sheet1.xml").decode()
    others = [
        book.read(name).decode()
        for name in book.namelist()
        if name not in ("xl/sharedStrings.xml", "xl/worksheets/sheet2.xml")
    ]
    return [strings[int(index)] for index in re.findall(r't="s"><v>(\d+)</v>', first)] + others


def named(surfaces) -> Counter:
    """Return {(name of the surface, canary): how often the surface contains the canary}.

    Count only the canaries of groups and regions. Pages list all groups and regions as choices, so they contain these
    canaries even before the first question.
    """
    return Counter(
        {
            (surface.name, canary): often
            for surface in surfaces
            for canary, often in Counter(CANARY.findall(surface.body)).items()
            if canary[0] in ("grp", "reg")
        }
    )


def _page(served: CanarySession, who: str, path: str, lang: str, may=frozenset(), audience: str = "") -> Surface:
    _, _, body = served[who].raw("GET", f"/s/{served.code}{path}", None, {"Accept-Language": lang})
    return Surface(f"page {who} {path} {lang}", body.decode(), may, audience)


def _json(body) -> str:
    return json.dumps(body, ensure_ascii=False)
