"""Signing a report off: by one or by two, never one's own, sealed once however often it is tried."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from tests.councils import LATER, PLAN, again, begun, member, plan_to_account_for, size
from tests.histories import about
from tests.staff_site import settings_of
from tracker.domain import events as e
from tracker.domain.preparation import Period, Stage, Step
from tracker.services import sign_report
from tracker.services.background import JobFailed, Worker
from tracker.services.judge_report import Unfit
from tracker.services.prepare_report import Doer, Stale, begin, drop, plan_today, save
from tracker.services.record import record
from tracker.services.sign_report import (
    Meanwhile,
    OwnSignature,
    confirm,
    sealing,
    set_rule,
    sign,
    take_back,
    try_again,
)
from tracker.settings import Settings
from tracker.store import background_jobs, preparations, staff_log
from tracker.store.background_jobs import Kind, State
from tracker.store.engine import Engine
from tracker.store.preparation_tables import PreparationVersion
from tracker.store.preparations import Prepared
from tracker.store.staff_log import Act, Wanted


async def seal_jobs(kept: Prepared) -> list[State]:
    return [job.state for job in await background_jobs.of_preparation(kept.id, Kind.SEAL)]


def worker(settings: Settings) -> Worker:
    return Worker(
        {Kind.SEAL: sealing(settings, lambda: LATER)}, lambda: LATER, settings.data, asyncio.Event()
    )


async def acts() -> list[Act]:
    return [line.act for line in reversed(await staff_log.lines(Wanted(), 0, 99))]


async def test_one_signature_is_enough_where_the_plan_asks_no_more(database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    assert await sign(kept, await size(), doer, LATER)
    signed = await again(kept.id)
    assert (signed.stage, signed.signed_by, signed.known, signed.edition) == (
        Stage.SEALING,
        doer.person.id,
        await size(),
        1,
    )
    assert await seal_jobs(kept) == [State.WAITING]
    assert await acts() == [Act.REPORT_BEGUN, Act.REPORT_SIGNED]


async def two_signers(first: str = "rosa@example.org") -> tuple[Doer, Doer, Prepared]:
    await plan_to_account_for()
    rosa, carl = await member(first), await member("carl@example.org")
    await set_rule(PLAN, True, rosa, LATER)
    return rosa, carl, await begun(rosa)


async def test_a_second_person_confirms_and_nobody_their_own(database: Engine) -> None:
    rosa, carl, kept = await two_signers()
    assert not await sign(kept, await size(), rosa, LATER)
    signed = await again(kept.id)
    assert (signed.stage, await seal_jobs(kept)) == (Stage.SIGNED, [])
    with pytest.raises(OwnSignature):
        await confirm(signed, await size(), rosa, LATER)
    assert (await again(kept.id)).stage is Stage.SIGNED
    await confirm(signed, await size(), carl, LATER)
    assert ((await again(kept.id)).confirmed_by, await seal_jobs(kept)) == (carl.person.id, [State.WAITING])
    steps = [(line.step, line.person) for line in await preparations.thread(kept.id)]
    assert steps[1:] == [(Step.SIGNED, rosa.person.id), (Step.CONFIRMED, carl.person.id)]


async def test_what_is_signed_is_what_was_read(database: Engine) -> None:
    rosa, carl, kept = await two_signers()
    with pytest.raises(Meanwhile):  # an entry was added since
        await sign(kept, await size() - 1, rosa, LATER)
    newer = await save(kept.id, 1, {**kept.typed, "foreword": "Autre."}, carl.person.id, LATER)
    with pytest.raises(Meanwhile):  # a colleague wrote in it since
        await sign(kept, await size(), rosa, LATER)
    await sign(newer, await size(), rosa, LATER)
    signed = await again(kept.id)
    with pytest.raises(Stale):  # nobody writes in what is signed
        await save(kept.id, newer.version, {"foreword": "Encore."}, carl.person.id, LATER)
    await record(PLAN, [about("3", e.UpdatePublished(text="Nouveau."), LATER.date())], LATER)
    with pytest.raises(Meanwhile):
        await confirm(signed, await size() - 1, carl, LATER)
    await confirm(signed, await size(), carl, LATER)
    assert (await again(kept.id)).known == await size()


async def test_what_can_t_be_sealed_can_t_be_signed(sqlite_database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    kept = await save(kept.id, 1, {"foreword": "Sans date ni langue."}, doer.person.id, LATER)
    with pytest.raises(Unfit) as unfit:
        await sign(kept, await size(), doer, LATER)
    assert [fault.field for fault in unfit.value.faults] == ["cut_off", "languages"]
    assert (await again(kept.id)).stage is Stage.WRITING


async def test_of_many_signatures_at_once_one_counts(database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    kept, known = await begun(doer), await size()
    outcomes = await asyncio.gather(
        *(sign(kept, known, doer, LATER) for _ in range(6)), return_exceptions=True
    )
    assert [one for one in outcomes if not isinstance(one, Meanwhile)] == [True]
    assert await seal_jobs(kept) == [State.WAITING]


async def test_a_signature_can_be_taken_back_until_it_is_being_sealed(database: Engine) -> None:
    rosa, carl, kept = await two_signers()
    await sign(kept, await size(), rosa, LATER)
    await take_back(await again(kept.id), carl, LATER)
    free = await again(kept.id)
    assert (free.stage, free.signed_by, free.known, free.edition) == (Stage.WRITING, 0, 0, 0)
    await sign(free, await size(), rosa, LATER)
    await confirm(await again(kept.id), await size(), carl, LATER)
    with pytest.raises(Meanwhile):
        await take_back(await again(kept.id), carl, LATER)
    with pytest.raises(Stale):
        await drop(await again(kept.id), carl, LATER)


async def test_what_was_signed_is_sealed_with_its_texts(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    typed = {**kept.typed, "foreword": "Chers habitants,", "closing": "Merci.", "leave-silent": "on"}
    kept = await save(kept.id, 1, {**typed, "comment-1": "Bien."}, doer.person.id, LATER)
    known = await size()
    await sign(kept, known, doer, LATER)
    # What departments publish between the signature and the seal is not in it.
    await record(PLAN, [about("3", e.UpdatePublished(text="Entre-temps."), LATER.date())], LATER)
    assert await worker(settings_of(tmp_path)).do_next()

    sealed = await again(kept.id)
    assert (sealed.stage, await seal_jobs(kept)) == (Stage.SEALED, [State.DONE])
    # The register keeps the words now, and it alone: what is erased there is nowhere else.
    assert sealed.typed == {"cut_off": "2024-12-31", "lang-fr": "on", "leave-silent": "on"}
    assert await PreparationVersion.count() == 1
    plan = await plan_today(PLAN, LATER.date())
    [report] = plan.reports
    assert (report.period, report.edition, report.known) == ("2024", 1, known)
    assert (report.foreword, report.closing, report.comments) == (
        "Chers habitants,",
        "Merci.",
        {"1": "Bien."},
    )
    assert report.left_out == ("silent",)
    assert any(file.name.endswith(".pdf") for file in report.files)
    assert (await acts())[-1] is Act.REPORT_SEALED

    # The next edition begins with the words of this one, and needs a reason.
    second = await again(await begin(plan, kept.period, kept.period.last, doer, LATER))
    assert second.typed == {**typed, "comment-1": "Bien."}
    with pytest.raises(Unfit) as unfit:
        await sign(second, await size(), doer, LATER)
    assert [fault.field for fault in unfit.value.faults] == ["reason"]


async def test_a_report_on_several_years_is_sealed_too(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer, Period(2024, date(2023, 6, 30)))
    await sign(kept, await size(), doer, LATER)
    assert await worker(settings_of(tmp_path)).do_next()
    assert ((await again(kept.id)).stage, await seal_jobs(kept)) == (Stage.SEALED, [State.DONE])
    [report] = (await plan_today(PLAN, LATER.date())).reports
    assert (report.period, report.since, report.year) == ("2023-2024", date(2023, 6, 30), 2024)


async def test_a_process_that_died_after_the_entry_seals_nothing_twice(
    sqlite_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    await sign(kept, await size(), doer, LATER)

    async def die(*_given: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(sign_report, "_settle", die)  # the entry is written, our own tables are not
        with pytest.raises(asyncio.CancelledError):
            await worker(settings_of(tmp_path)).do_next()
    assert (await again(kept.id)).stage is Stage.SEALING
    assert await worker(settings_of(tmp_path)).do_next()
    assert (await again(kept.id)).stage is Stage.SEALED
    assert len((await plan_today(PLAN, LATER.date())).reports) == 1


async def test_a_failure_can_be_tried_again_or_written_over(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    await sign(kept, await size(), doer, LATER)
    settings = settings_of(tmp_path / "file")
    (tmp_path / "file").write_bytes(b"a file where a folder should be")
    assert await worker(settings).do_next()
    assert await seal_jobs(kept) == [State.FAILED]
    assert (await plan_today(PLAN, LATER.date())).reports == ()
    await try_again(await again(kept.id), doer, LATER)
    with pytest.raises(Meanwhile):
        await try_again(await again(kept.id), doer, LATER)
    assert await worker(settings).do_next()
    assert await seal_jobs(kept) == [State.FAILED, State.FAILED]
    await take_back(await again(kept.id), doer, LATER)
    assert (await again(kept.id)).stage is Stage.WRITING


async def test_an_edition_of_somebody_else_is_not_taken_for_ours(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    await sign(kept, await size(), doer, LATER)
    [job] = await background_jobs.of_preparation(kept.id, Kind.SEAL)
    await preparations.advance(kept.id, kept.version, [Stage.SEALING], LATER, edition=2)

    async def tell(*_said: object) -> None:
        pass

    with pytest.raises(JobFailed, match="meanwhile"):
        await sealing(settings_of(tmp_path), lambda: LATER)(job, tell)
