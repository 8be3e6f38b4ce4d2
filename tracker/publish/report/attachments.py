"""The data inside a report for archives: its figures, its actions, the register that all of it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.publish.languages import translations
from tracker.publish.pdf import Attachment
from tracker.publish.report.content import Report
from tracker.publish.report.data import report_json
from tracker.publish.report.editions import DATA_FILES, WORDS, Sort, media_type
from tracker.publish.report.table import actions_csv

# How each stands to the document, in the words of PDF/A-3: it was made from the register; the others say the
# same as it.
RELATIONSHIPS = {Sort.REGISTER: "Source", Sort.DATA: "Data", Sort.TABLE: "Data"}


def attachments_of(report: Report, lines: Iterable[bytes], language: str) -> tuple[Attachment, ...]:
    """``lines`` are those of ``register.jsonl`` up to the report's checkpoint, each with its line feed."""
    contents = {
        Sort.TABLE: actions_csv(report),
        Sort.DATA: report_json(report),
        Sort.REGISTER: b"".join(lines),
    }
    say = translations(language).gettext
    return tuple(
        Attachment(name, say(WORDS[sort]), contents[sort], media_type(name), RELATIONSHIPS[sort])
        for name, sort in DATA_FILES.items()
    )
