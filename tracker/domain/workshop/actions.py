"""Sheets about an action: adding it, its words, where it is filed, who answers for it, what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.domain import events as e
from tracker.domain.messages import _
from tracker.domain.reader import NOT_A_CHOICE
from tracker.domain.rules import SAYINGS
from tracker.domain.state import Action, Plan
from tracker.domain.status import Kind
from tracker.domain.typed import Typed
from tracker.domain.vocabulary import Audience, Competence, Horizon
from tracker.domain.workshop.sheet import Fact, Filling, Sheet, said

NO_KIND = _("Say whether it is a proposal or a commitment.")


def there(plan: Plan, key: str) -> bool:
    return key in plan.actions


def last_place(plan: Plan, axis: str) -> int:
    """A position after the others of an axis; 0 in one that goes by age, where the newest is last anyway."""
    last = max((action.position for action in plan.actions.values() if action.axis == axis), default=0)
    return last + 1 if last else 0


# --- what the sheets show ---------------------------------------------------------------------------------


def _words(action: Action) -> Typed:
    wording = action.wording
    whole = {"title": action.title, "description": action.description}
    if wording:
        whole |= {"wording": wording.text, "source": wording.source, "page": wording.page}
        return said({**whole, "worded": wording.on, "summarised": wording.summarised})
    return said(whole)


def _filed(action: Action) -> Typed:
    names = ("axis", "horizon", "competence", "authority", "audiences")
    return said({**{name: getattr(action, name) for name in names}, "position": action.position or None})


def _assigned(action: Action) -> Typed:
    return said({"owner": action.owner, "partners": action.partners})


def _whole(plan: Plan, key: str) -> Typed:
    action = plan.actions.get(key)
    if action is None:
        return {}
    rest = said({name: getattr(action, name) for name in ("type", "ref", "answers", "start", "due")})
    return {**rest, **_words(action), **_filed(action), **_assigned(action)}


# --- what they say ----------------------------------------------------------------------------------------


def wording_of(filling: Filling) -> e.Wording | None:
    names = ("wording", "source", "page", "worded")
    if not any(filling.text(name) for name in names):
        return None
    return e.Wording(
        text=filling.text("wording"),
        source=filling.text("source"),
        page=filling.text("page"),
        on=filling.partial("worded"),
        summarised=bool(filling.text("summarised")),
    )


def _filing(filling: Filling) -> dict[str, Any]:
    reader = filling.reader
    return {
        "axis": filling.text("axis"),
        "horizon": reader.choice("horizon", filling.text("horizon"), Horizon),
        "competence": reader.choice("competence", filling.text("competence"), Competence),
        "authority": filling.text("authority"),
        "audiences": _audiences(filling),
    }


def _audiences(filling: Filling) -> tuple[Audience, ...]:
    chosen = filling.words("audiences")
    for one in chosen:
        if one not in set(Audience):
            filling.reader.say("audiences", NOT_A_CHOICE, text=one[:60])
    return tuple(audience for audience in Audience if audience in chosen)


def _added(filling: Filling) -> Iterator[Fact]:
    ref, axis = filling.text("ref"), filling.text("axis")
    kind = filling.reader.choice("type", filling.text("type"), Kind)
    if not filling.text("type"):
        filling.reader.say("type", NO_KIND)
    if not ref:
        filling.reader.say("ref", SAYINGS["bad-ref"], ref="")
    event = e.ActionAdded(
        type=kind or Kind.COMMITMENT,
        title=filling.text("title"),
        position=last_place(filling.plan, axis),
        description=filling.text("description"),
        wording=wording_of(filling),
        **_filing(filling),
        owner=filling.text("owner"),
        partners=filling.words("partners"),
        answers=filling.words("answers"),
        start=filling.partial("start"),
        due=filling.partial("due"),
    )
    yield f"action:{ref}", event, "ref"


def _reworded(filling: Filling) -> Iterator[Fact]:
    action = filling.plan.actions[filling.key]
    words = (filling.text("title"), filling.text("description"), wording_of(filling))
    if words == (action.title, action.description, action.wording):
        return
    title, description, wording = words
    event = e.ActionReworded(title=title, description=description, wording=wording, reason=filling.reason())
    yield action.subject, event, "title"


def _classified(filling: Filling) -> Iterator[Fact]:
    action = filling.plan.actions[filling.key]
    position = filling.reader.whole("position", filling.text("position")) or 0
    event = e.ActionClassified(**_filing(filling), position=position)
    if any(getattr(action, name) != getattr(event, name) for name in event.__struct_fields__):
        yield action.subject, event, "axis"


def _given(filling: Filling) -> Iterator[Fact]:
    action = filling.plan.actions[filling.key]
    owner, partners = filling.text("owner"), filling.words("partners")
    if (owner, set(partners)) == (action.owner, set(action.partners)):
        return
    # Who was answerable until now is owed an explanation, and so is the public.
    reason = filling.reason() if action.owner and owner != action.owner else filling.text("reason")
    yield action.subject, e.ActionAssigned(owner=owner, partners=partners, reason=reason), "owner"


def _linked(filling: Filling) -> Iterator[Fact]:
    action = filling.plan.actions[filling.key]
    answers = filling.words("answers")
    if answers != action.answers:
        yield action.subject, e.ActionLinked(answers=answers), "answers"


def _is_commitment(plan: Plan, key: str) -> bool:
    return there(plan, key) and plan.actions[key].type is Kind.COMMITMENT


ADD_ACTION = Sheet("add-action", "action", _whole, _added, adds=lambda typed: typed.get("ref", ""))
REWORD = Sheet("reword", "action", lambda plan, key: _words(plan.actions[key]), _reworded, fits=there)
CLASSIFY = Sheet("classify", "action", lambda plan, key: _filed(plan.actions[key]), _classified, fits=there)
ASSIGN = Sheet("assign", "action", lambda plan, key: _assigned(plan.actions[key]), _given, fits=there)
LINK = Sheet(
    "link",
    "action",
    lambda plan, key: said({"answers": plan.actions[key].answers}),
    _linked,
    fits=_is_commitment,
)
