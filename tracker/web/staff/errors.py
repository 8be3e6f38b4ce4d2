"""What happens when a staff page can't be had."""

from __future__ import annotations

import re
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from tracker.web.auth import HOME, SET_UP_FACTOR, SecondFactorNeeded, SignInNeeded, sign_in_address
from tracker.web.forms import PROOF, Form
from tracker.web.frame import HTML
from tracker.web.headers import guarded
from tracker.web.sessions import visit_of
from tracker.web.staff.declare import ForeignForm
from tracker.web.staff.frame import rendered

# What nobody typed, and what is never shown again.
TECHNICAL = re.compile(r"_\w*|do|next|version|known|\S+-(sha256|size|media_type)", re.ASCII)
SECRET = {"password", "current", "code"}


def is_typed(name: str, text: str) -> bool:
    return bool(text.strip()) and not TECHNICAL.fullmatch(name)


def is_worth_keeping(form: Form) -> bool:
    """Whether something was typed into it, and no password."""
    sent = form.sent_texts()
    return any(is_typed(name, text) for name, text in sent) and not SECRET & {name for name, _text in sent}


def to_sign_in(request: Request[Any, Any, Any], error: SignInNeeded) -> Response[Any]:
    visit = visit_of(request)
    if error.unsent and is_worth_keeping(error.unsent):
        return _unsent(request, error.unsent, signed_out=True)
    return Redirect(sign_in_address(visit, _page_of_form(request)), status_code=303)


def _page_of_form(request: Request[Any, Any, Any]) -> str:
    """Where a form was filled in: its own address may be one that takes nothing but forms."""
    page = request.headers.get("referer", "")
    site = visit_of(request).settings.site_url
    sent = request.method == "POST"
    return (page.removeprefix(site) if page.startswith(f"{site}/") else HOME) if sent else ""


def to_second_factor(request: Request[Any, Any, Any], error: HTTPException) -> Redirect:
    return Redirect(SET_UP_FACTOR, status_code=303)


def foreign_form(request: Request[Any, Any, Any], error: ForeignForm) -> Response[str]:
    if error.unsent and is_worth_keeping(error.unsent):
        return _unsent(request, error.unsent, signed_out=False)
    return _page(request, 403, "foreign-form")


def refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    reason = {403: "role", 404: "missing"}.get(error.status_code, "other")
    return _page(request, error.status_code, reason)


def _page(request: Request[Any, Any, Any], status: int, reason: str) -> Response[str]:
    return _answer(request, status, "staff/refused.html", {"reason": reason})


def _unsent(request: Request[Any, Any, Any], form: Form, *, signed_out: bool) -> Response[str]:
    """What was typed, to be read, copied, and sent again: it is kept in the page and nowhere else."""
    fields = [(name, text) for name, text in form.sent_texts() if name != PROOF]
    context = {
        "signed_out": signed_out,
        "action": visit_of(request).path,
        "fields": fields,
        "typed": "\n\n".join(text.strip() for name, text in fields if is_typed(name, text)),
        "files": [file.filename for file in form.files().values()],
    }
    return _answer(request, 403, "staff/unsent.html", context)


def _answer(
    request: Request[Any, Any, Any], status: int, template: str, context: dict[str, Any]
) -> Response[str]:
    visit = visit_of(request)
    body = rendered(visit, template, context)
    # The hook that adds them to other answers is not asked about refusals.
    return guarded(https=visit.settings.https)(Response(body, media_type=HTML, status_code=status))


HANDLERS: dict[int | type[Exception], Any] = {
    SignInNeeded: to_sign_in,
    SecondFactorNeeded: to_second_factor,
    ForeignForm: foreign_form,
    HTTPException: refused,
}
