"""What is erased on legal ground is nowhere: register, projections, reports, files, mails, bytes."""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports import NOW, PLAN, plan_to_report_on, published, report, submitted
from tests.sealed import seal_by_hand
from tests.services.test_amend import ROSA, the_last, the_plan
from tests.uploads import PDF
from tracker.domain import events as e
from tracker.domain.register import lines_of
from tracker.domain.submission import OPEN, Stage
from tracker.domain.submission import Act as Step
from tracker.domain.verification import verify_lines
from tracker.services.amend import amend, correction
from tracker.services.erase import Erased, Remnants, clean, erase, find_remnants
from tracker.services.keep_file import keep_file
from tracker.services.rebuild import rebuild
from tracker.services.record import Refused
from tracker.services.report_progress import Stale, save_draft
from tracker.services.verify_plan import verify_plan
from tracker.store import (
    files,
    outbox,
    projections,
    register,
    staff_log,
    submissions,
)
from tracker.store.engine import Engine
from tracker.store.staff_log import Act, Wanted
from tracker.store.submission_tables import SubmissionAct, SubmissionVersion
from tracker.store.tables import ActionState, PlanState, RegisterEntry

TABLES = (RegisterEntry, PlanState, ActionState, SubmissionVersion, SubmissionAct)
NAMED = "Madame Exemplaire a ouvert le guichet elle-même."
NAME = "Exemplaire"


async def erased(folder: Path, kind: str, remains: e.Event | None = None, words: str = "") -> Erased:
    entry, one = await the_last(kind)
    kept = e.payload_of(remains) if remains else None
    event = e.ContentErased(entry=entry.index, reason="It named a person.", remains=kept)
    return await erase(await the_plan(), entry, one, event, ROSA, NOW, folder=folder, words=words)


async def found(kind: str, words: str = "") -> Remnants:
    entry, _one = await the_last(kind)
    return await find_remnants(await the_plan(), entry, None, words)


async def everything_kept() -> str:
    """All that the tables hold, row by row."""
    return str([await table.select() for table in TABLES])


async def test_erased_words_are_in_no_table_and_the_register_verifies(
    database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED, internal_note=f"{NAMED} À relire."))
    assert NAME in await everything_kept()
    done = await erased(tmp_path, "update.published")
    assert done.scrubbed
    assert NAME not in await everything_kept()
    verify_lines(lines_of(await register.entries(PLAN)))
    assert (await verify_plan(PLAN, f"test/{PLAN}")).ok
    assert [one.mended for one in await rebuild(PLAN)] == [()]
    assert await staff_log.count(Wanted(act=Act.CONTENT_ERASED)) == 1
    stored = await projections.stored(PLAN)
    assert NAME not in str(stored)


