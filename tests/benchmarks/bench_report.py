"""The yearly report as a PDF, beside Chromium's print of the same HTML in the same run.

Seconds are of the clock and of the processors; on a machine that others use, the latter and the ratios tell
more. Memory is that of all processes together. ``./run bench -k report`` runs this file alone.
"""

import asyncio
import contextlib
import http.server
import io
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.async_api import async_playwright

from tests.benchmarks.large_plan import large_plan
from tests.browser.conftest import FLAGS, NAMES
from tests.publish.test_report import report
from tracker.publish.pdf import to_pdf
from tracker.publish.press.files import STATIC, TYPES
from tracker.publish.report.document import paper

SIZES = (50, 500, 2_000)


@dataclass(frozen=True)
class Taken:
    """What a PDF took: seconds of the clock and of processors, megabytes of all processes."""

    seconds: float
    processor: float
    megabytes: int
    pages: int
    kilobytes: int

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s ({self.processor:.1f} s of processor), {self.pages} pages, "
            f"{self.pages / self.seconds:.1f} pages a second, {self.megabytes} MB, file {self.kilobytes} kB"
        )


@contextmanager
def site(html: str) -> Iterator[str]:
    """The document and our static files on loopback, for Chromium."""

    class Ours(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].removeprefix("/static/")
            page = self.path == "/"
            if not page and not (STATIC / name).is_file():
                self.send_error(404)
                return
            content = html.encode() if page else (STATIC / name).read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if page else TYPES[Path(name).suffix])
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the library
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ours)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def ours(html: str, shelf: Path) -> Taken:
    watch = Watch()
    async with watch:
        start = time.perf_counter()
        made = await to_pdf(html, shelf=shelf, seconds=3_600)
        seconds = time.perf_counter() - start
    return _taken(made, seconds, watch)


async def chromium(html: str, executable: str) -> Taken:
    watch = Watch()
    async with watch, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        page = await browser.new_page()
        with site(html) as address:
            start = time.perf_counter()
            await page.goto(address, timeout=0)
            made = await page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
            seconds = time.perf_counter() - start
        await browser.close()
    return _taken(made, seconds, watch)


def _taken(made: bytes, seconds: float, watch: "Watch") -> Taken:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pages = len(pdf.pages)
    return Taken(seconds, sum(watch.processor.values()), watch.megabytes, pages, len(made) // 1000)


class Watch:
    """Memory and time of all processes below this one, looked at ten times a second.

    ``megabytes`` is the most that they had together, what several share counted once; ``processor`` the
    seconds of each.
    """

    def __init__(self) -> None:
        self.megabytes = 0
        self.processor: dict[str, float] = {}

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._look())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _look(self) -> None:
        while True:
            kilobytes = 0
            for process in _below(str(os.getpid())):
                with contextlib.suppress(OSError):
                    kilobytes += int((process / "smaps_rollup").read_text().partition("\nPss:")[2].split()[0])
                    times = (process / "stat").read_text().rpartition(") ")[2].split()[11:13]
                    self.processor[process.name] = sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
            self.megabytes = max(self.megabytes, kilobytes // 1_000)
            await asyncio.sleep(0.1)


def _below(process: str) -> Iterator[Path]:
    """The processes that one has started, and theirs."""
    with contextlib.suppress(OSError):
        for thread in (Path("/proc") / process / "task").iterdir():
            for child in (thread / "children").read_text().split():
                yield Path("/proc") / child
                yield from _below(child)


@pytest.mark.parametrize("actions", SIZES)
async def test_report_of_a_large_plan(actions: int, tmp_path: Path) -> None:
    made = report(large_plan(actions), 2024)
    html = paper(made, "fr", "https://promises.example")
    print(f"\nReport on {actions} actions, {len(html) // 1000} kB of HTML")

    first = await ours(html, tmp_path)
    print(f"  laid out: {first}")
    changed = re.sub(r'(<section id="opening"[^>]*>)', r"\1<p>Une phrase de plus.</p>", html)
    assert changed != html
    again = await ours(changed, tmp_path)
    print(f"  its opening changed: {again}")

    if executable := os.environ.get("TRACKER_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None):
        printed = await chromium(html, executable)
        print(f"  Chromium: {printed}")
        print(
            f"  {first.seconds / printed.seconds:.1f} × Chromium's time, "
            f"{first.processor / printed.processor:.1f} × its processors', "
            f"{first.megabytes / printed.megabytes:.1f} × its memory"
        )
