"""A form of the workshop is recorded whole or not at all, and never over what somebody else just recorded."""

import asyncio
from dataclasses import replace

import pytest

from tests.reports import NOW, PLAN, plan_to_report_on
from tracker.domain.typed import Typed
from tracker.domain.workshop.actions import REWORD
from tracker.domain.workshop.decisions import SPLIT
from tracker.domain.workshop.furniture import ADD_ORGANISATION
from tracker.domain.workshop.sheet import Sheet
from tracker.publish.workshop.fields import names_of
from tracker.publish.workshop.of_action import REWORD as REWORD_FIELDS
from tracker.publish.workshop.of_plan import ADD_ORGANISATION as ORGANISATION_FIELDS
from tracker.services.change_plan import Unsettled, Wanted, change, weigh
from tracker.services.verify_plan import verify_plan
from tracker.store import queries, register, staff_log
from tracker.store.engine import Engine
from tracker.store.staff_log import Wanted as Lines

ROSA = "rosa@example.org"


async def reworded(title: str, ref: str = "1.0") -> Wanted:
    typed = {"on": "2024-09-10", "title": title, "reason": "Mieux."}
    return await wanted(REWORD, ref, typed, names_of(REWORD_FIELDS))


async def wanted(sheet: Sheet, key: str, typed: Typed, fields: tuple[str, ...]) -> Wanted:
    return Wanted(sheet, PLAN, key, typed, fields, (await register.head(PLAN)).size)


async def title_of(ref: str = "1.0") -> str:
    return (await queries.plan_at_head(await register.head(PLAN))).actions[ref].title


async def test_weighing_writes_nothing(database: Engine) -> None:
    await plan_to_report_on(2)
    before = await register.head(PLAN)
    weighed = await weigh(await reworded("Le guichet"), NOW)
    assert (weighed.before["title"], weighed.after["title"]) == ("Action 1.0", "Le guichet")
    assert await register.head(PLAN) == before
    assert await staff_log.count(Lines()) == 0


async def test_of_many_who_change_one_thing_at_once_one_is_first_and_the_others_are_told(
    database: Engine,
) -> None:
    await plan_to_report_on(2)
    size = (await register.head(PLAN)).size
    forms = [await reworded(f"Titre {number}") for number in range(8)]
    outcomes = await asyncio.gather(*(change(form, NOW, by=ROSA) for form in forms), return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, Unsettled)]
    assert len(refused) == 7
    assert {one.met[0].field for one in (unsettled.weighed for unsettled in refused)} == {"title"}
    assert (await register.head(PLAN)).size == size + 1
    assert await staff_log.count(Lines()) == 1
    assert (await verify_plan(PLAN, f"127.0.0.1/{PLAN}")).ok


async def test_changes_of_different_things_at_once_are_all_recorded(database: Engine) -> None:
    await plan_to_report_on(4)
    size = (await register.head(PLAN)).size
    forms = [await reworded("Autrement", f"1.{number}") for number in range(4)]
    await asyncio.gather(*(change(form, NOW, by=ROSA) for form in forms))
    assert (await register.head(PLAN)).size == size + 4
    assert [await title_of(f"1.{number}") for number in range(4)] == ["Autrement"] * 4


async def test_two_organisations_of_one_name_are_not_both_added(database: Engine) -> None:
    await plan_to_report_on(1)
    typed = {"on": "2024-09-10", "name": "Régie", "type": "partner"}
    form = await wanted(ADD_ORGANISATION, "", typed, names_of(ORGANISATION_FIELDS))
    outcomes = await asyncio.gather(*(change(form, NOW, by=ROSA) for _ in range(3)), return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, Unsettled)]
    assert len(refused) == 2
    assert {fault.field for one in refused for fault in one.weighed.faults} == {"slug"}


async def test_a_form_of_which_one_fact_is_refused_records_none(database: Engine) -> None:
    await plan_to_report_on(2)
    before = await register.head(PLAN)
    typed = {
        "on": "2024-09-10", "fate": "stays", "title": "Le guichet", "reason": "Deux chantiers.",
        "part-1-ref": "1.0a", "part-1-title": "Le jardin", "part-2-ref": "1.1", "part-2-title": "Pris",
    }  # fmt: skip
    with pytest.raises(Unsettled) as unsettled:
        await change(await wanted(SPLIT, "1.0", typed, tuple(typed)), NOW, by=ROSA)
    assert [fault.field for fault in unsettled.value.weighed.faults] == ["part-2-ref"]
    assert await register.head(PLAN) == before


async def test_a_form_from_nowhere_is_compared_with_everything(sqlite_database: Engine) -> None:
    await plan_to_report_on(2)
    form = replace(await reworded("Le guichet"), known=0)
    with pytest.raises(Unsettled) as unsettled:
        await change(form, NOW, by=ROSA)
    assert {met.field for met in unsettled.value.weighed.met} == {"title"}
