"""The Jinja2 environment that pages and the report share: one a language, strict, escaping.

Filters (``value | name``):
``number`` 12 345 · ``percent`` of hundredths: 12 % · ``day_words`` a day, ``date_words`` a partial date,
``days_words`` a number of days, ``moment_words`` a UTC moment, all in words · ``say`` a message of
``words`` · ``status``, ``timing``, ``horizon``, ``competence``, ``because``, ``evidence_type``,
``organisation_kind``, ``audience``, ``kind`` a closed list's word · ``definition`` of a status ·
``markdown``, ``markdown_inline`` safe HTML, ``markdown_within``, ``markdown_within_line`` in a report ·
``plain`` Markdown's words alone · ``quoted`` in a language's quotation marks · ``bytes`` a size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.domain.date_words import date_in_words, day_in_words
from tracker.domain.dates import PartialDate
from tracker.publish import elision, markdown, words
from tracker.publish.charts.field import WIDTH
from tracker.publish.charts.ink import DARK, page_ink, paper_ink
from tracker.publish.languages import COLON, LANGUAGES, NAMES, QUOTES, SEMICOLON, translations

PACKAGE = Path(__file__).parents[1]
STATIC = PACKAGE / "static"
# A wheel carries the templates inside the package; a checkout has them at its root.
TEMPLATES = next(p for p in (PACKAGE / "templates", PACKAGE.parent / "templates") if p.is_dir())

_WORDS: dict[str, Mapping[Any, str]] = {
    "status": words.STATUS,
    "definition": words.DEFINITION,
    "kind": words.KIND,
    "timing": words.TIMING,
    "horizon": words.HORIZON,
    "competence": words.COMPETENCE,
    "because": words.BECAUSE,
    "evidence_type": words.EVIDENCE,
    "organisation_kind": words.ORGANISATION,
    "audience": words.AUDIENCE,
}


@cache
def environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations(language)
    made.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(elision.callables(catalogue, language))
    made.globals.update(language=language, languages=LANGUAGES, language_names=NAMES, static_url=static_url)
    made.globals.update(page_ink=page_ink, paper_ink=paper_ink, dark_fills=DARK, plot_width=WIDTH)
    made.globals.update(colon=COLON[language], semicolon=SEMICOLON[language])
    made.filters.update(_filters(language, catalogue))
    return made


def render(template: str, language: str, context: Mapping[str, Any]) -> str:
    return environment(language).get_template(template).render(context)


@cache
def static_url(name: str) -> str:
    """The address of a static file, with a mark of its content: it may be kept for ever."""
    mark = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


def _filters(language: str, catalogue: NullTranslations) -> dict[str, Callable[..., Any]]:
    gettext = catalogue.gettext

    def partial(value: PartialDate | None) -> str:
        return date_in_words(value, language) if value else ""

    def day(value: date) -> str:
        return day_in_words(value, language)

    def moment(value: datetime) -> str:
        utc = value.astimezone(UTC)
        return f"{day_in_words(utc.date(), language)}, {utc:%H:%M} UTC"

    def days(value: int) -> str:
        return catalogue.ngettext("%(days)s day", "%(days)s days", value) % {"days": number(value)}

    def number(value: int | Decimal) -> str:
        return format_decimal(value, locale=language, decimal_quantization=False)

    def size(value: int) -> str:
        kilobytes = max(1, round(value / 1000))
        if kilobytes < 1000:
            return gettext("%(size)s kB") % {"size": number(kilobytes)}
        return gettext("%(size)s MB") % {"size": number(Decimal(round(kilobytes / 100)) / 10)}

    def percent(value: int) -> str:
        return format_percent(Decimal(value) / 100, locale=language)

    def quoted(text: str, text_language: str) -> Markup:
        opening, closing = QUOTES.get(text_language, QUOTES["en"])
        return Markup("{}{}{}").format(opening, text, closing)

    def word(messages: Mapping[Any, str]) -> Callable[[Any], str]:
        return lambda value: gettext(messages[value])

    return {
        "date_words": partial,
        "day_words": day,
        "days_words": days,
        "moment_words": moment,
        "number": number,
        "percent": percent,
        "quoted": quoted,
        "bytes": size,
        "say": gettext,
        "markdown": lambda text: markdown.to_html(text),
        "markdown_inline": lambda text: markdown.inline(text),
        "markdown_within": markdown.within,
        "markdown_within_line": markdown.within_line,
        "plain": markdown.to_text,
        "nbsp": lambda text: Markup("&nbsp;").join(str(text).split(" ")),
        **{name: word(messages) for name, messages in _WORDS.items()},
    }
