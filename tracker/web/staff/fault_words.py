"""Faults of typed forms, told at their fields with days in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.domain.date_words import day_in_words
from tracker.domain.reader import Fault
from tracker.publish.languages import translations
from tracker.web.forms import Form


def tell_faults(form: Form, faults: Iterable[Fault], language: str) -> None:
    """``language`` is the page's."""
    for fault in faults:
        values = {name: _in_words(value, language) for name, value in fault.values.items()}
        told = translations(language).gettext(fault.message).format(**values)
        form.faults.setdefault(fault.field, told)


def _in_words(value: object, language: str) -> object:
    return day_in_words(value, language) if isinstance(value, date) else value
