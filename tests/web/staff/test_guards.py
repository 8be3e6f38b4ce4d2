"""Guards of plans, on routes made for it: a role opens its own plan and no other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from litestar import Litestar, Response, Router
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.types import Guard

from tests.page import pages_of
from tests.staff_site import StaffSite, settings_of
from tracker.store.engine import Engine
from tracker.web.auth import requires_council, requires_editor, requires_reviewer
from tracker.web.sessions import StaffSessions, Visit
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.errors import HANDLERS

GUARDS: dict[str, Guard] = {
    "editor": requires_editor,
    "reviewer": requires_reviewer,
    "council": requires_council,
}


def page_of(role: str) -> HTTPRouteHandler:
    @show(f"/{{plan:str}}/{role}", name=role, guards=(GUARDS[role],))
    async def page(visit: Visit, request: AnyRequest) -> Response[str]:
        return Response("in")

    return page


@pytest_asyncio.fixture
async def guarded(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    made: list[StaffSite] = []
    router = Router(
        "/staff",
        route_handlers=[page_of(role) for role in GUARDS],
        middleware=[StaffSessions()],
        exception_handlers=HANDLERS,
    )
    state = State({"settings": settings_of(tmp_path), "clock": lambda: made[0].moment, "queue_mail": None})
    app = Litestar([router], state=state, openapi_config=None)
    async with pages_of(app) as pages:
        made.append(StaffSite(app, pages))
        yield made[0]


@pytest.mark.parametrize("grant", ["editor:lille:ccas", "reviewer:lille", "council:lille", "administrator"])
async def test_a_role_opens_its_own_pages_of_its_own_plan(guarded: StaffSite, grant: str) -> None:
    await guarded.enter(await guarded.person("anna@example.org", grant))
    for role in GUARDS:
        for plan in ("lille", "nantes"):
            may = (role, plan) == (grant.split(":")[0], "lille")
            await guarded.pages.fetch(f"/staff/{plan}/{role}", status=200 if may else 403)


async def test_nobody_comes_in_unsigned(guarded: StaffSite) -> None:
    for role in GUARDS:
        response = await guarded.pages.fetch(f"/staff/lille/{role}", status=303)
        assert response.headers["location"] == f"/staff/sign-in?next=%2Fstaff%2Flille%2F{role}"
