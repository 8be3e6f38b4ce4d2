"""Sheets about the plan itself: opening it, and what it says of itself in four parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from tracker.domain import events as e
from tracker.domain.messages import _
from tracker.domain.rules import SAYINGS
from tracker.domain.state import PLAN, Plan
from tracker.domain.status import Status
from tracker.domain.typed import Typed
from tracker.domain.vocabulary import OrganisationKind
from tracker.domain.workshop.sheet import Fact, Filling, Sheet, named, said

RHYTHM = 180
NEW_SOURCES = ("~1", "~2")  # no source can be called so: a reference has no tilde
EMPTY_SIGNATORIES = 3

TAKEN = _("There is already a plan at this address. Choose another one.")
TWO_NAMES = _("A signatory is an organisation of the plan or a name. Fill in one of the two.")

_TEXTS = ("title", "language", "keeper", "territory", "description", "signed_note")
_DATES = ("signed", "start", "end")


# --- opening and presentation -----------------------------------------------------------------------------


def _presentation(plan: Plan, key: str) -> Typed:
    if plan.about is None:
        return {}
    objectives = "\n".join(" ".join(one.split()) for one in plan.about.objectives)
    whole = {name: getattr(plan.about, name) for name in (*_TEXTS, *_DATES, "rhythm")}
    return said({**whole, "objectives": objectives})


def _about(filling: Filling, before: e.About) -> e.About:
    rhythm = filling.reader.whole("rhythm", filling.text("rhythm"))
    objectives = filling.text("objectives")
    return replace(
        before,
        **{name: filling.text(name) for name in _TEXTS},
        **{name: filling.partial(name) for name in _DATES},
        rhythm=RHYTHM if rhythm is None else rhythm,
        objectives=tuple(line.strip() for line in objectives.splitlines() if line.strip()),
    )


def _revised(filling: Filling) -> Iterator[Fact]:
    yield PLAN, e.PlanRevised(about=_about(filling, filling.plan.opened)), "title"


def plan_slug(typed: Typed) -> str:
    return typed.get("slug") or named(typed.get("title", ""))


def keeper_slug(typed: Typed) -> str:
    return typed.get("keeper_slug") or named(typed.get("keeper_name", ""))


def _opened(filling: Filling) -> Iterator[Fact]:
    if filling.plan.about is not None:
        filling.reader.say("slug", TAKEN)
        return
    keeper = keeper_slug(dict(filling.typed))
    empty = e.About(title="", language="", keeper=keeper)
    yield PLAN, e.PlanOpened(about=replace(_about(filling, empty), keeper=keeper)), "title"
    kind = filling.reader.choice("keeper_type", filling.text("keeper_type"), OrganisationKind)
    event = e.OrganisationAdded(name=filling.text("keeper_name"), type=kind or OrganisationKind.DEPARTMENT)
    yield f"organisation:{keeper}", event, "keeper_name"


OPEN = Sheet("open", "plan", _presentation, _opened, adds=plan_slug, by=keeper_slug)
PRESENTATION = Sheet("presentation", "plan", _presentation, _revised)


# --- statuses' own labels ---------------------------------------------------------------------------------


def _labels(plan: Plan, key: str) -> Typed:
    given = plan.about.status_labels if plan.about else {}
    return said({f"label-{status}": label for status, label in given.items()})


def _labelled(filling: Filling) -> Iterator[Fact]:
    typed = {status: filling.text(f"label-{status}") for status in Status}
    given = {str(status): label for status, label in typed.items() if label}
    yield PLAN, e.PlanRevised(about=replace(filling.plan.opened, status_labels=given)), "label-planned"


LABELS = Sheet("labels", "plan", _labels, _labelled)


# --- sources ----------------------------------------------------------------------------------------------

SOURCE = ("title", "publisher", "url", "published", "note")


def _sources(plan: Plan, key: str) -> Typed:
    given = plan.about.sources if plan.about else ()
    return said({f"source-{one.id}-{part}": getattr(one, part) for one in given for part in SOURCE})


def _source(filling: Filling, row: str, id_: str) -> e.Source | None:
    name = f"source-{row}"
    parts = {part: filling.text(f"{name}-{part}") for part in SOURCE}
    if not any(parts.values()) and not id_:
        return None
    if not parts["title"]:
        filling.reader.say(f"{name}-title", SAYINGS["no-title"])
    return e.Source(
        id=id_,
        title=parts["title"],
        publisher=parts["publisher"],
        url=parts["url"],
        published=filling.partial(f"{name}-published"),
        note=parts["note"],
    )


def _sourced(filling: Filling) -> Iterator[Fact]:
    before = filling.plan.opened
    made = [_source(filling, one.id, one.id) for one in before.sources]
    made += [_source(filling, row, "") for row in NEW_SOURCES]
    sources: list[e.Source] = []
    for one in (one for one in made if one):
        sources.append(one if one.id else replace(one, id=_free_id(one.title, before, sources)))
    yield PLAN, e.PlanRevised(about=replace(before, sources=tuple(sources))), "source"


def _free_id(title: str, before: e.About, made: list[e.Source]) -> str:
    """A name that no source has, made of its title."""
    taken = {one.id for one in (*before.sources, *made)}
    wanted = named(title)[:30].strip("-") or "source"
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


SOURCES = Sheet("sources", "plan", _sources, _sourced)


# --- signatories ------------------------------------------------------------------------------------------

SIGNATORY = ("organisation", "name", "role", "on")
_SIGNATORY = re.compile(r"signatory-(\d{1,2})-", re.ASCII)


def _signatories(plan: Plan, key: str) -> Typed:
    given = plan.about.signatories if plan.about else ()
    rows = enumerate(given, 1)
    return said({f"signatory-{n}-{part}": getattr(one, part) for n, one in rows for part in SIGNATORY})


def signatory_rows(plan: Plan, typed: Typed) -> int:
    """How many rows the form has: those that stand or were typed, and some to fill."""
    rows = [int(match[1]) for name in typed if (match := _SIGNATORY.match(name))]
    return max([len(plan.opened.signatories), *rows]) + EMPTY_SIGNATORIES


def _signed(filling: Filling) -> Iterator[Fact]:
    made = []
    for row in range(1, signatory_rows(filling.plan, dict(filling.typed)) + 1):
        name = f"signatory-{row}"
        if not any(filling.text(f"{name}-{part}") for part in SIGNATORY):
            continue
        one = e.Signatory(
            organisation=filling.text(f"{name}-organisation"),
            name=filling.text(f"{name}-name"),
            role=filling.text(f"{name}-role"),
            on=filling.partial(f"{name}-on"),
        )
        if bool(one.organisation) == bool(one.name):
            filling.reader.say(f"{name}-name", TWO_NAMES)
        made.append(one)
    about = replace(filling.plan.opened, signatories=tuple(made))
    yield PLAN, e.PlanRevised(about=about), "signatory-1-organisation"


SIGNATORIES = Sheet("signatories", "plan", _signatories, _signed)
