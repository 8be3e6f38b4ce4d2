"""Plans and actions as data: what the JSON twins of pages hold, field by field.

Dates are EDTF texts, days ISO texts. A status is its slug and its word in the language of the address. Other
texts are in the plan's own language, which ``language`` names.
"""

from __future__ import annotations

from tracker.domain.events import About
from tracker.domain.figures import Figures, GroupFigures, Read, by_axis, by_owner, figures, read_all
from tracker.domain.readings import CitySays
from tracker.domain.selection import Selected, Selection
from tracker.domain.state import Indicator, Plan
from tracker.domain.status import Status
from tracker.publish.data_fields import Data, counts_data, edtf, readings_data
from tracker.publish.sentences import status_word
from tracker.web.places import Place


def plan_data(place: Place, plan: Plan, site: str) -> Data:
    """The overview: what the plan is, its figures, its axes, owners and indicators."""
    reads = read_all(plan)
    return {
        **_place(place, plan, site, f"{place.base_at}/"),
        **_about(plan, plan.opened),
        "figures": _figures(place, plan, figures(reads)),
        "axes": [
            {
                "code": group.key,
                "parent": plan.axes[group.key].parent,
                "label": plan.axes[group.key].label,
                "title": group.title,
                "figures": _figures(place, plan, group.figures),
            }
            for group in by_axis(plan, reads)
        ],
        "owners": [_owner(place, plan, group) for group in by_owner(plan, reads)],
        "indicators": [_indicator(indicator) for indicator in plan.indicators],
        "actions_url": f"{site}{place.base_at}/actions.json{place.query}",
    }


def actions_data(place: Place, plan: Plan, selection: Selection, selected: Selected, site: str) -> Data:
    """The list: every action that a selection leaves, in its order, on one page."""
    return {
        **_place(place, plan, site, f"{place.base_at}/actions"),
        "selection": selection.parameters,
        "total": selected.total,
        "count": len(selected.rows),
        "actions": [action_row(place, plan, read, site) for read in selected.rows],
    }


def action_row(place: Place, plan: Plan, read: Read, site: str) -> Data:
    """One action as lists have it."""
    action = read.action
    return {
        "ref": action.ref,
        "url": f"{site}{place.action_href(action.ref)}",
        "kind": action.type.value,
        "title": action.title,
        "axis": action.axis,
        "owner": _organisation(plan, action.owner),
        "partners": [_organisation(plan, slug) for slug in action.partners],
        "horizon": action.horizon.value if action.horizon else None,
        "competence": action.competence.value if action.competence else None,
        "audiences": [audience.value for audience in action.audiences],
        "start": edtf(action.start),
        "due": edtf(action.due),
        "readings": {
            "city_says": _city_says(place, plan, read.readings.city),
            **readings_data(read.readings),
        },
    }


def _city_says(place: Place, plan: Plan, city: CitySays) -> Data:
    return {
        "status": _status(place, plan, city.status),
        "since": city.since.isoformat(),
        "by": _organisation(plan, city.by),
        "reason": city.reason,
        "progress_percent": city.progress.percent if city.progress else None,
    }


def _place(place: Place, plan: Plan, site: str, path: str) -> Data:
    return {
        "plan": plan.slug,
        "language": plan.opened.language,
        "url": f"{site}{path}{place.query}",
        "day": plan.day.isoformat(),
        "known": plan.known,
        "register_url": f"{site}{place.base}/register.jsonl",
    }


def _about(plan: Plan, about: About) -> Data:
    return {
        "title": about.title,
        "territory": about.territory,
        "description": about.description,
        "keeper": _organisation(plan, about.keeper),
        "signed": edtf(about.signed),
        "start": edtf(about.start),
        "end": edtf(about.end),
        "rhythm_days": about.rhythm,
        "objectives": list(about.objectives),
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "url": source.url,
                "published": edtf(source.published),
                "note": source.note,
            }
            for source in about.sources
        ],
        "signatories": [
            {
                "name": plan.organisation_name(one.organisation) if one.organisation else one.name,
                "role": one.role,
                "on": edtf(one.on),
            }
            for one in about.signatories
        ],
    }


def _figures(place: Place, plan: Plan, counts: Figures) -> Data:
    return {
        "total": counts.total,
        "commitments": counts.commitments,
        "proposals": counts.proposals,
        "statuses": [
            {**_status(place, plan, status), "count": number} for status, number in counts.statuses.items()
        ],
        **counts_data(counts),
    }


def _owner(place: Place, plan: Plan, group: GroupFigures) -> Data:
    return {
        "owner": _organisation(plan, group.key),
        "figures": _figures(place, plan, group.figures),
    }


def _status(place: Place, plan: Plan, status: Status) -> Data:
    return {"slug": status.value, "word": status_word(plan, status, place.language)}


def _organisation(plan: Plan, slug: str) -> Data | None:
    return {"slug": slug, "name": plan.organisation_name(slug)} if slug else None


def _indicator(indicator: Indicator) -> Data:
    return {
        "id": indicator.id,
        "title": indicator.title,
        "unit": indicator.unit,
        "values": [
            {"on": one.on.isoformat(), "value": str(one.value), "note": one.note} for one in indicator.values
        ],
    }
