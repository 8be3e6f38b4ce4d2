"""A report on several years, and the summary for citizens."""

import io
import re
from datetime import date, timedelta

import pikepdf
import pytest

from tests import recount
from tests.histories import NOW, OPENED, about, commitment, opening
from tests.publish.report_plan import declared, due, proof, year_2024
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft, lines_of
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because
from tracker.publish.report.content import Report
from tracker.publish.report.document import paper
from tracker.publish.report.summary import LEAFLET, SHEET
from tracker.services.make_report import Asked, NoReport, make_report, summary_pdf, term
from tracker.services.record import record
from tracker.store import register
from tracker.store.engine import Engine, read

HOST, SITE = "promises.example", "https://promises.example"
TODAY = date(2026, 11, 22)


async def years(since: date, year: int, cut_off: date | None = None) -> Report:
    return await make_report(Asked("quimper", year, cut_off, since), HOST, TODAY)


async def test_each_year_has_its_column_counted_on_its_last_day(database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    made = await years(date(2023, 1, 1), 2025)
    assert made.ends == (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
    assert made.period == "2023-2025"
    async with read():
        rows = recount.entries(list(lines_of(await register.entries("quimper"))))
    for day, figures in zip(made.ends, made.whole.years, strict=True):
        assert figures is not None
        counted = recount.figures(recount.actions(rows, day).values(), day, 180)
        assert counted == {name: getattr(figures, name) for name in counted}


async def test_what_happened_in_any_of_the_years_is_told(sqlite_database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    made = await years(date(2023, 6, 1), 2025)
    assert [one.action.ref for one in made.delivered] == ["1", "2", "3"]
    assert made.delivered_before == ()
    said = paper(made, "en", SITE)
    assert "From 1 June 2023 to 31 December 2025" in said
    assert "Delivered in 2023–2025, in full or in part" in said
    assert re.search(r"<th[^>]*>31 December 2023</th><th[^>]*>31 December 2024</th>", said)


async def test_the_years_that_run_on_end_today(sqlite_database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    made = await years(date(2023, 6, 1), 2027)
    assert (made.cut_off, made.period) == (TODAY, "2023-2027")


async def test_the_term_of_the_plan_gives_the_days(sqlite_database: Engine) -> None:
    own = e.About(
        title="Programme",
        language="fr",
        keeper="ville",
        start=PartialDate("2023-06-10"),
        end=PartialDate("2025-05"),
    )
    first, *others = opening()
    await record("quimper", [Draft(first.on, first.by, "plan", e.PlanOpened(about=own)), *others], NOW)
    asked = await term("quimper", 2023, 2025, TODAY)
    assert (asked.since, asked.cut_off) == (date(2023, 6, 10), date(2025, 5, 31))
    asked = await term("quimper", 2024, 2026, TODAY)
    assert (asked.since, asked.cut_off) == (date(2024, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("since", "year", "cut_off", "why"),
    [
        (date(2027, 1, 1), 2028, None, "2027-01-01 lies in the future"),
        (date(2024, 3, 1), 2024, None, "there is no second year until the end of 2024"),
        (date(2023, 1, 1), 2024, date(2026, 12, 1), "2026-12-01 lies in the future"),
        (date(2023, 6, 1), 2024, date(2023, 5, 1), "comes before the report begins, on 2023-06-01"),
        (date(2023, 6, 1), 2024, date(2025, 5, 1), "comes after the report ends, in 2024"),
        (date(2020, 6, 1), 2022, None, "was not open yet"),
    ],
)
async def test_years_that_make_no_report_say_why(
    since: date, year: int, cut_off: date | None, why: str, sqlite_database: Engine
) -> None:
    await record("quimper", year_2024(), NOW)
    with pytest.raises(NoReport, match=why):
        await years(since, year, cut_off)


def large(count: int, title: str) -> list[Draft]:
    """Many actions of which a third are late, delivered or moved, under names as long as they may be."""
    drafts = opening()
    for n in range(count):
        ref, day = f"A.{n}", OPENED + timedelta(days=n % 100)
        drafts.append(commitment(ref, title=f"{title} {n}"[:200], due=due("2024-03")))
        if n % 3 == 0:
            drafts.append(about(ref, proof("p", f"https://quimper.example/{n}"), day + timedelta(days=250)))
            drafts.append(about(ref, declared(Status.DELIVERED), day + timedelta(days=250)))
        if n % 3 == 1:
            moved = e.DatesSet(due=due("2025-06"), because=Because.PROCUREMENT)
            drafts.append(about(ref, moved, date(2024, 2, 1)))
    return drafts


@pytest.mark.parametrize(
    ("count", "title", "language", "pages"),
    [
        (0, "", "fr", 1),
        (3, "Ouvrir un lieu", "en", SHEET),
        (15, "Ouvrir un lieu", "fr", LEAFLET),
        (2000, "AMMINISTRAZIONE MUNICIPALE " * 8, "it", LEAFLET),
    ],
)
async def test_summary_is_a_leaflet_or_a_sheet_whatever_the_size_of_the_plan(
    count: int, title: str, language: str, pages: int, sqlite_database: Engine
) -> None:
    await record("quimper", large(count, title), NOW)
    made = await make_report(Asked("quimper", 2024), HOST, TODAY)
    with pikepdf.open(io.BytesIO(await summary_pdf(made, language, SITE))) as pdf:
        assert len(pdf.pages) == pages
        assert str(pdf.Root.Lang) == language


async def test_a_large_plan_is_told_in_rows_and_leaves_nothing_out(sqlite_database: Engine) -> None:
    await record("quimper", large(2000, "Action"), NOW)
    made = await make_report(Asked("quimper", 2024), HOST, TODAY)
    html = paper(made, "en", SITE)
    assert "<article" not in html
    assert len(re.findall(r'<tr id="action-', html)) == 2000
    late = html[html.index('<section id="late"') : html.index('<section id="moved"')]
    assert all(f'href="#action-{one.action.ref}"' in late for one in made.late)
    assert len(made.late) > 300
