"""One chapter laid out by WeasyPrint: its pages as a PDF, and where its headings and anchors lie."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

import weasyprint.pdf
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from tracker.publish.press import quick
from tracker.publish.press.files import HOST, Fetcher
from tracker.publish.press.laid import POINTS, About, Bookmark, Laid
from tracker.publish.press.order import PdfFailed
from tracker.publish.press.source import Images, Source
from tracker.publish.press.tags import add_tags

# Ours, since no other way leads to them: see there.
weasyprint.pdf.add_tags = add_tags
quick.install()


class Press:
    """Reads styles and fonts once; then lays out one chapter after the other."""

    def __init__(self, styles: tuple[str, ...]) -> None:
        """Raises PdfFailed: a style sheet that is not ours, or asks for what is not."""
        self._fetcher = Fetcher()
        self._fonts = FontConfiguration()
        self._errors = _Errors()
        logging.getLogger("weasyprint").addHandler(self._errors)
        self._styles = []
        try:
            for style in styles:
                self._styles.append(self._style(f"http://{HOST}{style}"))
        except FatalURLFetchingError:
            pass
        self._complain()

    def lay_out(self, html: str, *, tagged: bool = True) -> Laid:
        """Raises PdfFailed: a forbidden address, or an error in the document."""
        laid = None
        with contextlib.suppress(FatalURLFetchingError):
            laid = self._laid(html, tagged)
        # Drawings swallow even what is fatal, hence the second look.
        self._complain()
        assert laid is not None  # noqa: S101 - else the fetcher has refused something
        return laid

    def _style(self, url: str) -> Any:
        return CSS(url=url, url_fetcher=self._fetcher, font_config=self._fonts)

    def _laid(self, html: str, tagged: bool) -> Laid:
        source = Source(string=html, base_url=f"http://{HOST}/", url_fetcher=self._fetcher)
        variant = "pdf/ua-1" if tagged else None
        document = source.render(
            font_config=self._fonts,
            stylesheets=self._styles,
            pdf_variant=variant,
            cache=Images(self._fetcher),
        )
        if not document.metadata.lang:
            raise PdfFailed("the document does not say its language (lang)")
        bookmarks: list[Bookmark] = []
        anchors: dict[str, tuple[int, float, float]] = {}
        for number, page in enumerate(document.pages):
            for level, label, (x, y), state in page.bookmarks:
                bookmarks.append(Bookmark(level, label, number, *_points(page, x, y), open=state == "open"))
            for name, (x, y, _, _) in page.anchors.items():
                anchors.setdefault(name, (number, *_points(page, x, y)))
            # The binder makes both for the whole document.
            page.bookmarks, page.anchors = [], {}
            # WeasyPrint makes links of whatever stands inside of one, too.
            page.links = [link for link in page.links if link[3].element_tag == "a"]
        pdf = document.write_pdf(pdf_variant=variant)
        return Laid(pdf, len(document.pages), bookmarks, anchors, _about(document.metadata))

    def _complain(self) -> None:
        refused, said = self._fetcher.refused, self._errors.said
        self._fetcher.refused, self._errors.said = [], []
        if refused:
            raise PdfFailed(f"the document asks for {refused[0][:200]}, which is not part of it")
        if said:
            raise PdfFailed("; ".join(dict.fromkeys(said)))


def _points(page: Any, x: float, y: float) -> tuple[float, float]:
    return round(x * POINTS, 2), round((page.height - y) * POINTS, 2)


def _about(metadata: Any) -> About:
    return About(
        title=metadata.title or "",
        language=metadata.lang or "",
        author=", ".join(metadata.authors),
        description=metadata.description or "",
        generator=metadata.generator or "",
        created=metadata.created or "",
        modified=metadata.modified or "",
    )


class _Errors(logging.Handler):
    """Keeps what WeasyPrint complains of: a document with an error in it is not published."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
