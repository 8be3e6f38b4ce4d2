"""Review: publish, return, correct; one transaction; never one's own."""

import asyncio
from datetime import date

import pytest

from tests.histories import about
from tests.reports import (
    EDITOR,
    NOW,
    PLAN,
    REVIEWER,
    form,
    plan_to_report_on,
    published,
    report,
    submitted,
)
from tracker.domain import events as e
from tracker.domain.fold import state, told
from tracker.domain.register import lines_of
from tracker.domain.status import Status
from tracker.domain.submission import Act, Stage
from tracker.domain.verification import verify_lines
from tracker.services.judge_report import Meanwhile, Unfit
from tracker.services.record import record
from tracker.services.report_progress import submit
from tracker.services.review import NotWaiting, OwnReport, send_back, set_rule
from tracker.store import projections, register, submissions
from tracker.store.engine import Engine
from tracker.store.submission_tables import SubmissionAct
from tracker.store.submissions import Rule


async def test_publishing_makes_the_report_public_in_the_name_of_the_owner(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted(
        status="delivered",
        evidence_0_type="decision",
        evidence_0_title="Délibération",
        evidence_0_number="2024-41",
    )

    assert await published(kept) == ["evidence.added", "status.changed", "update.published"]

    action = (await projections.load(PLAN)).actions["1.0"]
    assert (action.status, action.status_by, action.updates[-1].evidence) == (
        Status.DELIVERED,
        "ccas",
        ("decision-1",),
    )
    settled = await submissions.by_id(kept.id)
    assert settled is not None
    assert settled.stage is Stage.PUBLISHED
    verify_lines(lines_of(await register.entries(PLAN)))


async def test_nobody_reviews_what_they_wrote_unless_the_plan_allows_it(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted()
    before = await register.head(PLAN)

    with pytest.raises(OwnReport):
        await published(kept, reviewer=EDITOR)
    assert await register.head(PLAN) == before
    assert await submissions.by_id(kept.id) == kept

    await set_rule(PLAN, Rule(own=True))
    assert await published(kept, reviewer=EDITOR) == ["update.published"]


async def test_who_wrote_an_earlier_version_does_not_review_it_either(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    first = await submit(await report(person=REVIEWER), NOW)
    await send_back(first.id, first.version, reviewer=9, remark="Précisez.", now=NOW)
    kept = await submit(await report(version=first.version, text="Mieux."), NOW)

    with pytest.raises(OwnReport):
        await published(kept)


async def test_a_report_is_returned_with_a_remark_and_comes_again(database: Engine) -> None:
    await plan_to_report_on()
    first = await submitted()
    with pytest.raises(Unfit, match="needs a remark"):
        await send_back(first.id, first.version, reviewer=REVIEWER, remark=" ", now=NOW)
    await send_back(first.id, first.version, reviewer=REVIEWER, remark="Quel jour ?", now=NOW)

    returned = await submissions.by_id(first.id)
    assert returned is not None
    assert returned.stage is Stage.RETURNED
    second = await submit(await report(version=first.version, on="2024-09-02"), NOW)
    await published(second)

    thread = (await submissions.threads([first.id]))[first.id]
    assert [(line.act, line.remark) for line in thread] == [
        (Act.SUBMITTED, ""),
        (Act.RETURNED, "Quel jour ?"),
        (Act.SUBMITTED, ""),
        (Act.PUBLISHED, ""),
    ]
    assert (await submissions.typed_at(first.id, first.version))["on"] == "2024-09-01"


async def test_what_a_reviewer_corrects_is_said_by_the_keeper_of_the_plan(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted(status="on-hold", reason="Le bail est refusé.", text="Le gichet ferme.")
    corrected = form(status="on-hold", reason="Le bail est refusé.", text="Le guichet ferme.")

    await published(kept, correction=corrected, remark="Une faute de frappe.")

    *_, status, news = await register.entries(PLAN)
    assert (status.kind, status.by) == ("status.changed", "ccas")
    assert (news.kind, news.by) == ("update.published", "ville")
    assert isinstance(news.event, e.UpdatePublished)
    assert news.event.text == "Le guichet ferme."
    assert (await submissions.typed_at(kept.id, kept.version))["text"] == "Le gichet ferme."
    thread = (await submissions.threads([kept.id]))[kept.id]
    assert [(line.act, line.version, line.person, line.remark) for line in thread[1:]] == [
        (Act.CORRECTED, 2, REVIEWER, "Une faute de frappe."),
        (Act.PUBLISHED, 2, REVIEWER, ""),
    ]


async def test_a_wrong_correction_publishes_nothing_and_leaves_the_report_waiting(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted()
    before = await register.head(PLAN)
    with pytest.raises(Unfit):
        await published(kept, correction=form(status="delivered"))
    with pytest.raises(Unfit):
        await published(kept, correction=form(on="demain"))

    assert await register.head(PLAN) == before
    assert await submissions.by_id(kept.id) == kept
    assert len((await submissions.threads([kept.id]))[kept.id]) == 1


async def test_a_reviewer_sees_what_was_published_meanwhile_before_publishing(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted(status="on-hold", reason="Le bail est refusé.")
    seen = (await register.head(PLAN)).size
    gone = e.StatusChanged(status=Status.ABANDONED, reason="Le conseil a renoncé.")
    await record(PLAN, [about("1.0", gone, date(2024, 8, 1))], NOW)

    with pytest.raises(Meanwhile) as meanwhile:
        await published(kept, seen=seen)

    assert [one.what for one in meanwhile.value.conflicts] == ["status"]
    assert await submissions.by_id(kept.id) == kept


async def test_rules_are_applied_again_when_it_is_published(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted(status="on-hold", reason="Le bail est refusé.", text="")
    ended = e.StatusChanged(status=Status.ABANDONED, reason="Le conseil a renoncé.")
    await record(PLAN, [about("1.0", ended, date(2024, 8, 1))], NOW)

    with pytest.raises(Unfit) as unfit:
        await published(kept)
    assert [fault.field for fault in unfit.value.faults] == ["status"]


async def test_a_report_is_settled_once(database: Engine) -> None:
    await plan_to_report_on()
    kept = await submitted()
    before = (await register.head(PLAN)).size

    async def settle(number: int) -> bool:
        try:
            if number % 2:
                await send_back(kept.id, kept.version, reviewer=REVIEWER, remark="Non.", now=NOW)
            else:
                await published(kept)
        except NotWaiting:
            return False
        return True

    settled = await asyncio.gather(*(settle(number) for number in range(20)))
    assert settled.count(True) == 1
    assert (await register.head(PLAN)).size - before in (0, 1)


async def test_two_hundred_reports_published_at_once_leave_no_gap_no_loss_no_duplicate(
    database: Engine,
) -> None:
    await plan_to_report_on(200)
    before = await register.head(PLAN)
    waiting = [await submitted(f"1.{number}", text=f"Nouvelle {number}.") for number in range(200)]

    await asyncio.gather(*(published(kept, seen=before.size) for kept in waiting))

    entries = await register.entries(PLAN)
    texts = [entry.event.text for entry in entries if isinstance(entry.event, e.UpdatePublished)]
    assert sorted(texts[1:]) == sorted(f"Nouvelle {number}." for number in range(200))
    assert verify_lines(lines_of(entries)).size == before.size + 200
    assert await projections.load(PLAN) == state(PLAN, told(entries), date.max)
    acts = await SubmissionAct.count().where(SubmissionAct.act == Act.PUBLISHED.value)
    assert acts == 200
