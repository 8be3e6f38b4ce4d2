"""What happens when a staff page can't be had."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from tracker.web.auth import SET_UP_FACTOR, SecondFactorNeeded, SignInNeeded, sign_in_address
from tracker.web.frame import HTML
from tracker.web.headers import guarded
from tracker.web.sessions import visit_of
from tracker.web.staff.declare import ForeignForm
from tracker.web.staff.frame import rendered


def to_sign_in(request: Request[Any, Any, Any], error: HTTPException) -> Redirect:
    return Redirect(sign_in_address(visit_of(request)), status_code=303)


def to_second_factor(request: Request[Any, Any, Any], error: HTTPException) -> Redirect:
    return Redirect(SET_UP_FACTOR, status_code=303)


def foreign_form(request: Request[Any, Any, Any], error: ForeignForm) -> Response[str]:
    return _page(request, 403, "foreign-form")


def refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    reason = {403: "role", 404: "missing"}.get(error.status_code, "other")
    return _page(request, error.status_code, reason)


def _page(request: Request[Any, Any, Any], status: int, reason: str) -> Response[str]:
    visit = visit_of(request)
    body = rendered(visit, "staff/refused.html", {"reason": reason})
    # The hook that adds them to other answers is not asked about refusals.
    return guarded(https=visit.settings.https)(Response(body, media_type=HTML, status_code=status))


HANDLERS: dict[int | type[Exception], Any] = {
    SignInNeeded: to_sign_in,
    SecondFactorNeeded: to_second_factor,
    ForeignForm: foreign_form,
    HTTPException: refused,
}
