"""Editions of reports sealed with small files, for tests that need no PDF to be laid out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.histories import NOW
from tracker.domain import events as e
from tracker.domain.register import Draft, checkpoint
from tracker.publish.report.editions import DATA_FILES
from tracker.services.edition_files import ToMake, contents
from tracker.services.make_report import Asked, make_report
from tracker.services.record import record
from tracker.store import files, register

PLAN = "quimper"
HOST = "promises.example"
PAPER = b"%PDF-1.7 a small paper\n"


async def seal_by_hand(
    data: Path, given: dict[str, bytes] | None = None, *, plan: str = PLAN, by: str = "ville", **fields: Any
) -> e.ReportSealed:
    """Keep files below ``data`` and record that they are the report of 2024 from all that is recorded."""
    kept = {f"{plan}-2024-edition-1-fr.pdf": PAPER} if given is None else given
    point = checkpoint(f"{HOST}/{plan}", await register.entries(plan))
    usual: dict[str, Any] = {
        "year": 2024,
        "edition": 1,
        "cut_off": date(2024, 12, 31),
        "known": point.size,
        "checkpoint": point.text,
        "files": tuple(e.SealedFile(name, files.put(data, one), len(one)) for name, one in kept.items()),
    }
    event = e.ReportSealed(**{**usual, **fields})
    await record(plan, [Draft(NOW.date(), by, "plan", event)], NOW)
    return event


async def data_files(plan: str = PLAN, **asked: Any) -> dict[str, bytes]:
    """The data files of the report of 2024, edition 1, as sealing would make them now."""
    known = (await register.head(plan)).size
    question = Asked(plan, 2024, date(2024, 12, 31), known=known, edition=1, **asked)
    report = await make_report(question, HOST, NOW.date())
    wanted = [ToMake(name, sort) for name, sort in DATA_FILES.items()]
    made = contents(wanted, report, question, f"https://{HOST}", lambda name: None)
    return {one.name: content async for one, content in made}


def spoil(data: Path, digest: str, content: bytes | None = b"spoiled") -> None:
    """Alter a kept file, or remove it, as somebody at the disk would."""
    lying = files.path_of(data, digest)
    if content is None:
        lying.unlink()
        return
    lying.chmod(0o640)
    lying.write_bytes(content)


def digest_of(event: e.ReportSealed, name: str) -> str:
    return next(file.sha256 for file in event.files if file.name == name)
