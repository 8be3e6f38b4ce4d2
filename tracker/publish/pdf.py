"""HTML to a tagged PDF, in a worker process that reaches no network and no file but our fonts and styles.

The worker is this module run as a program: HTML on its standard input, the PDF on its standard output, and
what went wrong on its standard error. It has a limit of time and one of memory; past them it is killed.
The same HTML gives the same bytes: nothing of the machine, the clock or its fonts goes in.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tracker.publish.templating import STATIC

FONTS = Path(__file__).with_name("fonts.conf")
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
# Where a document thinks that it lies: under a name that nobody can have (RFC 2606).
HOST = "tracker.invalid"

MOST_SECONDS = 600
MOST_BYTES = 4_000_000_000

_FAILED = 3


class PdfFailed(Exception):  # noqa: N818 - it reads as what happened
    """A document that could not be made; the message says why."""


async def to_pdf(html: str, *, seconds: float = MOST_SECONDS, most_bytes: int = MOST_BYTES) -> bytes:
    """The PDF/UA-1 of a document. Raises PdfFailed: a forbidden address, an error in it, a limit passed."""
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tracker.publish.pdf",
        str(most_bytes),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
    )
    try:
        made, said = await asyncio.wait_for(worker.communicate(html.encode()), seconds)
    except TimeoutError:
        raise PdfFailed(f"the document was not ready after {seconds:g} seconds; it was given up") from None
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode:
        raise PdfFailed(_why(worker.returncode, said.decode(errors="replace")))
    return made


def _environment() -> dict[str, str]:
    """What the worker may know of us: where Python and its libraries are; no address, no password."""
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "VIRTUAL_ENV", "TMPDIR", "HOME")
    given = {name: os.environ[name] for name in kept if name in os.environ}
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**given, "PYTHONPATH": path, "FONTCONFIG_FILE": str(FONTS), "LC_ALL": "C.UTF-8"}


def _why(code: int, said: str) -> str:
    if code == _FAILED:
        return said.strip()
    last = said.strip().splitlines()[-1:] or ["it said nothing"]
    return f"the worker that makes PDFs ended with {code}: {last[0]}"


# --- the worker ---------------------------------------------------------------------------------------------


def make(html: str) -> bytes:
    """The PDF of a document, in this very process. Raises PdfFailed."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    errors = _Errors()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(errors)
    fetcher = _fetcher()
    try:
        document = HTML(string=html, base_url=f"http://{HOST}/", url_fetcher=fetcher)
        made: bytes = document.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
    except FatalURLFetchingError:
        made = b""
    finally:
        logger.removeHandler(errors)
    # Drawings swallow even what is fatal, hence the second look.
    if fetcher.refused:
        raise PdfFailed(f"the document asks for {fetcher.refused[0][:200]}, which is not part of it")
    if errors.said:
        raise PdfFailed("; ".join(dict.fromkeys(errors.said)))
    return made


class _Errors(logging.Handler):
    """Keeps what WeasyPrint complains of: a document with an error in it is not published."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def static_file(url: str) -> Path | None:
    """The file of ours that an address names: a font, a style or a mark below ``static``; else None."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.netloc != HOST or not parts.path.startswith("/static/"):
        return None
    path = (STATIC / unquote(parts.path).removeprefix("/static/")).resolve()
    inside = path.is_relative_to(STATIC.resolve())
    return path if inside and path.suffix in TYPES and path.is_file() else None


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):  # type: ignore[misc]
        """Answers for our own files only. Nothing is opened for any other address."""

        def __init__(self) -> None:
            super().__init__()
            self.refused: list[str] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            path = static_file(url)
            if path is None:
                self.refused.append(url)
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

    return Ours()


def _work() -> int:
    most_bytes = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # There are none on purpose: see fonts.conf.
    warnings.filterwarnings("ignore", message="No fonts configured")
    html = sys.stdin.buffer.read().decode()
    try:
        made = make(html)
    except PdfFailed as failed:
        sys.stderr.write(str(failed))
        return _FAILED
    except MemoryError:
        sys.stderr.write(f"the document needs more memory than it may have ({most_bytes // 1_000_000} MB)")
        return _FAILED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(_work())
