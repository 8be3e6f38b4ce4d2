"""Drafts, remarks, internal notes and people's marks are planted everywhere and found nowhere in public."""

import asyncio
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from litestar import Litestar
from piccolo.columns import Text, Varchar
from piccolo.table import Table

from tests.page import pages_of
from tests.reports import NOW, PLAN, form, plan_to_report_on, published, report, submitted
from tests.staff_site import make_person
from tests.uploads import PDF
from tracker.app import create_app
from tracker.domain.preparation import Period
from tracker.domain.register import lines_of
from tracker.domain.reminders import Digest, Matter, Reason, Recipient
from tracker.publish.languages import LANGUAGES
from tracker.services.amend import Author, amend, correction
from tracker.services.background import LEASE
from tracker.services.keep_file import keep_file
from tracker.services.make_report import Asked, make_report, write_report
from tracker.services.prepare_report import Doer, begin, plan_today, save
from tracker.services.record import Refused
from tracker.services.report_progress import save_draft, submit
from tracker.services.review import send_back
from tracker.settings import Settings
from tracker.store import (
    attempts,
    background_jobs,
    link_checks,
    links,
    outbox,
    people,
    register,
    reminder_log,
    sessions,
    staff_log,
)
from tracker.store.background_jobs import Kind
from tracker.store.engine import Engine
from tracker.store.link_checks import Answer, Checked
from tracker.store.staff_log import Act
from tracker.store.tables import ActionState, PlanState, RegisterEntry, RegisterHead

MARK = "PLANTED"
PERSON = "planted@staff.example"
LINK = re.compile(r'href="(/[^"]*)"')
# Tables whose every text is public, by way of the register; in all others every text is internal.
PUBLIC = (RegisterEntry, RegisterHead, PlanState, ActionState)
# Texts of internal tables that come from closed lists, or that the software itself makes.
CLOSED = {
    *("plan", "reference", "organisation", "stage", "act", "outcome", "reason", "kind", "state", "role"),
    *("at", "on", "job", "done", "held_until", "language", "address", "changed_at", "queued_at", "due_at"),
    *("done_at", "lease_until", "lease", "holder", "token", "sha256", "media_type", "made_at", "seen_at"),
    *("ends_at", "used_at", "token_hash", "published", "unsubscribe", "mail", "person", "purpose", "key"),
    *("period", "since", "step", "asked_at", "started_at", "checked_at", "digest", "file", "tablename"),
}


async def plant(folder: Path) -> None:
    """A mark in every internal text: reports in all stages, threads, files, people, sessions, log, mails."""
    await plan_to_report_on()
    await plant_people()
    file = await keep_file(folder, PLAN, "1.3", f"{MARK}.pdf", PDF, most=len(PDF), person=1, now=NOW)
    first = await submitted(internal_note=f"{MARK} note", text=f"{MARK} returned text")
    await send_back(first.id, first.version, reviewer=3, remark=f"{MARK} remark", now=NOW)
    again = await report(
        version=first.version, text="Le gichet ouvre.", next_step=f"{MARK} step", internal_note=f"{MARK} two"
    )
    second = await submit(again, NOW)
    clean = form(text="Le guichet ouvre.", internal_note=f"{MARK} three")
    await published(second, correction=clean, remark=f"{MARK} why")
    await submitted("1.1", text=f"{MARK} waiting", status="on-hold", reason=f"{MARK} reason")
    draft = await report(
        "1.3", text=f"{MARK} typing", evidence_0_title=f"{MARK} title", evidence_0_sha256=file.sha256
    )
    await save_draft(draft, NOW)
    await plant_post()
    await plant_council()
    author = Author(PERSON, MARK)
    ((_entry, told),) = await register.recorded(PLAN, 0, 1)
    with pytest.raises(Refused):  # a correction that was never published
        await amend(PLAN, told, correction(told, None, f"{MARK} correction"), author, NOW)


async def plant_people() -> None:
    """Somebody who may do everything, who signed in and asked for a link."""
    for _n in range(3):
        person = await make_person(PERSON if not _n else f"{_n}-{PERSON}", "administrator", now=NOW)
    await people.change(person.id, totp_secret=f"{MARK}secret", password=f"{MARK}password")
    await people.change(person.id, issuer=f"https://{MARK}.example", subject=f"{MARK}subject")
    await people.keep_codes(person.id, [f"{MARK}code"])
    through = sessions.Through(issuer=f"https://{MARK}.example", id_token=f"{MARK}token")
    token = await sessions.begin(
        person.id, NOW, complete=True, address=MARK, agent=f"{MARK} agent", through=through
    )
    session = await sessions.find(token, NOW)
    assert session is not None
    await sessions.tell(session.id, f"{MARK} flash")
    await sessions.keep_setup_secret(session.id, f"{MARK}setup")
    await staff_log.note(Act.INVITED, NOW, by=PERSON, about=PERSON, detail=f"{MARK} detail", address=MARK)
    await attempts.count({f"{MARK}:account": 9}, NOW)
    await links.make(person.id, links.Purpose.EMAIL, NOW, PERSON)


