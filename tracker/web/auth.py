"""Guards: what a route asks of whoever comes, declared where the route is.

Anonymous visitors are sent to the sign-in page; people without the role get 403. A guard of a plan reads it
from the address (``{plan:str}``). Which organisation's action an editor may touch is for the handler to
check, with ``person.access.edits_for(plan)``: the action, and so its organisation, is only known there.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from tracker.store.people import Person
from tracker.web.forms import Form
from tracker.web.sessions import Visit, visit_of

HOME = "/staff/"
SIGN_IN = "/staff/sign-in"
SET_UP_FACTOR = "/staff/account/second-factor"
OURS = re.compile(r"/staff(/[\w.~%-]*)+(\?[\w.~%&=+:-]*)?", re.ASCII)

Connection = ASGIConnection[Any, Any, Any, Any]


class SignInNeeded(NotAuthorizedException):
    """Nobody is signed in. ``unsent`` is the form that was sent nevertheless, if it surely is one of ours."""

    unsent: Form | None = None


class SecondFactorNeeded(NotAuthorizedException):
    """Somebody is signed in who must set up a second factor first."""


def safe_next(address: str) -> str:
    """Where to go after signing in: an address of the staff pages, else their home. Never another site."""
    usable = len(address) <= 500 and "//" not in address and OURS.fullmatch(address)
    return address if usable else HOME


def sign_in_address(visit: Visit, page: str = "") -> str:
    """The way to sign in and back to the address that was asked for, or the ``page`` that a form was on."""
    here = visit.path + (f"?{visit.query}" if visit.query else "")
    to = safe_next(page or here)
    return SIGN_IN + ("?" + urlencode({"next": to}) if to != HOME else "")


def requires_sign_in(connection: Connection, handler: BaseRouteHandler) -> None:
    """For the pages of one's own account, where a second factor is set up."""
    _person(connection)


def requires_staff(connection: Connection, handler: BaseRouteHandler) -> None:
    """For anybody who may work here, whatever their roles."""
    _settled(connection)


def requires_editor(connection: Connection, handler: BaseRouteHandler) -> None:
    """An editor of the plan, for any of its organisations."""
    _must(bool(_settled(connection).access.edits_for(_plan(connection))))


def requires_reviewer(connection: Connection, handler: BaseRouteHandler) -> None:
    _must(_settled(connection).access.reviews(_plan(connection)))


def requires_plan_keeper(connection: Connection, handler: BaseRouteHandler) -> None:
    """A reviewer of the plan, or an administrator."""
    _must(_settled(connection).access.keeps(_plan(connection)))


def requires_council(connection: Connection, handler: BaseRouteHandler) -> None:
    _must(_settled(connection).access.sits_on_council(_plan(connection)))


def requires_reviewer_or_administrator(connection: Connection, handler: BaseRouteHandler) -> None:
    """For what a plan's reviewers and the site's administrators may both do."""
    access = _settled(connection).access
    _must(access.administers or access.reviews(_plan(connection)))


def requires_administrator(connection: Connection, handler: BaseRouteHandler) -> None:
    _must(_settled(connection).access.administers)


def _person(connection: Connection) -> Person:
    person = visit_of(connection).person
    if person is None:
        raise SignInNeeded(detail="nobody is signed in")
    return person


def _settled(connection: Connection) -> Person:
    person = _person(connection)
    if visit_of(connection).must_set_up_factor:
        raise SecondFactorNeeded(detail="a second factor must be set up first")
    return person


def _plan(connection: Connection) -> str:
    return str(connection.path_params["plan"])


def _must(holds: bool) -> None:
    if not holds:
        raise PermissionDeniedException(detail="the role is missing")
