"""What a document may ask for: the styles, fonts and marks below ``static``, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from fontTools.ttLib import woff2
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).parents[2] / "static"
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
# Where a document thinks that it lies: under a name that nobody can have (RFC 2606).
HOST = "tracker.invalid"


def static_file(url: str) -> Path | None:
    """The file of ours that an address names: a font, a style or a mark below ``static``; else None."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.netloc != HOST or not parts.path.startswith("/static/"):
        return None
    path = (STATIC / unquote(parts.path).removeprefix("/static/")).resolve()
    inside = path.is_relative_to(STATIC.resolve())
    return path if inside and path.suffix in TYPES and path.is_file() else None


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Answers for our own files only. Nothing is opened for any other address.

    Fonts are unpacked once, and not again for each chapter.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self._read: dict[Path, bytes] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        path = static_file(url)
        if path is None:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        if path not in self._read:
            self._read[path] = _unpacked(path)
        return URLFetcherResponse(url, self._read[path], {"Content-Type": TYPES[path.suffix]})


def _unpacked(path: Path) -> bytes:
    if path.suffix != ".woff2":
        return path.read_bytes()
    unpacked = io.BytesIO()
    with path.open("rb") as packed:
        woff2.decompress(packed, unpacked)
    return unpacked.getvalue()
