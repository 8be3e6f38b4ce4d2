"""The three languages of the public pages, and their catalogues.

Messages are written in English in code and templates; ``tracker/locales`` holds French and Italian. The
catalogues are read from their ``.po`` files once, so that there is nothing to compile and nothing to forget.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from tracker.domain.date_words import LANGUAGES

LOCALES = Path(__file__).parents[1] / "locales"
NAMES = {"fr": "Français", "it": "Italiano", "en": "English"}
# French sets a space that no line may break before high punctuation and inside its quotation marks.
COLON = {"fr": "\u00a0:", "it": ":", "en": ":"}
SEMICOLON = {"fr": "\u202f;", "it": ";", "en": ";"}
QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "it": ("«", "»"), "en": ("“", "”")}

__all__ = ["COLON", "LANGUAGES", "NAMES", "QUOTES", "SEMICOLON", "preferred", "translations"]


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English is the language of the messages themselves."""
    path = LOCALES / language / "LC_MESSAGES" / "tracker.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def preferred(accept_language: str) -> str:
    """The public language that a reader's browser likes best, French when it likes none."""
    wishes: list[tuple[float, str]] = []
    for part in accept_language[:1000].split(","):
        found = re.match(r"\s*([a-z]{2})\b[^;]*(?:;\s*q\s*=\s*([01](?:\.\d+)?))?", part.lower())
        if found and found[1] in LANGUAGES:
            wishes.append((-float(found[2] or 1), found[1]))
    return min(wishes, key=lambda wish: wish[0])[1] if wishes else LANGUAGES[0]
