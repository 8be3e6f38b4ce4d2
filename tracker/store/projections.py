"""Tables of current state: written in the transaction that appends, and made again by ``tracker rebuild``.

They hold what all entries say up to any day: their plan's day is the last one possible, so that a day going
by changes nothing in them. Pages set the day they are read on.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec.structs import replace

from tracker.domain.fold import with_actions
from tracker.domain.state import Action, Plan, from_json, to_json
from tracker.store.register import ROWS_AT_ONCE
from tracker.store.tables import ActionState, PlanState

EVERY_DAY = date.max


async def load(plan: str) -> Plan:
    """The plan as its projections have it; without ``about`` when nobody opened it."""
    row = await PlanState.select(PlanState.content).where(PlanState.plan == plan).first()
    if row is None:
        return Plan(slug=plan, day=EVERY_DAY, known=0)
    actions = await ActionState.select(ActionState.content).where(ActionState.plan == plan)
    return with_actions(
        from_json(row["content"], Plan), (from_json(action["content"], Action) for action in actions)
    )


async def save(plan: Plan, changed: Iterable[str]) -> None:
    """Write the plan's own state, and that of the actions whose references are given. In ``write()``."""
    await PlanState.delete().where(PlanState.plan == plan.slug)
    await PlanState.insert(_plan_row(plan))
    refs = list(changed)
    for start in range(0, len(refs), ROWS_AT_ONCE):
        await _save_actions(plan, refs[start : start + ROWS_AT_ONCE])


async def _save_actions(plan: Plan, refs: list[str]) -> None:
    known = (ActionState.plan == plan.slug) & ActionState.reference.is_in(refs)
    await ActionState.delete().where(known)
    rows = [_row(plan.slug, plan.actions[ref]) for ref in refs if ref in plan.actions]
    if rows:
        await ActionState.insert(*rows)


async def forget(plan: str) -> None:
    """Drop a plan's projections, to make them again from the register."""
    await PlanState.delete().where(PlanState.plan == plan)
    await ActionState.delete().where(ActionState.plan == plan)


Rows = dict[str, dict[str, Any]]


async def stored(plan: str) -> Rows:
    """A plan's projections as they are: columns by subject (``plan``, ``action:2.03``), without row ids."""
    rows: Rows = {}
    for row in await PlanState.select().where(PlanState.plan == plan):
        rows["plan"] = _columns(row)
    for row in await ActionState.select().where(ActionState.plan == plan):
        rows[f"action:{row['reference']}"] = _columns(row)
    return rows


def expected(plan: Plan) -> Rows:
    """What ``stored`` must give for a plan that was folded from all its entries, on ``EVERY_DAY``."""
    rows = {"plan": _plan_row(plan).to_dict()} if plan.about else {}
    rows |= {action.subject: _row(plan.slug, action).to_dict() for action in plan.actions.values()}
    return {subject: _columns(row) for subject, row in rows.items()}


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    # Closed lists become the plain texts that a database gives back.
    plain = {name: str(value) if isinstance(value, str) else value for name, value in row.items()}
    return {name: value for name, value in plain.items() if name != "id"}


def _plan_row(plan: Plan) -> PlanState:
    content = to_json(replace(plan, actions={}))
    about = plan.opened
    return PlanState(plan=plan.slug, title=about.title, language=about.language, content=content)


def _row(plan: str, action: Action) -> ActionState:
    return ActionState(
        plan=plan,
        reference=action.ref,
        type=action.type,
        status=action.status,
        owner=action.owner,
        axis=action.axis,
        due=action.due.last.isoformat() if action.due else None,
        content=to_json(action),
    )
