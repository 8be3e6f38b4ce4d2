"""The demonstration: the shipped plans, three yearly reports, and nothing done twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from tracker.publish.software import software
from tracker.services.load_plan import LoadResult, load
from tracker.services.make_report import Asked, make_report, write_report
from tracker.settings import Settings
from tracker.store import register

REPORTS = (
    ("nantes-nouvelles-solidarites", 2024, "fr"),
    ("alessandria-politiche-sociali", 2025, "it"),
    ("lille-ville-de-la-solidarite", 2006, "fr"),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was loaded, and each report with whether it had to be written."""

    loaded: LoadResult
    reports: tuple[tuple[Path, bool], ...]


async def prepare_demo(actions: Path, settings: Settings, now: datetime) -> Demo:
    """Load every plan folder of ``actions`` and write the reports that are not there as they should be.

    With mistakes in a folder nothing is loaded and no report is written: see ``loaded.problems``.
    """
    loaded = await load(sorted(plan_folders(actions)), now, dry_run=False)
    if loaded.problems:
        return Demo(loaded, ())
    notes = _Notes(settings.data / "demo-reports.json")
    return Demo(loaded, tuple([await _report(*one, settings, now, notes) for one in REPORTS]))


def plan_folders(actions: Path) -> Iterator[Path]:
    return (folder for folder in actions.iterdir() if (folder / "plan.md").is_file())


class _Notes:
    """Which report was written from what, so that a second run need not lay it out again."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}

    def write(self, name: str, mark: str) -> None:
        self.known[name] = mark
        self.file.write_text(json.dumps(self.known, indent=1, sort_keys=True), encoding="utf-8")


async def _report(
    plan: str, year: int, language: str, settings: Settings, now: datetime, notes: _Notes
) -> tuple[Path, bool]:
    head = await register.head(plan)
    made_from = f"{software()} {settings.site_url} {head.hash}"
    file = settings.exports / f"{plan}-{year}-{language}.pdf"
    if file.is_file() and notes.known.get(file.name) == f"{made_from} {_digest(file)}":
        return file, False
    report = await make_report(Asked(plan, year), settings.site_host, now.date())
    file = await write_report(report, language, settings.site_url, settings.exports)
    notes.write(file.name, f"{made_from} {_digest(file)}")
    return file, True


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
