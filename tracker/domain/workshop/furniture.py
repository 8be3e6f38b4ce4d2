"""Sheets about axes and organisations, and the order of the axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import asdict, replace

from tracker.domain import events as e
from tracker.domain.rules import SAYINGS
from tracker.domain.state import Axis, Organisation, Plan
from tracker.domain.typed import Typed
from tracker.domain.vocabulary import OrganisationKind
from tracker.domain.workshop.sheet import Fact, Filling, Sheet, named, said

# --- organisations ----------------------------------------------------------------------------------------

_ORGANISATION = ("name", "type", "url", "part_of", "note")


def _organisation(plan: Plan, key: str) -> Typed:
    one = plan.organisations.get(key)
    return said({name: getattr(one, name) for name in _ORGANISATION}) if one else {}


def organisation_slug(typed: Typed) -> str:
    return typed.get("slug") or named(typed.get("name", ""))


def _described(filling: Filling) -> dict[str, Any]:
    kind = filling.reader.choice("type", filling.text("type"), OrganisationKind)
    return {
        **{name: filling.text(name) for name in _ORGANISATION},
        "type": kind or OrganisationKind.DEPARTMENT,
    }


def _organisation_added(filling: Filling) -> Iterator[Fact]:
    slug = organisation_slug(dict(filling.typed))
    yield f"organisation:{slug}", e.OrganisationAdded(**_described(filling)), "name"


def _organisation_revised(filling: Filling) -> Iterator[Fact]:
    event = e.OrganisationRevised(**_described(filling))
    if Organisation(slug=filling.key, **asdict(event)) != filling.plan.organisations[filling.key]:
        yield f"organisation:{filling.key}", event, "name"


ADD_ORGANISATION = Sheet(
    "add-organisation", "organisation", _organisation, _organisation_added, adds=organisation_slug
)
ORGANISATION = Sheet(
    "organisation",
    "organisation",
    _organisation,
    _organisation_revised,
    fits=lambda plan, key: key in plan.organisations,
)

# --- axes -------------------------------------------------------------------------------------------------

_AXIS = ("title", "label", "parent", "description")


def _axis(plan: Plan, key: str) -> Typed:
    axis = plan.axes.get(key)
    return said({name: getattr(axis, name) for name in _AXIS}) if axis else {}


def siblings(plan: Plan, parent: str) -> list[Axis]:
    """The axes right below one, or at the top, in their order."""
    return [axis for axis in plan.axes.values() if axis.parent == parent]


def _last_place(plan: Plan, parent: str) -> int:
    return max((axis.position for axis in siblings(plan, parent)), default=0) + 1


def _axis_added(filling: Filling) -> Iterator[Fact]:
    texts = {name: filling.text(name) for name in _AXIS}
    event = e.AxisAdded(**texts, position=_last_place(filling.plan, texts["parent"]))
    if not filling.text("code"):
        filling.reader.say("code", SAYINGS["bad-ref"], ref="")
    yield f"axis:{filling.text('code')}", event, "code"


def _axis_revised(filling: Filling) -> Iterator[Fact]:
    axis = filling.plan.axes[filling.key]
    texts = {name: filling.text(name) for name in _AXIS}
    moved = texts["parent"] != axis.parent
    position = _last_place(filling.plan, texts["parent"]) if moved else axis.position
    if replace(axis, **texts) != axis:
        yield f"axis:{filling.key}", e.AxisRevised(**texts, position=position), "title"


ADD_AXIS = Sheet("add-axis", "axis", _axis, _axis_added, adds=lambda typed: typed.get("code", ""))
AXIS = Sheet("axis", "axis", _axis, _axis_revised, fits=lambda plan, key: key in plan.axes)


# --- the order of the axes --------------------------------------------------------------------------------


def _order(plan: Plan, key: str) -> Typed:
    return said({"order": tuple(plan.axes)})


def ordered(plan: Plan, wanted: Sequence[str]) -> list[str]:
    """All codes of the plan, each axis right after its parent, siblings in the order that is wanted.

    What was not named comes last among its siblings; what the plan does not have is left out.
    """
    rank = {code: place for place, code in enumerate(wanted)}
    after = len(rank)

    def below(parent: str, seen: frozenset[str]) -> Iterator[str]:
        for axis in sorted(siblings(plan, parent), key=lambda axis: rank.get(axis.code, after)):
            if axis.code not in seen:
                yield axis.code
                yield from below(axis.code, seen | {axis.code})

    return list(below("", frozenset()))


def moved(plan: Plan, wanted: Sequence[str], code: str, places: int) -> list[str]:
    """The order with an axis so many places later among its siblings; at an end it stays where it is."""
    order = ordered(plan, wanted)
    if code not in plan.axes:
        return order
    near = [one for one in order if plan.axes[one].parent == plan.axes[code].parent]
    place = near.index(code)
    other = near[min(max(place + places, 0), len(near) - 1)]
    first, second = order.index(code), order.index(other)
    order[first], order[second] = order[second], order[first]
    return ordered(plan, order)


def _put_in_order(filling: Filling) -> Iterator[Fact]:
    plan = filling.plan
    wanted = ordered(plan, filling.words("order"))
    for parent in dict.fromkeys(axis.parent for axis in plan.axes.values()):
        near = [plan.axes[code] for code in wanted if plan.axes[code].parent == parent]
        places = sorted({axis.position for axis in near})
        if len(places) < len(near):  # two of them share a place
            places = list(range(1, len(near) + 1))
        for axis, position in zip(near, places, strict=True):
            if axis.position != position:
                given = {name: getattr(axis, name) for name in _AXIS}
                yield f"axis:{axis.code}", e.AxisRevised(**given, position=position), "order"


ORDER = Sheet("order", "axis", _order, _put_in_order)
