"""Choosing among actions: what is found, in which order, and how many each further choice would leave."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from tests.histories import NOW, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.figures import read_all
from tracker.domain.fold import state, told
from tracker.domain.register import Draft, Entry, Head, seal
from tracker.domain.selection import CALENDAR, NO_OWNER, Facet, Selected, Selection, Sort, asked, select
from tracker.domain.state import Plan
from tracker.domain.status import Status
from tracker.domain.vocabulary import Audience, Because, Horizon


def plan_of(*drafts: Draft) -> Plan:
    head, entries = Head("pacte"), list[Entry]()
    for draft in [*opening(), *drafts]:
        entry, head = seal(draft, head, NOW, bytes(16))
        entries.append(entry)
    return state("pacte", told(entries), NOW.date())


@pytest.fixture(scope="module")
def plan() -> Plan:
    sub = e.AxisAdded(title="Se loger", position=2, parent="1")
    other = e.AxisAdded(title="Se soigner", position=3)
    started = e.StatusChanged(status=Status.IN_PROGRESS)
    moved = e.DatesSet(due=PartialDate("2030"), because=Because.FUNDING)
    return plan_of(
        Draft(date(2023, 6, 30), "ville", "axis:1.1", sub),
        Draft(date(2023, 6, 30), "ville", "axis:2", other),
        commitment("a", title="Créer un lieu d’accueil", due=PartialDate("2024"), horizon=Horizon.SHORT),
        commitment("b", title="Écouter les aînés", axis="1.1", audiences=(Audience.SENIORS,)),
        commitment("c", title="Œuvrer ensemble", axis="2", owner="", due=PartialDate("2025-06")),
        commitment("d", title="Bâtir", axis="1.1", owner="ville", due=PartialDate("2027")),
        about("b", started, date(2026, 11, 1)),
        about("d", moved, date(2026, 6, 30), by="ville"),
    )


def chosen(
    plan: Plan, facets: Mapping[str, str] | None = None, q: str = "", sort: Sort = Sort.PLAN
) -> Selected:
    given = {Facet(name): value for name, value in (facets or {}).items()}
    return select(plan, read_all(plan), Selection(given, q, sort))


def refs(selected: Selected) -> str:
    return "".join(read.action.ref for read in selected.rows)


@pytest.mark.parametrize(
    ("facets", "found"),
    [
        ({}, "abdc"),
        ({"axis": "1"}, "abd"),
        ({"axis": "1.1"}, "bd"),
        ({"owner": "ccas"}, "ab"),
        ({"owner": NO_OWNER}, "c"),
        ({"status": "in-progress"}, "b"),
        ({"calendar": "late"}, "ac"),
        ({"calendar": "silent"}, "ac"),
        ({"calendar": "no-date"}, "b"),
        ({"calendar": "moved"}, "d"),
        ({"horizon": "short"}, "a"),
        ({"audience": "seniors"}, "b"),
        ({"kind": "proposal"}, ""),
        ({"axis": "1.1", "calendar": "moved"}, "d"),
    ],
)
def test_a_filter_leaves_the_actions_that_have_its_value(
    plan: Plan, facets: dict[str, str], found: str
) -> None:
    selected = chosen(plan, facets)
    assert refs(selected) == found
    assert selected.total == 4


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("creer", "a"),
        ("ECOUTER aines", "b"),
        ("l'accueil", ""),
        ("d'accueil", "a"),
        ("oeuvrer", "c"),
        ("accueil aines", ""),
        ("centre sociale", "ab"),
        ("ville", "d"),
        ("batir d", "d"),
    ],
)
def test_words_are_found_whatever_their_accents_when_all_are_there(
    plan: Plan, words: str, found: str
) -> None:
    assert refs(chosen(plan, q=words)) == found


def test_wording_and_description_are_searched_too() -> None:
    wording = e.Wording(text="Nous ouvrirons la Halte.")
    plan = plan_of(commitment("a", wording=wording), commitment("b", description="Un *havre* de paix"))
    assert refs(chosen(plan, q="halte")) == "a"
    assert refs(chosen(plan, q="havre")) == "b"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.PLAN, "abdc"),
        (Sort.DUE, "acdb"),
        (Sort.NEWS, "bdac"),
        (Sort.LATE, "acbd"),
        (Sort.TITLE, "dabc"),
    ],
)
def test_rows_come_in_the_order_asked_for(plan: Plan, sort: Sort, order: str) -> None:
    assert refs(chosen(plan, sort=sort)) == order


def test_every_count_is_what_choosing_it_would_leave(plan: Plan) -> None:
    """Counted twice: once in one pass over the actions, once by making each choice."""
    cases: tuple[dict[str, str], ...] = (
        {},
        {"axis": "1"},
        {"owner": "ccas"},
        {"calendar": "late", "axis": "1"},
        {"kind": "proposal"},
    )
    for facets, q in product(cases, ("", "e")):
        for facet, counts in chosen(plan, facets, q).facets.items():
            for value, count in counts.items():
                again = chosen(plan, {**facets, facet.value: value}, q)
                assert count == len(again.rows), (facets, q, facet, value)


def test_unknown_values_are_set_aside(plan: Plan) -> None:
    read = asked(plan, {"axis": ["9", "1"], "status": ["done"], "sort": ["size"], "q": ["  deux   mots "]})
    assert read.selection == Selection({Facet.AXIS: "1"}, "deux mots")
    assert read.ignored == (("axis", "9"), ("status", "done"), ("sort", "size"))


def test_a_second_value_of_a_facet_is_set_aside_too(plan: Plan) -> None:
    read = asked(plan, {"axis": ["1", "2", "1", ""]})
    assert read.selection.chosen == {Facet.AXIS: "1"}
    assert read.ignored == (("axis", "2"),)


def test_endless_words_are_cut(plan: Plan) -> None:
    assert len(asked(plan, {"q": ["mot " * 1000]}).selection.q) <= 200


def test_control_characters_are_never_repeated(plan: Plan) -> None:
    read = asked(plan, {"q": ["mot\x00suite\u202e"], "axis": ["\x07"]})
    assert (read.selection.q, read.ignored) == ("mot suite", (("axis", " "),))


def test_a_selection_is_asked_for_again_by_its_parameters(plan: Plan) -> None:
    selection = Selection({Facet.AXIS: "1", Facet.CALENDAR: "late"}, "logement", Sort.DUE)
    again = asked(plan, {name: [value] for name, value in selection.parameters.items()})
    assert again.selection == selection


def test_a_selection_can_lose_one_of_its_filters() -> None:
    selection = Selection({Facet.AXIS: "1", Facet.CALENDAR: "late"}, "logement")
    assert selection.without("axis").parameters == {"calendar": "late", "q": "logement"}
    assert selection.without("q").parameters == {"axis": "1", "calendar": "late"}


def test_silent_and_moved_are_readings_of_the_calendar() -> None:
    assert {"late", "no-date", "silent", "moved"} <= set(CALENDAR)
