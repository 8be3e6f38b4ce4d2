"""What councils prepare, and what is made of it, lose what is erased on legal ground."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.database import SHARED_FOLDER
from tests.reports import NOW, PLAN, plan_to_report_on, published, report, submitted
from tests.services.test_amend import the_plan
from tests.services.test_erase import NAME, NAMED, erased, found
from tests.staff_site import make_person
from tracker.domain.preparation import Period
from tracker.domain.preparation import Stage as Preparing
from tracker.services.background import LEASE, JobFailed, Tell, Worker, previews
from tracker.services.prepare_report import Doer, begin, drop, save
from tracker.services.prepare_report import Stale as Rewritten
from tracker.services.report_progress import save_draft
from tracker.services.sign_report import sealing, sign
from tracker.settings import Settings
from tracker.store import (
    background_jobs,
    link_checks,
    preparations,
    register,
)
from tracker.store.background_jobs import Job, Kind
from tracker.store.engine import Engine
from tracker.store.link_checks import Answer, Checked
from tracker.store.preparation_tables import PreparationVersion
from tracker.store.preparations import Prepared
from tracker.store.tables import RegisterEntry


async def council_writes(**typed: str) -> tuple[Prepared, Doer]:
    """A preparation of the report of 2024, as it was saved, and who did it."""
    doer = Doer(await make_person("rosa@example.org", password=""), "203.0.113.7")
    begun = await begin(await the_plan(), Period(2024), NOW.date(), doer, NOW)
    kept = await preparations.by_id(begun)
    assert kept
    return await save(begun, kept.version, {**kept.typed, **typed}, doer.person.id, NOW), doer


async def prepared(preparation: int) -> Prepared:
    kept = await preparations.by_id(preparation)
    assert kept is not None
    return kept


async def test_an_open_preparation_loses_the_words_and_its_signature(
    database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    before, doer = await council_writes(
        foreword=f"Merci. {NAMED}", closing="Au revoir.", **{"comment-1": NAME}
    )
    await preparations.ask_two_people(PLAN, True)
    known = len(await register.entries(PLAN))
    assert not await sign(before, known, doer, NOW)
    [held] = (await found("update.published", NAME)).preparations
    assert (held.period, held.stage, held.fields) == ("2024", Preparing.SIGNED, ("comment-1", "foreword"))

    await erased(tmp_path, "update.published", words=NAME)
    after = await prepared(before.id)
    assert (after.stage, after.signed_by, after.known) == (Preparing.WRITING, 0, 0)
    assert after.version == before.version + 1
    words = {name: after.typed.get(name) for name in ("foreword", "closing", "comment-1")}
    assert words == {"foreword": "Merci. […]", "closing": "Au revoir.", "comment-1": None}
    assert NAME not in str(await PreparationVersion.select())
    with pytest.raises(Rewritten):
        await save(before.id, before.version, before.typed, doer.person.id, NOW)
    assert (await preparations.thread(before.id))[-1].step == "erased"


async def test_a_sealing_under_way_keeps_its_version_and_not_the_words(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    before, doer = await council_writes(foreword=f"Merci. {NAMED}")
    assert await sign(before, len(await register.entries(PLAN)), doer, NOW)
    await erased(tmp_path, "update.published")
    after = await prepared(before.id)
    assert (after.stage, after.version) == (Preparing.SEALING, before.version)
    assert after.typed["foreword"] == "Merci. […]"
    settings = Settings.from_environment({"TRACKER_DATA": str(tmp_path)})
    job = await background_jobs.claim(NOW, LEASE)
    assert job

    async def tell(*_told: object) -> None: ...

    with pytest.raises(JobFailed, match="erased content on legal ground"):
        await sealing(settings, lambda: NOW)(job, tell)


async def test_a_preview_made_meanwhile_is_begun_anew(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    before, doer = await council_writes()
    made = previews(tmp_path) / "made.pdf"

    async def make(job: Job, tell: Tell) -> str:
        await erased(tmp_path, "update.published")
        made.parent.mkdir(exist_ok=True)
        made.write_bytes(NAMED.encode())
        return made.name

    await background_jobs.queue(PLAN, before.id, before.version, Kind.PREVIEW, doer.person.id, NOW, "fr")
    assert await Worker({Kind.PREVIEW: make}, lambda: NOW, tmp_path, asyncio.Event()).do_next()
    assert not made.exists()
    [job] = await background_jobs.of_preparation(before.id, Kind.PREVIEW)
    assert (job.state, job.file) == (background_jobs.State.WAITING, "")


async def test_what_a_failed_job_quoted_is_taken_out(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    before, doer = await council_writes()
    await background_jobs.queue(PLAN, before.id, before.version, Kind.PREVIEW, doer.person.id, NOW, "fr")
    job = await background_jobs.claim(NOW, LEASE)
    assert job
    await background_jobs.end(job, NOW, trouble=f"https://ville.example/{NAME} may not be asked")
    await erased(tmp_path, "update.published", words=NAME)
    [job] = await background_jobs.of_preparation(before.id, Kind.PREVIEW)
    assert job.trouble == "https://ville.example/[…] may not be asked"


async def files_of_postgres(folder: Path) -> bytes:
    """What the server has on the disk of the database in use, but for its own log."""
    await RegisterEntry.raw("CHECKPOINT")
    [row] = await RegisterEntry.raw("SELECT oid FROM pg_database WHERE datname = current_database()")
    return b"".join(path.read_bytes() for path in (folder / "base" / str(row["oid"])).iterdir())


async def test_no_byte_of_drafts_and_preparations_is_on_the_disk(
    database: Engine, database_kind: str, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    async def bytes_kept() -> bytes:
        if database_kind == "postgresql":
            return await files_of_postgres(pytestconfig.stash[SHARED_FOLDER] / "postgresql")
        return b"".join(path.read_bytes() for path in tmp_path.glob("tracker.sqlite*"))

    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    draft = await save_draft(await report("1.1", text=f"{NAMED} " + "Rien. " * 100), NOW)
    for number in range(3):
        typed_anew = await report("1.1", text=f"{NAMED} {number} " + "Rien. " * 100)
        draft = await save_draft(replace(typed_anew, version=draft.version), NOW)
    before, doer = await council_writes(foreword=f"{NAMED} " + "Merci. " * 100)
    for number in range(3):
        typed = {**before.typed, "closing": f"{number} " + NAMED}
        before = await save(before.id, before.version, typed, doer.person.id, NOW)
    assert NAME.encode() in await bytes_kept()
    assert (await erased(tmp_path, "update.published", words=NAME)).scrubbed
    assert NAME.encode() not in await bytes_kept()


async def test_what_councils_had_of_it_goes_too(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    doer = Doer(await make_person("rosa@example.org", password=""), "203.0.113.7")
    preparation = await begin(await the_plan(), Period(2024), NOW.date(), doer, NOW)
    await save(preparation, 1, {"foreword": NAMED, "closing": "Merci."}, doer.person.id, NOW)
    kept = await preparations.by_id(preparation)
    assert kept
    await drop(kept, doer, NOW)
    await background_jobs.queue(PLAN, preparation, 2, Kind.PREVIEW, doer.person.id, NOW, "fr")
    job = await background_jobs.claim(NOW, LEASE)
    assert job
    previews(tmp_path).mkdir()
    draft = previews(tmp_path) / "draft.pdf"
    draft.write_bytes(b"%PDF")
    await background_jobs.end(job, NOW, file=draft.name)
    for url in (f"https://ville.example/{NAME}", "https://ville.example/bilan"):
        await link_checks.keep(PLAN, Checked(url, NOW, Answer.WELL, 200))

    await erased(tmp_path, "update.published", words=NAME)
    assert NAME not in str(await PreparationVersion.select())
    assert "Merci." in str(await PreparationVersion.select())
    assert list(await link_checks.of_plan(PLAN)) == ["https://ville.example/bilan"]
    assert not draft.exists()
