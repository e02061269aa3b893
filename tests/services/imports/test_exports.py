"""Tests of the exports of other products: recognition, columns, encodings, separators and preambles."""

from __future__ import annotations

import json

import pytest

from moderation.services.imports.header import rank_of
from moderation.services.imports.question_file import read
from moderation.services.imports.rows import choose_rows
from tests.services.imports import files

LINES = {
    "Zoom": [7, 9, 10],
    "Microsoft Teams": [2, 4, 5],
    "Slido": [2, 3, 4],
    "Google Forms": [2, 3, 4],
    "Microsoft Forms": [2, 3, 4],
    "YouTube": [2, 4, 5],
}
TIMES = {
    "Zoom": "2024-04-29T13:05:10.000",
    "Microsoft Teams": "2024-04-29T13:05:10.000+00:00",
    "Slido": "2024-04-29T13:05:10.000",
    "Google Forms": "2024-04-29T13:05:10.000",
    "Microsoft Forms": "2024-04-29T13:05:10.000",
    "YouTube": "2024-04-29T13:05:10.000+00:00",
}
NAMES = {"Google Forms": "ana@example.org", "YouTube": "Ana Sol", "Slido": "Ana Sol"}


def rows_of(content: bytes, **changes: str) -> list:
    return choose_rows(read(content, [name for name in changes.values() if name]), changes).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("product", files.EXPORTS)
def test_export_is_recognised_in_every_encoding_and_with_every_separator(product, separator, encoding):
    file = read(files.as_csv(files.EXPORTS[product], separator, encoding))
    chosen = choose_rows(file, {})
    assert file.layout.name == product
    assert [row["text"] for row in chosen.rows] == files.TEXTS
    assert files.lines_of(file.rows) == LINES[product]
    assert chosen.problems == []
    assert file.encoding == {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "cp1252": "windows-1252"}.get(
        encoding, encoding
    )


@pytest.mark.parametrize("product", files.EXPORTS)
def test_export_as_a_workbook_gives_the_same_rows(product):
    from_csv = choose_rows(read(files.as_csv(files.EXPORTS[product])), {}).rows
    assert choose_rows(read(files.as_xlsx(files.EXPORTS[product])), {}).rows == from_csv
    with_dates = choose_rows(read(files.as_xlsx(files.with_dates(files.EXPORTS[product]))), {}).rows
    assert with_dates == from_csv


