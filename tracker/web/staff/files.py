"""Files of reports that are not public yet, for those who may read the reports."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException, PermissionDeniedException

from tracker.services.keep_file import content_of
from tracker.store import files
from tracker.web.file_answer import file_answer
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.own_actions import plan_and_action, speaker_of


@show("/plans/{plan:str}/actions/{ref:str}/files/{digest:str}", name="staff.file")
async def kept_file(visit: Visit, request: AnyRequest) -> Response[Any]:
    """To reviewers of the plan, and to editors of the organisations that report on the action."""
    person, _session = own(visit)
    slug, ref, digest = (str(request.path_params[name]) for name in ("plan", "ref", "digest"))
    if not (person.access.reviews(slug) or person.access.edits_for(slug)):
        raise PermissionDeniedException(detail="the role is missing")
    _head, plan, action = await plan_and_action(slug, ref, visit.now.date())
    if not person.access.reviews(slug):
        speaker_of(person, plan, action)
    file = (await files.of_action(slug, ref, [digest])).get(digest)
    if file is None:
        raise NotFoundException(detail="no such file")
    return file_answer(file, await content_of(visit.settings.data, file))
