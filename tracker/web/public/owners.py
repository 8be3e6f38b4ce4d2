"""One organisation of a plan: what it answers for, where it is a partner. Or what nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.figures import Figures, figures, read_all
from tracker.domain.selection import NO_OWNER
from tracker.domain.state import Organisation, Plan
from tracker.publish.charts.bars import Segment, status_bar
from tracker.publish.summing_up import sum_up
from tracker.web.frame import Reading
from tracker.web.overview import Party, party
from tracker.web.places import Place, Row, place_of, row_of
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """``organisation`` is None on the page of the actions without owner, which has no partners.

    Figures are of the actions it answers for. ``rows`` are at most a hundred of these, ``partnered`` at most
    a hundred of those where it is a partner; ``list_href`` leads to all that it answers for.
    """

    organisation: Organisation | None
    part_of: Party | None
    parts: tuple[Party, ...]
    roles: tuple[str, ...]
    keeps: bool
    sum_up: str
    figures: Figures
    bar: tuple[Segment, ...]
    rows: tuple[Row, ...]
    partnered: tuple[Row, ...]
    partnered_total: int
    list_href: str


@show("/{plan:str}/owners/{slug:str}", name="owner.show")
async def owner(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    slug = request.path_params["slug"]
    if slug != NO_OWNER and slug not in plan.organisations:
        raise NotFoundException(detail="no such organisation")
    context = owner_page(place_of(reading, plan.slug), plan, slug)
    return plan_page(reading, plan, "owner/show.html", {"here": "owner", "page": context})


def owner_page(place: Place, plan: Plan, slug: str) -> OwnerPage:
    organisation = plan.organisations.get(slug)
    owner = organisation.slug if organisation else ""
    reads = read_all(plan)
    own = [read for read in reads if read.action.owner == owner]
    partnered = [read for read in reads if owner and owner in read.action.partners]
    whole = figures(own)
    above = organisation.part_of if organisation else ""
    return OwnerPage(
        organisation=organisation,
        part_of=party(place, plan, above) if above else None,
        parts=tuple(
            party(place, plan, o.slug) for o in plan.organisations.values() if owner and o.part_of == owner
        ),
        roles=tuple(s.role for s in plan.opened.signatories if owner and s.organisation == owner and s.role),
        keeps=bool(owner) and plan.opened.keeper == owner,
        sum_up=sum_up(own, plan.opened.rhythm, place.language),
        figures=whole,
        bar=status_bar(whole),
        rows=tuple(row_of(place, plan, read) for read in own[:MOST_ROWS]),
        partnered=tuple(row_of(place, plan, read) for read in partnered[:MOST_ROWS]),
        partnered_total=len(partnered),
        list_href=place.list_href(owner=slug),
    )
