"""Drafts, remarks, internal notes and people's marks are planted everywhere and found nowhere in public."""

import re
from pathlib import Path
from urllib.parse import urldefrag

from litestar import Litestar

from tests.page import pages_of
from tests.reports import NOW, PLAN, form, plan_to_report_on, published, report, submitted
from tests.uploads import PDF
from tracker.app import create_app
from tracker.domain.register import lines_of
from tracker.publish.languages import LANGUAGES
from tracker.services.keep_file import keep_file
from tracker.services.report_progress import save_draft, submit
from tracker.services.review import send_back
from tracker.settings import Settings
from tracker.store import register
from tracker.store.engine import Engine
from tracker.store.submission_tables import SubmissionAct, SubmissionRow, SubmissionVersion

MARK = "PLANTED"
LINK = re.compile(r'href="(/[^"]*)"')


async def plant() -> None:
    """A report that was returned, corrected and published, another that waits, another still typed."""
    await plan_to_report_on()
    first = await submitted(internal_note=f"{MARK} note", text=f"{MARK} returned text")
    await send_back(first.id, first.version, reviewer=3, remark=f"{MARK} remark", now=NOW)
    again = await report(
        version=first.version, text="Le gichet ouvre.", next_step=f"{MARK} step", internal_note=f"{MARK} two"
    )
    second = await submit(again, NOW)
    clean = form(text="Le guichet ouvre.", internal_note=f"{MARK} three")
    await published(second, correction=clean, remark=f"{MARK} why")
    await submitted("1.1", text=f"{MARK} waiting", status="on-hold", reason=f"{MARK} reason")
    await save_draft(await report("1.2", text=f"{MARK} typing", evidence_0_title=f"{MARK} title"), NOW)


def application(data: Path) -> Litestar:
    folders = {"TRACKER_DATA": str(data), "TRACKER_EXPORTS": str(data / "exports")}
    return create_app(Settings.from_environment(folders), lambda: NOW)


async def test_every_internal_field_was_planted(sqlite_database: Engine) -> None:
    await plant()
    typed = [row["typed"] for row in await SubmissionVersion.select()]
    remarks = [row["remark"] for row in await SubmissionAct.select()]
    assert sum(MARK in text for text in typed) >= 5
    assert sum(MARK in text for text in remarks) == 2
    assert await SubmissionRow.count() == 3


async def test_the_register_holds_no_internal_word(database: Engine) -> None:
    await plant()
    exported = b"".join(lines_of(await register.entries(PLAN))).decode()
    assert MARK not in exported
    assert "Le guichet ouvre." in exported


async def test_no_public_page_or_file_holds_an_internal_word(sqlite_database: Engine, tmp_path: Path) -> None:
    await plant()
    seen, waiting = set[str](), [f"/{language}/" for language in LANGUAGES]
    data = (".json", ".csv", ".atom", ".ics")
    waiting += [f"/fr/{PLAN}/{of}{end}" for of in ("actions", "actions/1.0", "changes") for end in data]
    async with pages_of(application(tmp_path)) as pages:
        while waiting:
            address = waiting.pop()
            answer = await pages.http.get(address)
            seen.add(address)
            assert MARK not in answer.text + str(answer.headers), address
            if answer.headers.get("content-type", "").startswith("text/html"):
                found = {urldefrag(href)[0] for href in LINK.findall(answer.text)}
                waiting += sorted(href for href in found - seen - set(waiting) if "?" not in href)
    assert {f"/fr/{PLAN}/register.jsonl", f"/it/{PLAN}/actions/1.0", f"/en/{PLAN}/register/0"} <= seen


async def test_a_file_of_a_draft_is_named_nowhere(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    kept = await keep_file(tmp_path, PLAN, "1.0", f"{MARK}.pdf", PDF, most=len(PDF), person=1, now=NOW)
    await submitted(evidence_0_title="Bail", evidence_0_type="document", evidence_0_sha256=kept.sha256)
    exported = b"".join(lines_of(await register.entries(PLAN))).decode()
    assert kept.sha256 not in exported