async def plant_post() -> None:
    """Mails that wait and that failed, and what people were reminded of."""
    for number in range(2):
        await outbox.queue(
            PERSON, f"{MARK} subject", f"{MARK} text", MARK, "reminders", f"{MARK}{number}", at=NOW
        )
    mail = await outbox.claim(NOW, timedelta(hours=1))
    assert mail is not None
    await outbox.give_up(mail, NOW, f"{MARK} trouble")
    matter = Matter(PLAN, "1.2", Reason.LATE, 7, "ccas")
    await reminder_log.note(Digest(Recipient("1", PERSON, "fr"), (matter,)), f"{MARK}1", NOW.date())


async def plant_council() -> None:
    """A report of the council that is being written, a draft of it that failed, and links that were asked."""
    person = await people.by_email(PERSON)
    assert person
    plan = await plan_today(PLAN, NOW.date())
    preparation = await begin(plan, Period(2024), NOW.date(), Doer(person, MARK), NOW)
    words = {"foreword": f"{MARK} foreword", "comment-1": f"{MARK} comment", "reason": f"{MARK} reason"}
    await save(preparation, 1, words, person.id, NOW)
    await background_jobs.queue(PLAN, preparation, 2, Kind.PREVIEW, person.id, NOW, "fr")
    job = await background_jobs.claim(NOW, LEASE)
    assert job
    await background_jobs.end(job, NOW, trouble=f"{MARK} trouble")
    await link_checks.keep(PLAN, Checked(f"https://{MARK}.example/", NOW, Answer.GONE, 404))


def application(data: Path) -> Litestar:
    folders = {"TRACKER_DATA": str(data), "TRACKER_EXPORTS": str(data / "exports")}
    return create_app(Settings.from_environment(folders), lambda: NOW)


async def test_every_internal_field_was_planted(sqlite_database: Engine, tmp_path: Path) -> None:
    """Each text column of each internal table that people can write in holds the mark, in some row."""
    await plant(tmp_path)
    bare = []
    for table in (table for table in Table.__subclasses__() if table.__module__.startswith("tracker.store")):
        if table in PUBLIC:
            continue
        rows = await table.select()
        for column in table._meta.columns:
            name = column._meta.name
            if isinstance(column, Varchar | Text) and name not in CLOSED:
                texts = " ".join(str(row[name]) for row in rows)
                if MARK not in texts and PERSON not in texts:
                    bare.append(f"{table._meta.tablename}.{name}")
    assert bare == []


async def test_the_register_holds_no_internal_word(database: Engine, tmp_path: Path) -> None:
    await plant(tmp_path)
    exported = b"".join(lines_of(await register.entries(PLAN))).decode()
    assert MARK not in exported
    assert PERSON not in exported
    assert "Le guichet ouvre." in exported


async def test_no_public_page_or_file_holds_an_internal_word(sqlite_database: Engine, tmp_path: Path) -> None:
    await plant(tmp_path)
    seen, waiting = set[str](), [f"/{language}/" for language in LANGUAGES]
    data = ("", ".json", ".csv", ".atom", ".ics")
    pages_of_plan = ("actions", "actions/1.0", "actions/1.1", "actions/1.3", "changes", "register.jsonl")
    waiting += [f"/{la}/{PLAN}/{of}{end}" for la in LANGUAGES for of in pages_of_plan for end in data]
    waiting += [
        f"/{la}/{PLAN}{end}" for la in LANGUAGES for end in (".json", ".atom", ".ics", "/reports/2024.pdf")
    ]
    waiting += [f"/fr/{PLAN}/at/2024-09-10/{of}" for of in ("", "?known=then", "actions/1.0?known=then")]
    async with pages_of(application(tmp_path)) as pages:
        while waiting:
            address = waiting.pop()
            answer = await pages.http.get(address)
            seen.add(address)
            told = answer.text + str(answer.headers)
            assert MARK not in told, address
            assert PERSON not in told, address
            if answer.headers.get("content-type", "").startswith("text/html"):
                found = {urldefrag(href)[0] for href in LINK.findall(answer.text)}
                # A PDF is packed, so that no word would be found in it: the next test reads one.
                found = {href for href in found if not href.endswith("/summary.pdf")}
                waiting += sorted(href for href in found - seen - set(waiting) if "?" not in href)
    for language in LANGUAGES:
        assert f"/{language}/{PLAN}/actions/1.0" in seen
        assert f"/{language}/{PLAN}/register/0" in seen


async def test_no_report_on_paper_holds_an_internal_word(sqlite_database: Engine, tmp_path: Path) -> None:
    await plant(tmp_path)
    report_made = await make_report(Asked(PLAN, 2024), "city.example", NOW.date())
    file = await write_report(report_made, "fr", "https://city.example", tmp_path)
    text = await asyncio.to_thread(text_of_pdf, file)
    assert "Le guichet ouvre." in text
    for planted in (MARK, PERSON):
        assert planted not in text
        assert planted.encode() not in file.read_bytes()


def text_of_pdf(file: Path) -> str:
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout


async def test_a_file_of_a_draft_is_named_nowhere(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    kept = await keep_file(tmp_path, PLAN, "1.0", f"{MARK}.pdf", PDF, most=len(PDF), person=1, now=NOW)
    await submitted(evidence_0_title="Bail", evidence_0_type="document", evidence_0_sha256=kept.sha256)
    exported = b"".join(lines_of(await register.entries(PLAN))).decode()
    assert kept.sha256 not in exported
