"""The report as data: complete, the same bytes each time, and safe to open in a spreadsheet."""

import csv
import io
import json
from dataclasses import fields

from tests.histories import commitment
from tests.publish.report_plan import year_2024
from tests.publish.test_report import report
from tracker.publish.report.content import Report
from tracker.publish.report.data import PARTS, report_json
from tracker.publish.report.table import COLUMNS, actions_csv


def test_no_field_of_a_report_is_forgotten() -> None:
    assert set(PARTS) == {field.name for field in fields(Report)} | {"actions"}


def test_data_say_what_was_counted_by_hand() -> None:
    said = json.loads(report_json(report(year_2024(), 2024)))
    assert said["commitments"]["now"]["total"] == 5
    assert said["commitments"]["now"]["statuses"]["delivered"] == 2
    assert said["commitments"]["before"]["kept"] == 1
    assert (said["delivered"], said["late"], said["silent"]) == (["1"], ["5"], ["P2", "5"])
    [move] = said["moves"]
    assert (move["ref"], move["days"], move["note"]) == ("3", 365, "Marché infructueux.")
    actions = {one["ref"]: one for one in said["actions"]}
    assert len(actions) == 7
    assert actions["1"]["readings"]["city_says"]["status"] == "delivered"
    assert actions["1"]["before"] == {"status": "planned", "due": "2024-05", "title": "Action 1"}
    assert actions["3"]["indicators"][0]["values"] == [
        {"on": "2024-03-01", "value": "2"},
        {"on": "2024-09-01", "value": "5"},
    ]
    assert said["questions"]["overdue"] == 1
    assert [one["number"] for one in said["evidence"]] == [1, 2]


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = report(year_2024(), 2024), report(year_2024(), 2024)
    assert report_json(first) == report_json(second)
    assert actions_csv(first) == actions_csv(second)


def test_the_table_has_a_row_for_each_action() -> None:
    content = actions_csv(report(year_2024(), 2024)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["ref"] for row in rows] == ["1", "2", "3", "4", "P1", "P2", "5"]
    late = rows[-1]
    assert (late["timing"], late["timing_days"], late["silent"]) == ("late", "184", "yes")


def test_a_title_that_a_spreadsheet_would_run_is_only_text() -> None:
    drafts = [*year_2024(), commitment("6", title='=HYPERLINK("https://example.org")')]
    content = actions_csv(report(drafts, 2024)).decode("utf-8-sig")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(content))]
    assert '\'=HYPERLINK("https://example.org")' in titles
