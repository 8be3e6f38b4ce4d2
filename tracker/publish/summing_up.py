"""What became of a plan in a few sentences, from its figures, in words that agree with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_decimal

from tracker.domain.figures import Figures, Read, figures, of_kind
from tracker.domain.messages import _
from tracker.domain.status import Kind, Status
from tracker.publish.languages import SEMICOLON, translations

Plural = tuple[str, str]


def ngettext(one: str, many: str) -> Plural:
    """Marks a message for the catalogues, in the two forms that English has."""
    return one, many


TOTAL = {
    Kind.COMMITMENT: ngettext("Of %(count)s commitment", "Of %(count)s commitments"),
    Kind.PROPOSAL: ngettext("Of %(count)s proposal", "Of %(count)s proposals"),
}
# In the order in which people ask: what is there, what is coming, what will not come.
CLAUSES: dict[Kind, dict[Status, Plural]] = {
    Kind.COMMITMENT: {
        Status.DELIVERED: ngettext("%(count)s is delivered", "%(count)s are delivered"),
        Status.PARTLY_DELIVERED: ngettext("%(count)s is partly delivered", "%(count)s are partly delivered"),
        Status.IN_PROGRESS: ngettext("%(count)s is in progress", "%(count)s are in progress"),
        Status.PLANNED: ngettext("%(count)s has not begun", "%(count)s have not begun"),
        Status.ON_HOLD: ngettext("%(count)s is on hold", "%(count)s are on hold"),
        Status.ABANDONED: ngettext("%(count)s was abandoned", "%(count)s were abandoned"),
        Status.MERGED: ngettext("%(count)s was merged into another", "%(count)s were merged into others"),
    },
    Kind.PROPOSAL: {
        Status.ACCEPTED: ngettext("%(count)s was accepted", "%(count)s were accepted"),
        Status.DECLINED: ngettext("%(count)s was declined", "%(count)s were declined"),
        Status.REFERRED: ngettext("%(count)s was referred elsewhere", "%(count)s were referred elsewhere"),
        Status.MERGED: ngettext("%(count)s was merged into another", "%(count)s were merged into others"),
        Status.UNDER_REVIEW: ngettext("%(count)s is under review", "%(count)s are under review"),
        Status.SUBMITTED: ngettext("%(count)s has had no answer", "%(count)s have had no answer"),
    },
}
SENTENCE = _("%(start)s, %(clauses)s.")
NONE_DELIVERED = _("none is delivered")
NOTHING = _("No action has been entered yet.")
KEPT_LATE = ngettext(
    "%(count)s commitment of %(promised)s was kept after its due date.",
    "%(count)s commitments of %(promised)s were kept after their due date.",
)
LATE = ngettext("%(count)s action of %(total)s is late.", "%(count)s actions of %(total)s are late.")
SILENT = ngettext(
    "%(count)s open action of %(open)s has had no news for more than %(days)s days.",
    "%(count)s open actions of %(open)s have had no news for more than %(days)s days.",
)


def sum_up(reads: Sequence[Read], rhythm: int, language: str) -> str:
    """Commitments, then proposals, then what is late or silent among all. Every action is counted.

    ``rhythm`` is the plan's, in days: an open action without news for longer is silent.
    """
    catalogue = translations(language)

    def number(value: int) -> str:
        return str(format_decimal(value, locale=language))

    whole = figures(reads)
    places = {
        "days": number(rhythm),
        "total": number(whole.total),
        "promised": number(whole.commitments),
        "open": number(whole.open),
    }

    def count(plural: Plural, value: int) -> str:
        return catalogue.ngettext(*plural, value) % {"count": number(value), **places}

    def of_one(kind: Kind, counts: Figures) -> str:
        clauses = [
            count(plural, counts.statuses[status])
            for status, plural in CLAUSES[kind].items()
            if counts.statuses.get(status)
        ]
        if kind is Kind.COMMITMENT and not counts.statuses.get(Status.DELIVERED):
            clauses.insert(0, catalogue.gettext(NONE_DELIVERED))
        start = count(TOTAL[kind], counts.total)
        return catalogue.gettext(SENTENCE) % {
            "start": start,
            "clauses": f"{SEMICOLON[language]} ".join(clauses),
        }

    kinds = {kind: figures(of_kind(reads, kind)) for kind in CLAUSES}
    sentences = [of_one(kind, counts) for kind, counts in kinds.items() if counts.total]
    overdue = ((KEPT_LATE, whole.kept_late), (LATE, whole.late), (SILENT, whole.silent))
    sentences += [count(plural, value) for plural, value in overdue if value]
    return " ".join(sentences) or catalogue.gettext(NOTHING)
