"""Recording facts: rules, one transaction, one order, on both engines."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from piccolo.engine.exceptions import TransactionError

from tests.histories import NOW, OPENED, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.fold import state, told
from tracker.domain.register import lines_of
from tracker.domain.status import Status
from tracker.domain.verification import verify_lines
from tracker.domain.vocabulary import EvidenceType
from tracker.services.record import Refused, record
from tracker.store import projections, register
from tracker.store.engine import Engine, read, write
from tracker.store.tables import RegisterEntry

PLAN = "pacte"


async def test_recorded_facts_chain_and_their_projection_is_the_fold(database: Engine) -> None:
    await record(PLAN, [*opening(), commitment("1.1"), commitment("1.2")], NOW)
    news = e.UpdatePublished(text="Le guichet est ouvert.")
    await record(PLAN, [about("1.1", news, date(2024, 1, 15))], NOW)

    entries = await register.entries(PLAN)
    head = await register.head(PLAN)
    assert verify_lines(lines_of(entries)).hash == head.hash
    assert [entry.index for entry in entries] == list(range(7))
    assert await projections.load(PLAN) == state(PLAN, told(entries), date.max)


async def test_what_breaks_a_rule_is_refused_whole_and_every_rule_is_named(database: Engine) -> None:
    await record(PLAN, [*opening(), commitment("1.1")], NOW)
    before = await register.entries(PLAN)

    with pytest.raises(Refused) as refusal:
        await record(
            PLAN,
            [
                about("1.1", e.UpdatePublished(text="En cours."), date(2024, 1, 15)),
                about("1.1", e.StatusChanged(status=Status.DELIVERED), date(2024, 2, 1)),
                about("1.1", e.UpdatePublished(text="Demain."), NOW.date() + timedelta(days=1)),
            ],
            NOW,
        )

    assert [(problem.index, problem.rule) for problem in refusal.value.broken] == [
        (6, "no-evidence"),
        (7, "future"),
    ]
    assert await register.entries(PLAN) == before
    assert await projections.load(PLAN) == state(PLAN, told(before), date.max)


async def test_a_fact_recorded_late_that_spoils_a_later_one_is_refused(database: Engine) -> None:
    started = e.StatusChanged(status=Status.IN_PROGRESS)
    await record(PLAN, [*opening(), commitment("1.1"), about("1.1", started, date(2024, 3, 1))], NOW)

    with pytest.raises(Refused) as refusal:
        await record(PLAN, [about("1.1", started, date(2024, 2, 1))], NOW)

    assert [(problem.index, problem.rule) for problem in refusal.value.broken] == [(6, "transition")]


async def test_two_hundred_writers_at_once_leave_one_order_without_gap(database: Engine) -> None:
    await record(PLAN, [*opening(), *(commitment(f"1.{n}") for n in range(20))], NOW)

    async def publish(number: int) -> None:
        text = e.UpdatePublished(text=f"Nouvelle {number}")
        await record(PLAN, [about(f"1.{number % 20}", text, date(2024, 1, 1))], NOW)

    await asyncio.gather(*(publish(number) for number in range(200)))

    entries = await register.entries(PLAN)
    assert verify_lines(lines_of(entries)).size == 24 + 200
    texts = {entry.event.text for entry in entries if isinstance(entry.event, e.UpdatePublished)}
    assert texts == {f"Nouvelle {number}" for number in range(200)}
    assert await projections.load(PLAN) == state(PLAN, told(entries), date.max)


async def test_a_failure_after_recording_takes_entries_and_projections_back(database: Engine) -> None:
    await record(PLAN, [*opening(), commitment("1.1")], NOW)
    before = await register.entries(PLAN)

    async def fail_after_recording() -> None:
        async with write():
            await record(PLAN, [about("1.1", e.UpdatePublished(text="Perdu."), date(2024, 1, 1))], NOW)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        await fail_after_recording()

    assert await register.entries(PLAN) == before
    assert (await register.head(PLAN)).size == len(before)
    assert (await projections.load(PLAN)).actions["1.1"].updates == ()


async def test_time_of_recording_never_goes_back(database: Engine) -> None:
    await record(PLAN, opening(), NOW)
    await record(PLAN, [commitment("1.1")], NOW - timedelta(hours=3))

    assert [entry.at for entry in await register.entries(PLAN)] == [NOW] * 5


async def test_a_plan_that_was_not_opened_takes_nothing(database: Engine) -> None:
    with pytest.raises(Refused) as refusal:
        await record(PLAN, [commitment("1.1")], NOW)

    assert "not-open" in {problem.rule for problem in refusal.value.broken}
    assert (await register.head(PLAN)).size == 0


async def test_entries_can_be_neither_changed_nor_deleted_nor_replaced(database: Engine) -> None:
    await record(PLAN, opening(), NOW)
    before = await register.entries(PLAN)
    row = await RegisterEntry.select().order_by(RegisterEntry.index).first()
    assert row is not None
    for statement in (
        RegisterEntry.update({RegisterEntry.by: "autre"}, force=True),
        RegisterEntry.update({RegisterEntry.payload: "{}"}, force=True),
        RegisterEntry.update({RegisterEntry.payload: None, RegisterEntry.salt: None}, force=True),
        RegisterEntry.delete(force=True),
        RegisterEntry.insert(RegisterEntry(**{**row, "by": "autre"})),
    ):
        with pytest.raises(Exception, match=r"append-only|duplicate key"):
            await statement

    assert await register.entries(PLAN) == before


async def test_insert_or_replace_does_not_slip_past_the_guards(sqlite_database: Engine) -> None:
    await record(PLAN, opening(), NOW)

    with pytest.raises(Exception, match="append-only"):
        await RegisterEntry.raw(
            'INSERT OR REPLACE INTO register_entry SELECT id, plan, "index", at, "on", \'autre\', kind,'
            " subject, payload_sha256, prev, hash, payload, salt FROM register_entry"
        )


async def test_content_is_erased_only_once_an_entry_says_on_what_ground(database: Engine) -> None:
    await record(PLAN, [*opening(), commitment("1.1")], NOW)
    gossip = e.UpdatePublished(text="M. Untel est malade.")
    (entry,) = await record(PLAN, [about("1.1", gossip, date(2024, 1, 1))], NOW)
    with pytest.raises(Exception, match="append-only"):
        await register.erase(PLAN, entry.index)

    reason = e.ContentErased(entry=entry.index, reason="donnée personnelle")
    await record(PLAN, [about("1.1", reason, date(2024, 1, 1))], NOW)
    await register.erase(PLAN, entry.index)

    kept = (await register.entries(PLAN))[entry.index]
    assert (kept.payload, kept.salt, kept.hash) == (None, None, entry.hash)
    assert verify_lines(lines_of(await register.entries(PLAN))).erased == (entry.index,)


async def test_evidence_makes_a_delivery_recordable(database: Engine) -> None:
    link = e.EvidenceAdded(id="page", type=EvidenceType.LINK, title="Page", url="https://ville.example/page")
    await record(
        PLAN,
        [
            *opening(),
            commitment("1.1"),
            about("1.1", link, date(2024, 10, 3)),
            about("1.1", e.StatusChanged(status=Status.DELIVERED), date(2024, 10, 3)),
        ],
        NOW,
    )

    action = (await projections.load(PLAN)).actions["1.1"]
    assert (action.status, action.status_on, len(action.evidence)) == (Status.DELIVERED, date(2024, 10, 3), 1)


async def test_days_are_those_of_universal_time(database: Engine) -> None:
    late_evening = datetime(2024, 6, 1, 23, 30, tzinfo=UTC).astimezone()
    await record(PLAN, opening(), late_evening)

    assert (await register.entries(PLAN))[0].at == datetime(2024, 6, 1, 23, 30, tzinfo=UTC)
    assert late_evening.date() > OPENED


async def test_recording_inside_a_snapshot_is_refused(database: Engine) -> None:
    async with read():
        with pytest.raises(TransactionError):
            await record(PLAN, opening(), NOW)
