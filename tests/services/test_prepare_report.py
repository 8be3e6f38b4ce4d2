"""Preparing a report: begun once, written by several, never written over, previewed as a draft."""

import asyncio
from pathlib import Path

import pikepdf
import pytest

from tests.councils import LATER, PLAN, YEAR, again, begun, member, plan_to_account_for
from tests.staff_site import settings_of
from tracker.domain.preparation import Period, Stage, Step
from tracker.services import prepare_report
from tracker.services.background import JobFailed, previews
from tracker.services.prepare_report import Stale, drop, preview_pdf, report_of, save
from tracker.store import background_jobs, preparations, staff_log
from tracker.store.background_jobs import Job, Kind
from tracker.store.engine import Engine
from tracker.store.staff_log import Act, Wanted


async def test_a_preparation_is_begun_once(database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    made = {(await begun(doer)).id for _ in range(2)}
    other = await begun(doer, Period(2025))
    assert len(made) == 1
    assert other.id not in made
    kept = await again(other.id)
    assert (kept.stage, kept.version, kept.typed) == (
        Stage.WRITING,
        1,
        {"cut_off": "2025-12-31", "lang-fr": "on"},
    )
    lines = await staff_log.lines(Wanted(), 0, 9)
    assert [(line.act, line.by, line.detail) for line in lines] == [
        (Act.REPORT_BEGUN, "rosa@example.org", "quimper 2025"),
        (Act.REPORT_BEGUN, "rosa@example.org", "quimper 2024"),
    ]


async def test_many_who_begin_at_once_share_one(database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    made = await asyncio.gather(*(begun(doer) for _ in range(5)))
    assert len({one.id for one in made}) == 1


async def test_each_save_adds_a_version_and_the_second_writer_loses_nothing(database: Engine) -> None:
    await plan_to_account_for()
    rosa, carl = await member(), await member("carl@example.org")
    kept = await begun(rosa)
    first = await save(kept.id, 1, {**kept.typed, "foreword": "Chers habitants,"}, rosa.person.id, LATER)
    assert (first.version, first.person) == (2, rosa.person.id)
    theirs = {**kept.typed, "foreword": "Madame, Monsieur,"}
    with pytest.raises(Stale) as stale:
        await save(kept.id, 1, theirs, carl.person.id, LATER)
    assert (stale.value.kept, stale.value.typed) == (first, theirs)
    again_ = await save(kept.id, 2, theirs, carl.person.id, LATER)
    assert (again_.version, again_.typed, again_.person) == (3, theirs, carl.person.id)


async def test_the_same_words_twice_are_one_version(sqlite_database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    saved = [await save(kept.id, 1, {"foreword": "Bonjour."}, doer.person.id, LATER) for _ in range(2)]
    assert [one.version for one in saved] == [2, 2]


async def test_of_many_saves_at_once_one_is_kept_and_the_others_are_told(database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    outcomes = await asyncio.gather(
        *(save(kept.id, 1, {"foreword": f"Mot {n}."}, doer.person.id, LATER) for n in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Stale) for one in outcomes) == 7
    assert (await again(kept.id)).version == 2


async def test_what_is_given_up_makes_room_for_another(database: Engine) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    await drop(kept, doer, LATER)
    assert (await again(kept.id)).stage is Stage.DROPPED
    assert await preparations.of_plans([PLAN]) == []
    assert (await begun(doer)).id != kept.id
    with pytest.raises(Stale):
        await save(kept.id, 1, {"foreword": "Trop tard."}, doer.person.id, LATER)
    assert [line.step for line in await preparations.thread(kept.id)] == [Step.BEGUN, Step.DROPPED]


async def test_the_report_has_the_texts_that_are_saved(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer)
    typed = {**kept.typed, "cut_off": "2024-06-30", "foreword": "Bonjour.", "leave-silent": "on"}
    kept = await save(kept.id, 1, {**typed, "comment-1": "Bien."}, doer.person.id, LATER)
    made = await report_of(kept, settings_of(tmp_path), LATER.date())
    assert made.cut_off.isoformat() == "2024-06-30"
    assert (made.texts.foreword, made.texts.comments, made.texts.left_out) == (
        "Bonjour.",
        {"1": "Bien."},
        ("silent",),
    )


async def job(preparation: int, language: str = "fr") -> Job:
    id_ = await background_jobs.queue(PLAN, preparation, 1, Kind.PREVIEW, 1, LATER, language)
    made = await background_jobs.by_id(id_)
    assert made
    return made


async def test_the_preview_is_a_pdf_that_says_that_it_is_a_draft(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await plan_to_account_for()
    kept = await begun(await member())
    told: list[str] = []

    async def tell(step: str, *_count: int) -> None:
        told.append(step)

    settings = settings_of(tmp_path)
    name = await preview_pdf(settings, lambda: LATER)(await job(kept.id), tell)
    file = previews(settings.data) / name
    with pikepdf.open(file) as document:
        assert str(document.docinfo["/Title"]).endswith("Pacte des solidarités")
    text = await asyncio.create_subprocess_exec("pdftotext", str(file), "-", stdout=-1)
    said, _errors = await text.communicate()
    assert said.decode().count("non scellé") > 3
    assert told == [prepare_report.COMPUTING, prepare_report.LAYING_OUT]
    assert [path.name for path in file.parent.iterdir()] == [name]


async def test_a_report_that_can_t_be_made_says_why(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_account_for()
    doer = await member()
    kept = await begun(doer, Period(2023))
    await save(kept.id, 1, {**kept.typed, "cut_off": "2023-01-31"}, doer.person.id, LATER)

    async def tell(*_said: object) -> None:
        pass

    with pytest.raises(JobFailed, match="was not open yet"):
        await preview_pdf(settings_of(tmp_path), lambda: LATER)(await job(kept.id), tell)
    assert not previews(tmp_path).exists()
    assert kept.period != YEAR
