"""What a sheet's page shows: its fields with their choices, and what recording them would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.typed import Typed, tidied
from tracker.publish.comparison import Shown
from tracker.publish.workshop.fields import OWN_WORDS, Field, Group, Widget, names_of
from tracker.publish.workshop.telling import Options, Telling
from tracker.services.change_plan import Weighed
from tracker.web.forms import Form


@dataclass(frozen=True, slots=True)
class ShownField:
    """``own_options``: the words of the choices are the plan's own."""

    field: Field
    options: Options

    @property
    def own_options(self) -> bool:
        return self.field.choices in OWN_WORDS


@dataclass(frozen=True, slots=True)
class ShownGroup:
    legend: str
    fields: tuple[ShownField, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """``known`` is the size of the register that the form is made from; ``seen`` the mark of what was shown.

    ``previewed``: the changes are those of the form as it is, and can be recorded.
    """

    groups: tuple[ShownGroup, ...]
    known: int
    seen: str = ""
    previewed: bool = False
    changed_since: bool = False
    changes: tuple[Shown, ...] = ()
    conflicts: tuple[Shown, ...] = ()


def typed_of(form: Form, groups: Iterable[Group]) -> Typed:
    """What was typed in the fields of a form, those with something in them."""
    made = {}
    for field in (field for group in groups for field in group.fields if field.widget is not Widget.TOLD):
        text = " ".join(form.chosen(field.name)) if field.widget is Widget.TICKS else form.raw(field.name)
        if text := tidied(text):
            made[field.name] = text
    return made


def mark_of(typed: Typed) -> str:
    """What tells one filling of a form from another."""
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:32]


def fresh_view(telling: Telling, groups: Iterable[Group], typed: Typed, known: int) -> SheetView:
    return SheetView(shown_groups(telling, groups, typed, {}), known)


def weighed_view(telling: Telling, groups: tuple[Group, ...], weighed: Weighed, form: Form) -> SheetView:
    """The form again after it was sent, with what it would change, or what stands in its way."""
    mark = mark_of(weighed.typed)
    settled = not (weighed.faults or weighed.met)
    return SheetView(
        groups=shown_groups(telling, groups, weighed.typed, form.faults),
        known=weighed.size,
        seen=mark if settled else "",
        previewed=settled,
        changed_since=bool(form.text("seen")) and form.text("do") == "record" and settled,
        changes=telling.changes(groups, weighed.typed, weighed.before, weighed.after) if settled else (),
        conflicts=telling.conflicts(groups, weighed.met),
    )


def shown_groups(
    telling: Telling, groups: Iterable[Group], typed: Typed, faults: Iterable[str]
) -> tuple[ShownGroup, ...]:
    used = {*typed, *faults}
    return tuple(
        ShownGroup(
            legend=telling.legend(group),
            fields=tuple(
                ShownField(field, telling.options(field.choices) if field.choices else ())
                for field in group.fields
                if field.widget is not Widget.TOLD
            ),
            folded=group.folded and not used & set(names_of([group])),
        )
        for group in groups
    )
