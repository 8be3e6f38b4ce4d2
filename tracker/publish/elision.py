"""Italian articles before a number said with a vowel: “il 7 maggio”, but “l’8 maggio”, “dall’11 maggio”.

Which number fills the place of a message is known only when it is shown, so that no catalogue can say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from babel.numbers import format_decimal
from babel.support import NullTranslations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

_ARTICLE = re.compile(r"\b(il|al|dal|del|nel|sul) %\((\w+)\)s", re.IGNORECASE)
# Otto and undici, as days of a month begin: 8 and 11, not 18 nor 110.
_VOWEL = re.compile(r"(8|11)\b")


def elide(message: str, places: Mapping[str, object]) -> str:
    """The message with its articles as what fills their places wants them; the places stay to be filled."""

    def fit(found: re.Match[str]) -> str:
        article, name = found[1], found[2]
        if not _VOWEL.match(str(places.get(name, ""))):
            return found[0]
        # il loses its i: l’; the others double their l: all’, dell’.
        elided = {"il": "l", "Il": "L"}.get(article, article + "l")
        return f"{elided}’%({name})s"

    return _ARTICLE.sub(fit, message)


def callables(catalogue: NullTranslations, language: str) -> dict[str, Callable[..., str]]:
    """``gettext`` and ``ngettext`` for templates, in Jinja2’s new style, with Italian articles that fit.

    The number that ``ngettext`` fills in as ``num`` is written as the language writes numbers.
    """

    def fill(context: Context, message: str, places: Mapping[str, object]) -> str:
        fitting = elide(message, places) if language == "it" else message
        # A catalogue's text is safe, and what fills its places is escaped by the formatting.
        return (Markup(fitting) if context.eval_ctx.autoescape else fitting) % places  # noqa: S704

    @pass_context
    def gettext(context: Context, message: str, /, **places: object) -> str:
        return fill(context, catalogue.gettext(message), places)

    @pass_context
    def ngettext(context: Context, one: str, many: str, number: int, /, **places: object) -> str:
        told = {"num": format_decimal(number, locale=language), **places}
        return fill(context, catalogue.ngettext(one, many, number), told)

    return {"gettext": gettext, "ngettext": ngettext}
