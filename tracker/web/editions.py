"""Sealed editions as pages show them: their files, what took their place, what the law took out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.editions import Erasure, erased_since
from tracker.domain.state import Plan, Report, Told
from tracker.publish.report.editions import EditionFile, in_order


@dataclass(frozen=True, slots=True)
class ErasureShown:
    """Content of the entry ``entry`` that went ``on`` a day; ``href`` is the entry that says so.

    ``reason`` is in the plan's language.
    """

    entry: int
    on: date
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class EditionShown:
    """``href`` is the edition's own address; ``newest`` the last edition of its period, maybe itself.

    ``others`` are the further editions of the period, the last first, each with its address. With
    ``erasures`` its files are no longer given out.
    """

    report: Report
    href: str
    entry_href: str
    newest: Report
    newest_href: str
    others: tuple[tuple[Report, str], ...]
    files: tuple[EditionFile, ...]
    erasures: tuple[ErasureShown, ...]

    @property
    def superseded(self) -> bool:
        return self.newest.edition > self.report.edition


def edition_shown(plan: Plan, base: str, report: Report, erasures: Sequence[Told]) -> EditionShown:
    """``base`` is the plan's address without a slash at its end; ``erasures`` are those of the whole plan."""
    editions = sorted(
        (one for one in plan.reports if one.period == report.period), key=lambda one: -one.edition
    )
    return EditionShown(
        report=report,
        href=_href(base, report),
        entry_href=f"{base}/register/{report.index}",
        newest=editions[0],
        newest_href=_href(base, editions[0]),
        others=tuple((one, _href(base, one)) for one in editions if one.edition != report.edition),
        files=tuple(in_order(report.files)),
        erasures=tuple(_erasure(base, one) for one in erased_since(report, erasures)),
    )


def _href(base: str, report: Report) -> str:
    return f"{base}/reports/{report.period}/{report.edition}"


def _erasure(base: str, one: Erasure) -> ErasureShown:
    return ErasureShown(one.entry, one.at.date(), one.reason, f"{base}/register/{one.index}")
