"""The printed reports of the shipped plans, page by page: none with a line or two, no heading at a foot."""

import html as markup
import re
import subprocess
from pathlib import Path

import pytest
from babel.dates import get_month_names

from tests.histories import NOW
from tests.sealed import HOST
from tracker.publish.pdf import to_pdf
from tracker.publish.report.document import paper
from tracker.services.make_report import Asked, make_report
from tracker.store.engine import Engine

# The cover and the contents have their own rhythm.
FRONT = 2
# Less would look like a mistake: a heading and a few lines, or the last rows of a table under its head.
FEWEST_LINES = 7
SHIPPED = [
    ("lille-ville-de-la-solidarite", 2006, "fr"),
    ("versilia-inclusione-sociale", 2015, "it"),
    ("alessandria-politiche-sociali", 2019, "it"),
    ("nantes-nouvelles-solidarites", 2024, "fr"),
    ("nantes-nouvelles-solidarites", 2023, "en"),
]
HEADING = re.compile(r"<(?:h[234]|caption|p class=\"label\")>(.*?)</", re.DOTALL)


def pages_of(made: bytes, folder: Path) -> list[list[str]]:
    """The lines of each page as they stand on paper, without its head and foot."""
    file = folder / "report.pdf"
    file.write_bytes(made)
    read = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    )
    pages = (page.splitlines() for page in read.stdout.split("\f")[:-1])
    return [[line.strip() for line in page if line.strip()][1:-1] for page in pages]


def headings(document: str) -> set[str]:
    found = (re.sub(r"<[^>]+>", "", heading) for heading in HEADING.findall(document))
    return {" ".join(markup.unescape(heading).split()) for heading in found}


def divided_months(language: str) -> re.Pattern[str]:
    """A line whose end is the beginning of a month and a hyphen."""
    months = (name for name in get_month_names("wide", locale=language).values() if len(name) > 4)
    parts = {name[:length] for name in months for length in range(2, len(name) - 1)}
    return re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(parts))})-(?:\s\s|$)", re.IGNORECASE)


@pytest.mark.parametrize(("plan", "year", "language"), SHIPPED)
async def test_no_page_is_left_with_a_line_or_two(
    plan: str, year: int, language: str, loaded_database: Engine, tmp_path: Path
) -> None:
    made = await make_report(Asked(plan, year), HOST, NOW.date())
    document = paper(made, language, "https://promises.example")
    pages = pages_of(await to_pdf(document), tmp_path)
    assert len(pages) > FRONT
    known, divided = headings(document), divided_months(language)
    for number, lines in enumerate(pages[FRONT:], FRONT + 1):
        assert len(lines) >= FEWEST_LINES, f"page {number}: {lines}"
        assert " ".join(lines[-1].split()) not in known, f"page {number} ends with the heading {lines[-1]}"
        assert not [line for line in lines if divided.search(line)], f"page {number} divides a month"
