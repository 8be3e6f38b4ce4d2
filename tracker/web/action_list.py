"""What the list of actions shows: the form of filters, what was chosen, the rows of one page."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.figures import Share
from tracker.domain.messages import _
from tracker.domain.readings import Timing
from tracker.domain.selection import (
    AHEAD,
    MOVED,
    NO_OWNER,
    SILENT,
    Asked,
    Facet,
    Selected,
    Selection,
    Sort,
    shown,
)
from tracker.domain.state import Plan
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Audience, Horizon
from tracker.publish import words
from tracker.publish.languages import translations
from tracker.publish.sentences import status_word
from tracker.web.frame import with_query
from tracker.web.pages import Pager, pager
from tracker.web.places import Place, Row, row_of

ROWS_A_PAGE = 50


FACETS = {
    Facet.AXIS: _("Theme"),
    Facet.OWNER: _("Who answers for it"),
    Facet.STATUS: _("Status"),
    Facet.CALENDAR: _("Dates and news"),
    Facet.HORIZON: _("Term"),
    Facet.AUDIENCE: _("For whom"),
    Facet.KIND: _("Kind"),
}
FOREMOST = (Facet.STATUS, Facet.AXIS)
WORDS_SOUGHT = _("Words")
CALENDAR = {AHEAD: _("still to come"), SILENT: _("silent"), MOVED: _("date moved")}
WITHOUT_OWNER = _("nobody yet")
SORTS = {
    Sort.PLAN: _("the plan’s own order"),
    Sort.DUE: _("due date, soonest first"),
    Sort.NEWS: _("last news, newest first"),
    Sort.LATE: _("most late first"),
    Sort.TITLE: _("title"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet and how many actions it would leave. ``lang`` is the language of its words."""

    value: str
    words: str
    lang: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetForm:
    """A facet in the form; ``name`` is its parameter. Choices that would leave nothing are not offered."""

    name: str
    words: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> bool:
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Chip:
    """One chosen filter, and the list without it."""

    name: str
    words: str
    lang: str
    href: str


@dataclass(frozen=True, slots=True)
class SortForm:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list. ``ignored`` are the parts of the address that mean nothing in this plan.

    ``foremost`` facets stand beside the words; ``facets`` and the order are folded away until one is used.
    """

    action: str
    q: str
    foremost: tuple[FacetForm, ...]
    facets: tuple[FacetForm, ...]
    unfolded: bool
    sorts: tuple[SortForm, ...]
    chips: tuple[Chip, ...]
    ignored: tuple[tuple[str, str], ...]
    share: Share
    rows: tuple[Row, ...]
    pager: Pager
    all_href: str
    json_href: str


def list_page(place: Place, plan: Plan, asked: Asked, selected: Selected, number: str) -> ListPage:
    selection = asked.selection

    def address(page: int) -> str:
        return place.list_href(**selection.parameters, **({"page": str(page)} if page > 1 else {}))

    pages = pager(number, len(selected.rows), ROWS_A_PAGE, address)
    forms = {facet: facet_form(place, plan, facet, selection, selected) for facet in Facet}
    folded = tuple(form for facet, form in forms.items() if facet not in FOREMOST and form.options)
    on_page = selected.rows[pages.start : pages.last_row]
    known = {"known": "then"} if place.known_then else {}
    return ListPage(
        action=f"{place.base_at}/actions",
        q=selection.q,
        foremost=tuple(forms[facet] for facet in FOREMOST if forms[facet].options),
        facets=folded,
        unfolded=selection.sort is not Sort.PLAN or any(form.chosen for form in folded),
        sorts=tuple(_sort_form(place, sort, selection) for sort in Sort),
        chips=tuple(chips(place, plan, selection)),
        ignored=asked.ignored if pages.understood else (*asked.ignored, ("page", shown(number))),
        share=Share(len(selected.rows), selected.total),
        rows=tuple(row_of(place, plan, read) for read in on_page),
        pager=pages,
        all_href=place.list_href(),
        json_href=with_query(f"{place.base_at}/actions.json", {**selection.parameters, **known}),
    )


def facet_form(place: Place, plan: Plan, facet: Facet, selection: Selection, selected: Selected) -> FacetForm:
    chosen = selection.chosen.get(facet)
    options = []
    for value, count in selected.facets[facet].items():
        if count or value == chosen:
            words_, lang = choice_words(place, plan, facet, value)
            options.append(Option(value, words_, lang, count, value == chosen))
    return FacetForm(facet.value, _say(place, FACETS[facet]), tuple(options))


def chips(place: Place, plan: Plan, selection: Selection) -> list[Chip]:
    made = []
    if selection.q:
        href = place.list_href(**selection.without("q").parameters)
        made.append(Chip(_say(place, WORDS_SOUGHT), selection.q, place.language, href))
    for facet in Facet:
        if facet in selection.chosen:
            words_, lang = choice_words(place, plan, facet, selection.chosen[facet])
            href = place.list_href(**selection.without(facet.value).parameters)
            made.append(Chip(_say(place, FACETS[facet]), words_, lang, href))
    return made


def choice_words(place: Place, plan: Plan, facet: Facet, value: str) -> tuple[str, str]:
    """The words of a choice and their language: the page's, or the plan's for its own words."""
    match facet:
        case Facet.AXIS:
            return f"{value} {plan.axes[value].title}", plan.opened.language
        case Facet.OWNER if value == NO_OWNER:
            return _say(place, WITHOUT_OWNER), place.language
        case Facet.OWNER:
            return plan.organisation_name(value), plan.opened.language
        case Facet.STATUS:
            return status_word(plan, Status(value), place.language), place.language
        case Facet.CALENDAR:
            message = CALENDAR[value] if value in CALENDAR else words.TIMING[Timing(value)]
            return _say(place, message), place.language
        case Facet.HORIZON:
            return _say(place, words.HORIZON[Horizon(value)]), place.language
        case Facet.AUDIENCE:
            return _say(place, words.AUDIENCE[Audience(value)]), place.language
        case Facet.KIND:
            return _say(place, words.KIND[Kind(value)]), place.language


def _sort_form(place: Place, sort: Sort, selection: Selection) -> SortForm:
    return SortForm(sort.value, _say(place, SORTS[sort]), sort is selection.sort)


def _say(place: Place, message: str) -> str:
    return translations(place.language).gettext(message)
