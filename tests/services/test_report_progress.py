"""Drafts and submissions: kept at any time, never written over, on both engines."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from tests.histories import about
from tests.reports import COLLEAGUE, EDITOR, NOW, PLAN, plan_to_report_on, report, submitted
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.submission import Act, Stage
from tracker.domain.vocabulary import Because
from tracker.services.judge_report import Meanwhile, Unfit
from tracker.services.record import record
from tracker.services.report_progress import Stale, UnknownAction, drop, save_draft, submit, take_back
from tracker.services.review import set_rule
from tracker.store import register, submissions
from tracker.store.engine import Engine
from tracker.store.submissions import Rule


async def test_a_draft_keeps_what_was_typed_right_or_wrong(database: Engine) -> None:
    await plan_to_report_on()
    kept = await save_draft(await report(due="quand on pourra", status="fini"), NOW)

    again = await submissions.open_one(PLAN, "1.0", "ccas")
    assert again == kept
    assert (kept.version, kept.stage, kept.typed["due"]) == (1, Stage.DRAFT, "quand on pourra")


async def test_a_draft_changes_nothing_in_public(database: Engine) -> None:
    await plan_to_report_on()
    before = await register.head(PLAN)
    await save_draft(await report(), NOW)
    await submitted("1.1")
    assert await register.head(PLAN) == before


async def test_the_second_of_two_is_shown_what_the_first_wrote_and_nothing_is_lost(database: Engine) -> None:
    await plan_to_report_on()
    first = await save_draft(await report(text="Un."), NOW)
    mine = await report(version=first.version, text="Deux.")
    theirs = await report(version=first.version, text="Trois.", person=COLLEAGUE)
    await save_draft(mine, NOW)

    with pytest.raises(Stale) as stale:
        await save_draft(theirs, NOW)

    assert stale.value.kept is not None
    assert (stale.value.kept.typed["text"], stale.value.typed["text"]) == ("Deux.", "Trois.")
    assert (stale.value.kept.person, stale.value.kept.version) == (EDITOR, 2)
    merged = replace(theirs, version=2, fields={**theirs.fields, "text": "Deux. Trois."})
    assert (await save_draft(merged, NOW)).version == 3


async def test_two_who_begin_at_once_make_one_draft(database: Engine) -> None:
    await plan_to_report_on()
    reports = [await report(text=f"Texte {number}.", person=number) for number in range(1, 9)]

    async def save(number: int) -> bool:
        try:
            await save_draft(reports[number], NOW)
        except Stale as stale:
            return stale.kept is None
        return True

    saved = await asyncio.gather(*(save(number) for number in range(8)))
    assert saved.count(True) == 1


async def test_saving_the_same_words_twice_is_no_quarrel(database: Engine) -> None:
    await plan_to_report_on()
    first = await save_draft(await report(), NOW)
    assert await save_draft(await report(), NOW) == first


async def test_a_report_on_no_action_is_refused(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    with pytest.raises(UnknownAction):
        await save_draft(await report("9.9"), NOW)


async def test_what_breaks_a_rule_is_kept_as_a_draft_and_told_by_field(database: Engine) -> None:
    await plan_to_report_on()
    typed = await report(status="delivered", due="2024-12", on="2024-09-30", measure_places_value="3")

    with pytest.raises(Unfit) as unfit:
        await submit(typed, NOW)

    assert sorted(fault.field for fault in unfit.value.faults) == [
        "because",
        "evidence",
        "measure-places-on",
        "on",
    ]
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    assert (kept.stage, kept.typed["status"]) == (Stage.DRAFT, "delivered")


async def test_an_empty_report_is_not_submitted(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    with pytest.raises(Unfit, match="Nothing is reported"):
        await submitted(text="")


async def test_submitting_is_told_in_the_thread_and_drops_what_was_saved_while_typing(
    database: Engine,
) -> None:
    await plan_to_report_on()
    for version in range(5):
        await save_draft(await report(version=version, text="mot " * (version + 1)), NOW)
    kept = await submit(await report(version=5, text="Fini.", person=COLLEAGUE), NOW)

    thread = (await submissions.threads([kept.id]))[kept.id]
    assert [(line.act, line.version, line.person) for line in thread] == [(Act.SUBMITTED, 6, COLLEAGUE)]
    assert await submissions.authors(kept.id) == {EDITOR, COLLEAGUE}
    assert (await submissions.typed_at(kept.id, 5))["text"] == "mot mot mot mot mot"
    with pytest.raises(LookupError):
        await submissions.typed_at(kept.id, 3)


async def test_what_waits_for_review_is_not_written_in_until_it_is_taken_back(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted()
    changed = await report(version=kept.version, text="Autre.")
    with pytest.raises(Stale) as stale:
        await save_draft(changed, NOW)
    assert stale.value.kept == kept

    await take_back(kept, EDITOR, NOW)
    assert (await save_draft(changed, NOW)).stage is Stage.DRAFT


async def test_a_report_that_was_given_up_makes_room_for_another(database: Engine) -> None:
    await plan_to_report_on()
    kept = await save_draft(await report(), NOW)
    await drop(kept, EDITOR, NOW)

    other = await save_draft(await report(text="Autre."), NOW)
    assert other.id != kept.id
    assert (await submissions.by_id(kept.id)) == replace(kept, stage=Stage.DROPPED)
    with pytest.raises(Stale):
        await drop(kept, EDITOR, NOW)


async def test_what_was_published_meanwhile_on_the_same_thing_is_shown_first(database: Engine) -> None:
    await plan_to_report_on()
    mine = await report(due="2024-12", because="funding")
    move = e.DatesSet(due=PartialDate("2025"), because=Because.LEGAL)
    await record(PLAN, [about("1.0", move, date(2024, 8, 1))], NOW)

    with pytest.raises(Meanwhile) as meanwhile:
        await submit(mine, NOW)

    assert [(one.what, one.now) for one in meanwhile.value.conflicts] == [("due", PartialDate("2025"))]
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    seen = replace(mine, version=kept.version, known=meanwhile.value.known)
    assert (await submit(seen, NOW)).stage is Stage.SUBMITTED


async def test_a_plan_without_review_publishes_at_once(database: Engine) -> None:
    await plan_to_report_on()
    await set_rule(PLAN, Rule(required=False))
    before = (await register.head(PLAN)).size

    kept = await submitted(status="on-hold", reason="Le bail est refusé.")

    assert kept.stage is Stage.PUBLISHED
    assert [entry.kind for entry in await register.entries(PLAN, before)] == [
        "status.changed",
        "update.published",
    ]
    thread = (await submissions.threads([kept.id]))[kept.id]
    assert [line.act for line in thread] == [Act.SUBMITTED, Act.PUBLISHED]
