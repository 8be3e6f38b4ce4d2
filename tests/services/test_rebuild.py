"""Projections made again from the register."""

from __future__ import annotations

import pytest

from tests.eventful_plan import draft, eventful, opening, recorded
from tests.services.test_verify_plan import without_guards
from tracker.domain import events as e
from tracker.domain.verification import TamperedError
from tracker.services.rebuild import rebuild
from tracker.services.verify_plan import UnknownPlanError, verify_plan
from tracker.store import projections
from tracker.store.engine import Engine
from tracker.store.tables import ActionState, PlanState, RegisterEntry


async def test_rebuilding_restores_every_byte_of_the_projections(database: Engine) -> None:
    await recorded([*opening(), *eventful()])
    before = await projections.stored("pacte")
    await ActionState.update({"content": "{}", "status": "delivered"}).where(ActionState.reference == "1.01")
    await ActionState.delete().where(ActionState.reference == "1.02")
    await ActionState.insert(
        ActionState(
            plan="pacte", reference="9", type="commitment", status="planned", owner="", axis="1", content=""
        )
    )
    await PlanState.delete().where(PlanState.plan == "pacte")
    (made,) = await rebuild("pacte")
    assert made.mended == ("action:1.01", "action:1.02", "action:9", "plan")
    assert await projections.stored("pacte") == before
    assert (await verify_plan("pacte", "example.org/pacte")).ok


async def test_rebuilding_what_is_right_mends_nothing(database: Engine) -> None:
    await recorded([*opening(), *eventful()])
    await recorded(opening(), plan="autre")
    assert [(made.plan, made.actions, made.mended) for made in await rebuild()] == [
        ("autre", 0, ()),
        ("pacte", 3, ()),
    ]


async def test_projections_written_piece_by_piece_are_those_of_the_whole_fold(database: Engine) -> None:
    await recorded(opening())
    for one in eventful():
        await recorded([one])
    wrong = e.ProgressDeclared(percent=90)
    (entry,) = await recorded([draft("2024-09-01", "action:1.01", wrong)])
    await recorded(
        [
            draft(
                "2024-09-09",
                "action:1.01",
                e.CorrectionMade(entry=entry.index, reason="9 et non 90", payload={"percent": 9}),
            )
        ]
    )
    (made,) = await rebuild("pacte")
    assert made.mended == ()


async def test_a_tampered_register_is_not_made_into_projections(database: Engine) -> None:
    await recorded([*opening(), *eventful()])
    before = await projections.stored("pacte")
    await without_guards()
    await RegisterEntry.update({"by": "club"}).where(RegisterEntry.index == 8)
    with pytest.raises(TamperedError, match="entry 8"):
        await rebuild("pacte")
    assert await projections.stored("pacte") == before


async def test_an_unknown_plan_is_not_rebuilt(database: Engine) -> None:
    with pytest.raises(UnknownPlanError):
        await rebuild("pacte")