@pytest.mark.parametrize("product", ["Microsoft Teams", "Slido", "YouTube"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_export_as_json_lines_gives_the_same_questions(product, encoding):
    file = read(files.as_json_lines(files.EXPORTS[product], encoding))
    chosen = choose_rows(file, {})
    assert (file.layout.name, file.header_line) == (product, 0)
    assert [row["text"] for row in chosen.rows] == files.TEXTS
    assert files.lines_of(file.rows) == [line - 1 for line in LINES[product]]


@pytest.mark.parametrize("product", files.EXPORTS)
def test_times_are_read_and_names_are_left_out_unless_chosen(product):
    content = files.as_csv(files.EXPORTS[product])
    first = rows_of(content)[0]
    assert (first["time"], "name" in first) == (TIMES[product], False)
    file = read(content)
    personal = {role: file.header[file.proposed[role]] for role in ("name", "mail") if role in file.proposed}
    assert rows_of(content, **personal)[0]["name"] == NAMES.get(product, "Ana Sol (ana@example.org)")


def test_columns_for_group_region_and_language_are_proposed():
    assert [(row.get("group"), row.get("region")) for row in rows_of(files.as_csv(files.GOOGLE_FORMS))] == [
        ("Media", "Africa"),
        ("academia", None),
        ("Pirates", "Mars"),
    ]
    assert [row["language"] for row in rows_of(files.as_csv(files.MICROSOFT_FORMS))] == [
        "English",
        "Español",
        "Klingon",
    ]


@pytest.mark.parametrize("title", ["Topic", "Thème", "punto del orden del día", "الموضوع"])
def test_a_column_for_the_topic_is_proposed(title):
    content = files.as_csv([["Question", title], ["Who pays?", "Rights"], ["Who decides?", ""]])
    assert [row.get("topic") for row in rows_of(content)] == ["Rights", None]


def test_the_first_lines_of_a_report_are_no_header():
    assert rank_of(["Topic", "Webinar ID", "# Question"]) == 0
    assert rank_of(["Topic", "Group", "Ask a question here"]) == 12


def test_answers_and_notices_are_counted_as_left_out():
    assert [read(files.as_csv(files.EXPORTS[name])).left_out for name in ("Zoom", "Microsoft Teams", "YouTube")] == [
        1,
        1,
        1,
    ]


def test_older_zoom_report_with_other_columns():
    rows = [*files.ZOOM[:5], ["#", "Question", "Asker Name", "Asker Email", "Answer(s)"], ["1", "Who?", "A", "", "B"]]
    assert rows_of(files.as_csv(rows)) == [{"line": 7, "occurrence": 0, "text": "Who?"}]


def test_other_columns_can_be_chosen_and_roles_left_out():
    rows = [["Nr", "Thema", "Beitrag"], ["1", "Media", "Wer zahlt?"], ["2", "", "Und wann?"]]
    assert rows_of(files.as_csv(rows), text="beitrag", group="THEMA") == [
        {"line": 2, "occurrence": 0, "text": "Wer zahlt?", "group": "Media"},
        {"line": 3, "occurrence": 0, "text": "Und wann?"},
    ]
    slido = rows_of(files.as_csv(files.SLIDO), time="")
    assert [set(row) for row in slido] == [{"line", "occurrence", "text"}] * 3


def test_equal_texts_are_numbered():
    rows = [["question"], ["Who?"], ["When?"], [" Who? "]]
    assert [row["occurrence"] for row in rows_of(files.as_csv(rows))] == [0, 0, 1]


def test_separator_line_of_excel_and_line_breaks_in_a_cell():
    content = b'sep=;\r\nQuestion;Group\r\n"Who?\r\nAnd when?";Media\r\nHow?;\r\n'
    assert rows_of(content) == [
        {"line": 3, "occurrence": 0, "text": "Who?\r\nAnd when?", "group": "Media"},
        {"line": 5, "occurrence": 0, "text": "How?"},
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_character_in_every_text_is_not_taken_for_the_separator(sign):
    rows = [["Question"], *([f"Who{sign} and when, item {n}?"] for n in range(9))]
    assert [row["text"] for row in rows_of(files.as_csv(rows))] == [row[0] for row in rows[1:]]


def test_lines_without_quotation_marks_are_whole_questions():
    content = b"Question\nWho pays, and when?\nHow?\nAnd why, at all?\n"
    assert [row["text"] for row in rows_of(content)] == ["Who pays, and when?", "How?", "And why, at all?"]


def test_single_column_and_text_before_the_header():
    rows = [["Questions sent to the secretariat, by 3 May"], [], ["Su pregunta"], ["¿Quién decide?"]]
    assert rows_of(files.as_csv(rows)) == [{"line": 4, "occurrence": 0, "text": "¿Quién decide?"}]


def test_sheet_with_the_questions_is_found():
    content = files.as_xlsx(files.SLIDO, "Questions", before=[["Event", "Who is heard?"], ["Participants", 120]])
    assert [row["text"] for row in rows_of(content)] == files.TEXTS


def test_other_sheets_may_be_large():
    content = files.as_xlsx(files.SLIDO, "Questions", before=[["Participant"], *([n] for n in range(10_001))])
    assert [row["text"] for row in rows_of(content)] == files.TEXTS


def test_own_file_with_a_time_is_no_form():
    content = files.as_csv([["Question", "Timestamp"], ["Who?", "2024-04-29T13:05:10Z"]])
    assert read(content).layout is None
    assert rows_of(content)[0]["time"] == "2024-04-29T13:05:10.000+00:00"


def test_formula_has_its_stored_value():
    content = files.as_xlsx([["Question"], ["Who?"], ['=HYPERLINK("http://example.org","When?")']])
    assert choose_rows(read(content), {}).rows == [{"line": 2, "occurrence": 0, "text": "Who?"}], "no value is stored"


def test_replayed_chat_of_yt_dlp():
    def action(renderer: dict) -> str:
        item = {"actions": [{"addChatItemAction": {"item": renderer}}], "videoOffsetTimeMsec": "1000"}
        return json.dumps({"replayChatItemAction": item})

    message = {
        "message": {"runs": [{"text": "Who pays "}, {"emoji": {"emojiId": "🙂"}}, {"text": "?"}]},
        "authorName": {"simpleText": "Ana"},
        "timestampUsec": "1714395910000000",
    }
    lines = [action({"liveChatTextMessageRenderer": message}), action({"liveChatViewerEngagementMessageRenderer": {}})]
    content = "\n".join(lines).encode()
    assert read(content).layout.name == "YouTube"
    assert rows_of(content) == [
        {"line": 1, "occurrence": 0, "text": "Who pays 🙂?", "time": "2024-04-29T13:05:10.000+00:00"}
    ]


def test_json_array_of_a_chat_downloader():
    messages = [json.loads(line) for line in files.as_json_lines(files.YOUTUBE).decode().splitlines()]
    assert [row["text"] for row in rows_of(json.dumps(messages, indent=4).encode())] == files.TEXTS
