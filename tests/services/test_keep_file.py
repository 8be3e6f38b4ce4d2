"""Files as evidence: whole or absent, never written over, and public only with what names them."""

import os
import stat
import time
from hashlib import sha256
from pathlib import Path

import pytest

from tests.histories import about
from tests.reports import NOW, PLAN, plan_to_report_on, published, report, submitted
from tests.uploads import PDF, image
from tracker.domain import events as e
from tracker.services.file_types import FileRefused
from tracker.services.keep_file import content_of, keep_file, published_file, safe_name, vouched
from tracker.services.record import record
from tracker.services.report_progress import save_draft
from tracker.store import files, register, submissions
from tracker.store.engine import Engine
from tracker.store.files import KeptFile, path_of

MEGABYTE = 1024 * 1024


async def kept_pdf(folder: Path, ref: str = "1.0", content: bytes = PDF) -> KeptFile:
    return await keep_file(
        folder, PLAN, ref, "Délibération n° 41.pdf", content, most=MEGABYTE, person=1, now=NOW
    )


async def test_a_file_lies_under_its_digest_and_cannot_be_written_over(
    database: Engine, tmp_path: Path
) -> None:
    kept = await kept_pdf(tmp_path)
    path = path_of(tmp_path, kept.sha256)

    assert kept.sha256 == sha256(PDF).hexdigest()
    assert path.read_bytes() == PDF
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222
    assert list((tmp_path / "files" / "incoming").iterdir()) == []
    before = path.stat().st_ino
    again = await kept_pdf(tmp_path)
    assert (again, path.stat().st_ino, path.read_bytes()) == (kept, before, PDF)


async def test_an_image_is_kept_without_what_it_told_of_its_maker(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    kept = await keep_file(tmp_path, PLAN, "1.0", "a.PNG", image("JPEG"), most=MEGABYTE, person=1, now=NOW)
    assert (kept.media_type, kept.filename) == ("image/jpeg", "a.jpg")
    assert kept.size == path_of(tmp_path, kept.sha256).stat().st_size


async def test_a_file_that_is_too_large_is_refused_and_not_kept(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused, match=r"has 2 MB; 1 MB is the most"):
        await kept_pdf(tmp_path, content=b"%PDF-" + b"\0" * MEGABYTE)
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Délibération n° 41.PDF", "Deliberation-n-41.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\bilan.final.pdf", "bilan-final.pdf"),
        ('a"; filename=evil.html', "a-filename-evil.pdf"),
        ("a\r\nSet-Cookie: x", "a-Set-Cookie-x.pdf"),
        ("…", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_fit_for_a_download(name: str, kept: str) -> None:
    assert safe_name(name, ".pdf") == kept


async def test_what_a_stopped_process_left_is_swept_a_day_later(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    incoming = tmp_path / "files" / "incoming"
    incoming.mkdir(parents=True)
    old, fresh = incoming / "old", incoming / "fresh"
    for left in (old, fresh):
        left.write_bytes(b"half a file")
    os.utime(old, (time.time() - files.INCOMING_KEPT_SECONDS - 60,) * 2)

    await kept_pdf(tmp_path)
    assert sorted(incoming.iterdir()) == [fresh]


async def test_a_form_can_only_name_files_that_were_given_for_its_action(
    database: Engine, tmp_path: Path
) -> None:
    kept, other = await kept_pdf(tmp_path), await kept_pdf(tmp_path, "1.1", PDF + b"\n")
    typed = {
        "evidence-0-sha256": kept.sha256,
        "evidence-0-filename": "evil.html",
        "evidence-0-media_type": "text/html",
        "evidence-1-sha256": other.sha256,
        "evidence-1-title": "D’ailleurs",
    }

    assert await vouched(typed, PLAN, "1.0") == {
        "evidence-0-sha256": kept.sha256,
        "evidence-0-filename": "Deliberation-n-41.pdf",
        "evidence-0-media_type": "application/pdf",
        "evidence-0-size": str(len(PDF)),
        "evidence-1-title": "D’ailleurs",
    }


async def test_a_file_is_public_once_published_evidence_names_it_and_not_before(
    database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    kept = await kept_pdf(tmp_path)
    assert await published_file(kept.sha256) is None
    await save_draft(await report("1.1"), NOW)

    waiting = await submitted(
        evidence_0_type="document", evidence_0_title="Délibération", evidence_0_sha256=kept.sha256
    )
    assert await published_file(kept.sha256) is None
    await published(waiting)

    assert await published_file(kept.sha256) == kept
    assert await content_of(tmp_path, kept) == PDF
    *_, given, _news = await register.entries(PLAN)
    assert isinstance(given.event, e.EvidenceAdded)
    assert (given.event.sha256, given.event.size, given.event.filename) == (
        kept.sha256,
        len(PDF),
        "Deliberation-n-41.pdf",
    )


async def test_withdrawn_evidence_stays_readable_and_erased_evidence_does_not(
    database: Engine, tmp_path: Path
) -> None:
    await plan_to_report_on()
    kept = await kept_pdf(tmp_path)
    waiting = await submitted(
        text="", evidence_0_type="document", evidence_0_title="Bail", evidence_0_sha256=kept.sha256
    )
    await published(waiting)
    given = (await register.entries(PLAN))[-1]
    withdrawn = e.EvidenceWithdrawn(id="document-1", reason="Ce n’est pas le bon bail.")
    await record(PLAN, [about("1.0", withdrawn, NOW.date())], NOW)
    assert await published_file(kept.sha256) == kept

    remains = {"id": "document-1", "type": "figure", "title": "Bail"}
    erased = e.ContentErased(entry=given.index, reason="Données personnelles.", remains=remains)
    await record(PLAN, [about("1.0", erased, NOW.date())], NOW)
    assert await published_file(kept.sha256) is None
    assert await submissions.by_id(waiting.id) is not None


async def test_a_file_that_was_tampered_with_is_not_given_out(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    kept = await kept_pdf(tmp_path)
    path = path_of(tmp_path, kept.sha256)
    path.chmod(0o640)
    path.write_bytes(PDF + b"changed")
    with pytest.raises(ValueError, match="is not what was given"):
        await content_of(tmp_path, kept)
