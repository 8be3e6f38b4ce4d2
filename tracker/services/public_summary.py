"""Summaries of reports that nobody has sealed: made when a reader asks for one, and kept in memory.

Anybody may ask, so a process makes one at a time, with one processor and within a minute or so, and turns
readers away when too many different ones are asked for at once. Nothing is written to disk: what the law
takes out of a register is gone with ``forget``.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path

from tracker.publish.pdf import PdfFailed
from tracker.publish.report.content import Report
from tracker.services.make_report import summary_pdf

MOST_BYTES = 32_000_000
# Different summaries that may wait, the one being made included.
MOST_WAITING = 4
# Four pages take some seconds; what takes longer is ill.
MOST_SECONDS = 90.0
MOST_MEMORY = 1_500_000_000

Make = Callable[[], Awaitable[bytes]]


class Busy(Exception):  # noqa: N818 - it reads as what happened
    """Too many summaries are being made; another time."""


async def summary_for_anybody(report: Report, language: str, site_url: str) -> bytes:
    """The summary, made within limits that bear anybody's asking. Raises PdfFailed."""
    with tempfile.TemporaryDirectory(prefix="tracker-summary-") as folder:
        return await summary_pdf(
            report,
            language,
            site_url,
            seconds=MOST_SECONDS,
            most_bytes=MOST_MEMORY,
            processes=1,
            shelf=Path(folder),
        )


class Summaries:
    """The summaries that this process has made, by a name that says all that decides on their bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._made: OrderedDict[str, bytes | PdfFailed] = OrderedDict()
        self._being_made: dict[str, asyncio.Task[bytes]] = {}
        self._one = asyncio.Lock()
        self._size, self._most = 0, most_bytes

    async def get(self, name: str, make: Make) -> bytes:
        """The summary of a name, made by ``make`` unless it is there. A reader who goes away stops nothing.

        Raises Busy, and PdfFailed also when it failed before: it would again.
        """
        found = self._made.get(name)
        if isinstance(found, PdfFailed):
            raise found
        if found is not None:
            self._made.move_to_end(name)
            return found
        making = self._being_made.get(name)
        if making is None:
            if len(self._being_made) >= MOST_WAITING:
                raise Busy
            making = self._being_made[name] = asyncio.create_task(self._make(name, make))
            making.add_done_callback(lambda task: self._over(name, task))
        return await asyncio.shield(making)

    async def _make(self, name: str, make: Make) -> bytes:
        async with self._one:
            try:
                made = await make()
            except PdfFailed as failed:
                self._keep(name, failed)
                raise
            self._keep(name, made)
            return made

    def _over(self, name: str, task: asyncio.Task[bytes]) -> None:
        if self._being_made.get(name) is task:
            del self._being_made[name]
        if not task.cancelled():
            task.exception()  # who asked may be gone: then nobody else takes notice of it

    def _keep(self, name: str, made: bytes | PdfFailed) -> None:
        if self._being_made.get(name) is not asyncio.current_task():
            return  # forgotten while it was being made
        self._made[name] = made
        self._size += _size(made)
        while self._size > self._most:
            _, dropped = self._made.popitem(last=False)
            self._size -= _size(dropped)

    def forget(self) -> None:
        """Forget everything, also what is just being made."""
        self._made.clear()
        self._being_made.clear()
        self._size = 0


def _size(made: bytes | PdfFailed) -> int:
    return len(made) if isinstance(made, bytes) else len(str(made))
