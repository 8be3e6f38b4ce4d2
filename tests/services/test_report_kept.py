"""Reports that pages show are computed once while the register stands, and never outlive an erasure."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.councils import PLAN, plan_to_account_for
from tests.histories import NOW, about
from tracker.domain import events as e
from tracker.publish.report.content import Texts
from tracker.services.amend import Author, entry_at
from tracker.services.erase import erase
from tracker.services.make_report import Asked, NoReport, make_report
from tracker.services.prepare_report import plan_today
from tracker.services.record import record
from tracker.services.report_kept import report_kept
from tracker.store import register
from tracker.store.engine import Engine

HOST = "promises.example"
ASKED = Asked(PLAN, 2024, texts=Texts("Bonjour.", comments={"1": "Bien."}))


async def test_the_same_report_is_computed_once(sqlite_database: Engine) -> None:
    await plan_to_account_for()
    first = await report_kept(ASKED, HOST, NOW.date())
    assert first == await make_report(ASKED, HOST, NOW.date())
    again = await report_kept(replace(ASKED, edition=2, reason="Une date."), HOST, NOW.date())
    assert again.axes is first.axes
    assert (again.edition, again.reason) == (2, "Une date.")
    other = await report_kept(replace(ASKED, texts=Texts("Bonsoir.")), HOST, NOW.date())
    assert other.texts.foreword == "Bonsoir."


async def test_a_register_that_grew_is_read_again(sqlite_database: Engine) -> None:
    await plan_to_account_for()
    before = await report_kept(ASKED, HOST, NOW.date())
    size = (await register.head(PLAN)).size
    await record(PLAN, [about("2", e.UpdatePublished(text="Plus tard."), date(2024, 12, 1))], NOW)
    after = await report_kept(ASKED, HOST, NOW.date())
    assert after.checkpoint.size == before.checkpoint.size + 1
    then = await report_kept(replace(ASKED, known=size), HOST, NOW.date())
    assert then == before


async def test_what_was_erased_is_in_no_report_that_is_kept(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_account_for()
    [news] = await record(PLAN, [about("2", e.UpdatePublished(text="Mme X."), date(2024, 12, 1))], NOW)
    assert "Mme X." in str(await report_kept(ASKED, HOST, NOW.date()))
    found = await entry_at(PLAN, news.index)
    assert found
    event = e.ContentErased(entry=news.index, reason="Vie privée.")
    plan = await plan_today(PLAN, NOW.date())
    await erase(plan, *found, event, Author("rosa@example.org"), NOW, folder=tmp_path)
    assert "Mme X." not in str(await report_kept(ASKED, HOST, NOW.date()))


async def test_a_plan_that_is_not_there_has_no_report(sqlite_database: Engine) -> None:
    with pytest.raises(NoReport, match="there is no plan called"):
        await report_kept(ASKED, HOST, NOW.date())
