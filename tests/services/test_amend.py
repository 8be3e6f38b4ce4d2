"""A published entry is corrected, taken back, or loses its evidence, by a new entry that names it."""

from datetime import date

import pytest

from tests.reports import NOW, PLAN, plan_to_report_on, published, submitted
from tracker.domain import events as e
from tracker.domain.register import Entry, lines_of
from tracker.domain.state import Plan, Told
from tracker.domain.status import Status
from tracker.domain.verification import verify_lines
from tracker.services.amend import Author, Overtaken, amend, correction, entry_at, foresee_amendment
from tracker.services.record import Refused
from tracker.store import queries, register, staff_log
from tracker.store.engine import Engine
from tracker.store.staff_log import Act, Wanted

ROSA = Author("rosa@example.org", "203.0.113.7")


async def the_plan() -> Plan:
    plan = await queries.plan_on(await register.head(PLAN), NOW.date())
    assert plan is not None
    return plan


async def the_last(kind: str) -> tuple[Entry, Told]:
    index = max(entry.index for entry in await register.entries(PLAN) if entry.kind == kind)
    found = await entry_at(PLAN, index)
    assert found is not None
    return found


async def test_a_correction_is_public_names_the_entry_and_its_author_is_in_the_log(database: Engine) -> None:
    await plan_to_report_on()
    _entry, one = await the_last("update.published")
    event = correction(one, e.UpdatePublished(text="Les travaux sont finis."), "A wrong word.")
    (made,) = await amend(PLAN, one, event, ROSA, NOW)
    assert (made.kind, made.by, made.subject) == ("correction.made", "ville", "action:1.0")
    action = (await the_plan()).actions["1.0"]
    assert [update.text for update in action.updates] == ["Les travaux sont finis."]
    (line,) = await staff_log.lines(Wanted(act=Act.ENTRY_CORRECTED), 0, 10)
    assert (line.by, line.detail) == ("rosa@example.org", f"{PLAN} {one.index}")
    verify_lines(lines_of(await register.entries(PLAN)))
    assert "rosa" not in "".join(entry.line for entry in await register.entries(PLAN))


async def test_the_second_of_two_corrections_sees_the_first_and_overwrites_nothing(database: Engine) -> None:
    await plan_to_report_on()
    _entry, one = await the_last("update.published")
    await amend(PLAN, one, correction(one, e.UpdatePublished(text="One."), "First."), ROSA, NOW)
    with pytest.raises(Overtaken) as overtaken:
        await amend(PLAN, one, correction(one, e.UpdatePublished(text="Two."), "Second."), ROSA, NOW)
    assert overtaken.value.told.event == e.UpdatePublished(text="One.")
    now = overtaken.value.told
    await amend(PLAN, now, correction(now, e.UpdatePublished(text="Two."), "Second."), ROSA, NOW)
    assert (await the_plan()).actions["1.0"].updates[0].text == "Two."


async def test_what_breaks_rules_is_foreseen_and_refused_and_nothing_is_written(
    sqlite_database: Engine,
) -> None:
    await plan_to_report_on()
    _entry, one = await the_last("status.changed")
    size = (await register.head(PLAN)).size
    event = correction(one, e.StatusChanged(status=Status.ON_HOLD), "A slip.")
    foreseen = await foresee_amendment(await the_plan(), one, event, NOW)
    assert [broken.rule for broken in foreseen.broken] == ["no-reason"]
    with pytest.raises(Refused):
        await amend(PLAN, one, event, ROSA, NOW)
    assert (await register.head(PLAN)).size == size
    assert await staff_log.count(Wanted(act=Act.ENTRY_CORRECTED)) == 0


async def test_taking_an_entry_back_is_foreseen(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    _entry, one = await the_last("status.changed")
    foreseen = await foresee_amendment(await the_plan(), one, correction(one, None, "It was not so."), NOW)
    assert foreseen.broken == ()
    assert foreseen.plan.actions["1.0"].status is Status.PLANNED
    assert (await the_plan()).actions["1.0"].status is Status.IN_PROGRESS
    _entry, added = await the_last("action.added")
    foreseen = await foresee_amendment(await the_plan(), added, correction(added, None, "Not so."), NOW)
    assert [broken.rule for broken in foreseen.broken] == ["not-withdrawable"]


async def test_evidence_is_withdrawn_once_and_the_declaration_stays(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    fields = {
        "evidence_0_title": "Photo",
        "evidence_0_url": "https://example.org/p",
        "evidence_0_type": "link",
    }
    await published(await submitted(status="delivered", **fields))
    _entry, one = await the_last("evidence.added")
    event = e.EvidenceWithdrawn(id="link-1", reason="It shows another place.")
    await amend(PLAN, one, event, ROSA, NOW)
    action = (await the_plan()).actions["1.0"]
    assert action.status is Status.DELIVERED
    assert action.standing_evidence == ()
    assert action.evidence[0].withdrawn_on == date(2024, 9, 10)
    assert await staff_log.count(Wanted(act=Act.EVIDENCE_WITHDRAWN)) == 1
    with pytest.raises(Refused, match="already withdrawn"):
        await amend(PLAN, one, event, ROSA, NOW)
