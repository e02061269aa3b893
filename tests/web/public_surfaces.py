"""All responses of a canary session to readers other than chairs.

Each response has a set of canaries that it may contain.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests import oracle
from tests.stream_clients import CANARY, allowed, texts_by_language
from tests.web.canary_session import LANGUAGES, WORDED, CanarySession
from tests.web.served_session import PAGED

READERS = {"stage": "stage", "panel/socco": "stage", "panel/fatafta": "stage", "booth": "booth"}
STAFF = ("chair/a", "chair/b", "stage", "panel/socco", "booth", "organiser")
INTERFACE = ("en", "es", "fr", "ar")


@dataclass(frozen=True)
class Surface:
    """A response and its name.

    `may`: the canaries that the response may contain. `audience`: the audience of the question views in the response;
    empty without such views.
    """

    name: str
    body: str
    may: frozenset | set = frozenset()
    audience: str = ""

    @property
    def canaries(self) -> set:
        return set(CANARY.findall(self.body))


def streams(served: CanarySession) -> Iterator[Surface]:
    """Yield the snapshots, changes and older questions of all seats except the chairs.

    Also yield the refusals of these reads.
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
    """Return the canaries that the pages of answered questions may contain: all canaries that were allowed while the
    questions were live.
    """
    answered = [row | {"status": "live"} for row in served.truth() if row["status"] == "answered"]
    return allowed(audience, served.settings, answered, reader, LANGUAGES)


def pages(served: CanarySession) -> Iterator[Surface]:
    """Yield every page in every interface language, with and without the cookie of the page's seat."""
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
    """Yield the askers' reads of their own questions: hidden (1), merged (10), declined and reworded (15), withdrawn
    (17).
    """
    for index, others in ((1, ()), (10, ()), (15, (16,)), (17, ())):
        mine = {(kind, f"{shown:02}") for shown in (index, *others) for kind in ("txt", "grp", "reg", "nam")} | {
            ("wrd", f"{index + WORDED}")
        }
        if served.settings.chatham_house_rule:
            mine = {canary for canary in mine if canary[0] != "nam"}
        asker = served[f"asker {index:02}"]
        yield Surface(f"own {index}", _json(asker.read("own")[1]), mine)
        yield _page(served, f"asker {index:02}", "", "en", mine | served.held("floor", "en"))
        yield _page(served, f"asker {index:02}", "/own", "en", mine | served.held("floor", "en"))


def similar(served: CanarySession) -> Iterator[Surface]:
    """Yield the similar questions that the server offers for a draft with the text of each question.

    Each draft has a new attendee, because the number of drafts per attendee is limited.
    """
    for row in served.truth():
        reader, body = LANGUAGES[row["number"] % 3], ""
        offered = row["status"] in ("approved", "next", "live") and not row["wording"]
        for _ in range(20 if offered else 1):  # on a busy machine, the route may return an empty list
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
    """Send acts from the seats other than the chairs on every question, and yield the answers.

    Most of these acts are refused.
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
    """Yield the organiser's state and every export. `judge_ledger` checks the groups in the exports."""
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
    on_paper = exported(served, shown) if rule else served.held("stage") | older(served, "stage")
    for lang in INTERFACE:
        head, mark, questions = export(served, "html", lang).decode().partition('<section class="questions">')
        assert mark
        yield Surface(f"report {lang}", questions, on_paper)
        yield Surface(f"report's head {lang}", head, {canary for canary in CANARY.findall(head) if canary[0] == "grp"})


def exported(served: CanarySession, questions: list[dict]) -> set:
    """Return the canaries that the record may contain.

    The record contains the final texts and translations. Without the Rule, it also contains the original texts and the
    groups.
    """
    may = set()
    for row in questions:
        may |= {tuple(CANARY.search(text).groups()) for text in texts_by_language(row).values()}
        if not served.settings.chatham_house_rule:
            index = CANARY.search(row["text"])[2]
            may |= {("grp", index)} | (set() if row["hides"] else {("txt", index)})
    marks = {("grp", "20")} if not served.settings.chatham_house_rule else set()
    return may | marks


def export(served: CanarySession, form: str, lang: str = "en") -> bytes:
    status, _, content = served["organiser"].raw(
        "GET", f"/api/s/{served.code}/organiser/export?format={form}&lang={lang}"
    )
    assert status == 200
    return content


def sheet(content: bytes) -> list[str]:
    """Return the strings of the first sheet, and all parts of the workbook except the ledger sheet and the string
    table.
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
    """Return {(surface, canary): count} for the groups and regions that the pages list as choices."""
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