async def test_no_byte_of_it_is_in_the_files_of_the_database(
    sqlite_database: Engine, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    database = Path(migrated_sqlite_url.removeprefix("sqlite:///"))

    def bytes_kept() -> bytes:
        return b"".join(path.read_bytes() for path in sorted(database.parent.glob("tracker.sqlite*")))

    await plan_to_report_on()
    for number in range(5):  # pages are written over, and split
        await published(await submitted(f"1.{number}", text=f"{NAMED} {number} " + "Rien. " * 400))
    for index in [x.index for x in await register.entries(PLAN) if x.kind == "update.published"]:
        entry = (await register.entries(PLAN, index, 1))[0]
        if NAME in (entry.payload or ""):
            ((_, one),) = await register.recorded(PLAN, index, 1)
            event = e.ContentErased(entry=index, reason="It named a person.")
            assert NAME.encode() in bytes_kept()
            await erase(await the_plan(), entry, one, event, ROSA, NOW, folder=tmp_path)
    assert NAME.encode() not in bytes_kept()
    assert sqlite3.connect(database).execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_what_may_remain_stays(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    await erased(tmp_path, "update.published", e.UpdatePublished(text="Le guichet est ouvert."))
    assert (await the_plan()).actions["1.0"].updates[-1].text == "Le guichet est ouvert."
    assert NAME not in await everything_kept()


async def test_other_places_of_the_words_are_found(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    _entry, one = await the_last("update.published")
    await amend(PLAN, one, correction(one, e.UpdatePublished(text=f"Oui. {NAMED}"), "A slip."), ROSA, NOW)
    draft = await save_draft(await report("1.1", text=f"Comme dit : {NAMED}"), NOW)
    other = await save_draft(await report("1.2", text="M. EXEMPLAIRE viendra."), NOW)
    places = await found("update.published")
    assert places.entries == (one.index + 1,)
    assert [held.submission for held in places.open] == [draft.id]
    assert len(places.settled) == 1
    assert [held.submission for held in (await found("update.published", NAME)).open] == [draft.id, other.id]
    assert (await found("update.published", "le")) == places  # in every sentence


async def typed_of(submission: int) -> dict[str, str]:
    kept = await submissions.by_id(submission)
    assert kept is not None
    return dict(kept.typed)


async def test_an_open_draft_loses_the_words_and_nothing_else(database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    draft = await save_draft(
        await report("1.1", text=f"Avant. {NAMED} Après.", next_step="M. EXEMPLAIRE, encore."), NOW
    )
    done = await erased(tmp_path, "update.published", words="M. Exemplaire")
    assert done.scrubbed
    assert await typed_of(draft.id) == {
        **draft.typed,
        "text": "Avant. […] Après.",
        "next_step": "[…], encore.",
    }
    assert NAME not in await everything_kept()
    # Who has it open in a browser is shown the difference, instead of bringing the words back.
    with pytest.raises(Stale):
        await save_draft(replace(await report("1.1", text=NAMED), version=draft.version), NOW)
    assert [line.act for line in (await submissions.threads([draft.id]))[draft.id]] == [Step.ERASED]


async def test_what_waits_for_review_goes_back_to_its_authors(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    waiting, other = await submitted("1.1", text=NAMED), await submitted("1.2", text="Rien de tel.")
    await erased(tmp_path, "update.published")
    stages = {one.ref: one.stage for one in await submissions.of_plans([PLAN], OPEN)}
    assert stages == {waiting.ref: Stage.RETURNED, other.ref: Stage.SUBMITTED}


async def with_file(folder: Path, *refs: str) -> str:
    await plan_to_report_on()
    digest = ""
    for ref in refs:
        kept = await keep_file(folder, PLAN, ref, "bail.pdf", PDF, most=len(PDF), person=1, now=NOW)
        digest = kept.sha256
        await submitted(ref, evidence_0_title="Bail", evidence_0_type="document", evidence_0_sha256=digest)
    return digest


async def test_the_file_of_erased_evidence_goes_with_it(database: Engine, tmp_path: Path) -> None:
    digest = await with_file(tmp_path, "1.0")
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    await published(kept)
    assert (await found("evidence.added")).file == digest
    await erased(tmp_path, "evidence.added")
    assert not files.path_of(tmp_path, digest).exists()
    assert await files.with_digest(digest) == []


async def test_a_file_that_something_else_names_stays(sqlite_database: Engine, tmp_path: Path) -> None:
    digest = await with_file(tmp_path, "1.0", "1.1")
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    await published(kept)
    assert (await found("evidence.added")).file_used
    await erased(tmp_path, "evidence.added")
    assert files.path_of(tmp_path, digest).exists()


async def test_content_that_others_build_upon_needs_what_may_remain(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    entry, _one = await the_last("action.added")
    with pytest.raises(Refused, match="Say which part of its content may remain"):
        await erased(tmp_path, "action.added")
    assert (await register.entries(PLAN, entry.index, 1))[0].payload is not None


async def test_mails_that_wait_are_forgotten(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    for number, text in enumerate((f"- 1.0 {NAMED}", "- 1.1 Rien")):
        await outbox.queue("a@example.org", "Reminder", text, text, "reminders", f"key-{number}")
    await erased(tmp_path, "update.published")
    assert (await outbox.counts())[outbox.State.WAITING] == 1


async def test_a_cleaning_removes_what_nobody_can_reach(sqlite_database: Engine, tmp_path: Path) -> None:
    digest = await with_file(tmp_path, "1.0")
    left = files.put(tmp_path, b"left behind")
    os.utime(files.path_of(tmp_path, left), (0, 0))
    os.utime(files.path_of(tmp_path, digest), (0, 0))
    assert await clean(tmp_path) == (1, True)
    assert files.path_of(tmp_path, digest).exists()
    assert not files.path_of(tmp_path, left).exists()


async def test_sealed_editions_made_from_it_are_named_and_lose_their_files(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    entry, _one = await the_last("update.published")
    sealed = await seal_by_hand(tmp_path, plan=PLAN, cut_off=NOW.date())
    places = await find_remnants(await the_plan(), entry, None)
    assert [one.edition for one in places.editions] == [1]
    later = replace(entry, index=sealed.known + 5)
    assert (await find_remnants(await the_plan(), later, None)).editions == ()

    [file] = sealed.files
    assert files.path_of(tmp_path, file.sha256).exists()
    await erased(tmp_path, "update.published")
    assert not files.path_of(tmp_path, file.sha256).exists()
    [edition] = (await the_plan()).reports
    assert edition.files == (file,)
    assert (await verify_plan(PLAN, f"promises.example/{PLAN}", None, tmp_path)).ok
