"""From the files of a folder to what they say. All that is wrong is listed, the rest is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tracker.domain import events as e
from tracker.domain.status import Kind
from tracker.domain.vocabulary import Audience, Competence, Horizon, OrganisationKind
from tracker.plan_files.fields import Fields, Place
from tracker.plan_files.items import (
    evidence_items,
    history_items,
    indicator_items,
    milestone_items,
    news_items,
)
from tracker.plan_files.nodes import Keys
from tracker.plan_files.problems import Problem
from tracker.plan_files.reading import Folder, SourceFile
from tracker.plan_files.schema import ActionFile, AxisItem, OrganisationItem, PlanFile, PlanSource

T = TypeVar("T")

# The lists of a file point at lines of their own.
_LISTS = frozenset({"organisations", "axes", "milestones", "indicators", "evidence", "history"})
PLAN_KEYS = (
    *("title", "language", "keeper", "opened", "signed", "signed_note", "period", "territory", "rhythm"),
    *("status_labels", "objectives", "sources", "signatories"),
    *("organisations", "axes", "indicators", "evidence", "history"),
)
ACTION_KEYS = (
    *("ref", "kind", "title", "axis", "position", "horizon", "competence", "authority", "audiences"),
    *("owner", "partners", "added", "start", "due", "answers", "split_from", "wording", "correction"),
    *("milestones", "indicators", "evidence", "history"),
)
SOURCE_KEYS = ("id", "title", "publisher", "url", "published", "note")
SIGNATORY_KEYS = ("organisation", "name", "role", "on")
ORGANISATION_KEYS = ("slug", "name", "kind", "url", "part_of", "note")
AXIS_KEYS = ("code", "title", "label", "parent", "description", "added")
WORDING_KEYS = ("text", "source", "page", "on", "summarised")


def understand(folder: Folder) -> tuple[PlanSource | None, list[Problem]]:
    """The plan of a folder and all that is wrong in its files. No plan when ``plan.md`` lacks its core."""
    problems = list(folder.problems)
    plan = plan_file(folder.plan, problems) if folder.plan else None
    known: dict[str, ActionFile] = {}
    missing = folder.unread
    for file in folder.actions:
        action = action_file(file, problems)
        if action is None:
            missing += 1
        elif action.ref in known:
            problems.append(_same_reference(action, known[action.ref]))
        else:
            known[action.ref] = action
    if plan is None:
        return None, problems
    return PlanSource(folder.slug, folder.path, plan, tuple(known.values()), missing == 0), problems


def _same_reference(second: ActionFile, first: ActionFile) -> Problem:
    other = f"{first.place.file}:{first.place.line_of(['ref'])}"
    message = f"the reference {second.ref} is already that of {other}. Give each action its own."
    return Problem(second.place.file, second.place.line_of(["ref"]), message)


def plan_file(file: SourceFile, problems: list[Problem]) -> PlanFile | None:
    """None when the title, language, keeper or opening day cannot be read."""
    before = len(problems)
    fields = Fields(file.path, file.keys, "a plan", PLAN_KEYS, problems)
    opened = fields.day("opened", required=True)
    about = _about(fields, file.body)
    organisations = fields.each("organisations", "an organisation", ORGANISATION_KEYS, _organisation)
    axes = fields.each("axes", "an axis", AXIS_KEYS, _axis)
    indicators, evidence, history = indicator_items(fields), evidence_items(fields), news_items(fields)
    organisations = _once(organisations, lambda o: o.slug, lambda o: o.place, "slug", problems)
    axes = _once(axes, lambda a: a.code, lambda a: a.place, "code", problems)
    if opened is None or not (about.title and about.language and about.keeper):
        return None
    numbered = tuple(
        AxisItem(axis.place, axis.code, _at(axis.event, position), axis.added)
        for position, axis in enumerate(axes, 1)
    )
    flawed = len(problems) > before
    place = _own(fields.place)
    return PlanFile(
        place, about, opened, organisations, numbered, indicators, evidence, history, flawed=flawed
    )


def _about(fields: Fields, body: str) -> e.About:
    period = fields.table("period", "a period", ("start", "end"))
    sources = fields.each("sources", "a source", SOURCE_KEYS, _source)
    rhythm = fields.whole("rhythm")
    return e.About(
        title=fields.text("title", required=True),
        language=fields.text("language", required=True),
        keeper=fields.text("keeper", required=True),
        territory=fields.text("territory"),
        description=body,
        signed=fields.partial("signed"),
        signed_note=fields.text("signed_note"),
        start=period.partial("start") if period else None,
        end=period.partial("end") if period else None,
        rhythm=180 if rhythm is None else rhythm,
        status_labels=fields.mapping("status_labels"),
        objectives=fields.texts("objectives"),
        sources=sources,
        signatories=fields.each("signatories", "a signatory", SIGNATORY_KEYS, _signatory),
    )


def _source(fields: Fields) -> e.Source:
    return e.Source(
        id=fields.text("id", required=True),
        title=fields.text("title", required=True),
        publisher=fields.text("publisher"),
        url=fields.text("url"),
        published=fields.partial("published"),
        note=fields.text("note"),
    )


def _signatory(fields: Fields) -> e.Signatory:
    organisation, name = fields.text("organisation"), fields.text("name")
    if bool(organisation) == bool(name):
        fields.wrong(fields.place.line, "a signatory has either “organisation” (its slug) or “name”.")
    return e.Signatory(
        organisation=organisation, name=name, role=fields.text("role"), on=fields.partial("on")
    )


def _organisation(fields: Fields) -> OrganisationItem:
    event = e.OrganisationAdded(
        name=fields.text("name", required=True),
        type=fields.word("kind", OrganisationKind, required=True) or OrganisationKind.DEPARTMENT,
        url=fields.text("url"),
        part_of=fields.text("part_of"),
        note=fields.text("note"),
    )
    return OrganisationItem(fields.place, fields.text("slug", required=True), event)


def _axis(fields: Fields) -> AxisItem:
    event = e.AxisAdded(
        title=fields.text("title", required=True),
        position=0,
        label=fields.text("label"),
        parent=fields.text("parent"),
        description=fields.text("description"),
    )
    return AxisItem(fields.place, fields.text("code", required=True), event, fields.day("added"))


def _at(event: e.AxisAdded, position: int) -> e.AxisAdded:
    return e.AxisAdded(
        title=event.title,
        position=position,
        label=event.label,
        parent=event.parent,
        description=event.description,
    )


def _once(
    items: Iterable[T],
    name: Callable[[T], str],
    place: Callable[[T], Place],
    key: str,
    problems: list[Problem],
) -> tuple[T, ...]:
    """The items without those whose name was already taken."""
    taken: dict[str, T] = {}
    for item in items:
        if name(item) in taken:
            line, before = place(item).line_of([key]), place(taken[name(item)]).line_of([key])
            message = f"the {key} “{name(item)}” is already given on line {before}."
            problems.append(Problem(place(item).file, line, message))
        taken.setdefault(name(item), item)
    return tuple(taken.values())


def action_file(file: SourceFile, problems: list[Problem]) -> ActionFile | None:
    """None when its reference, kind, title or axis cannot be read."""
    before = len(problems)
    fields = Fields(file.path, file.keys, "an action", ACTION_KEYS, problems)
    kind = fields.word("kind", Kind, required=True)
    ref = fields.text("ref", required=True)
    title, axis = fields.text("title", required=True), fields.text("axis", required=True)
    event = e.ActionAdded(
        type=kind or Kind.COMMITMENT,
        title=title,
        axis=axis,
        position=fields.whole("position") or 0,
        description=file.body,
        wording=_wording(fields),
        horizon=fields.word("horizon", Horizon),
        competence=fields.word("competence", Competence),
        authority=fields.text("authority"),
        audiences=fields.words("audiences", Audience),
        owner=fields.text("owner"),
        partners=fields.texts("partners"),
        answers=fields.texts("answers"),
        start=fields.partial("start"),
        due=fields.partial("due"),
        split_from=fields.text("split_from"),
    )
    added, correction = fields.day("added"), fields.text("correction")
    milestones, indicators = milestone_items(fields), indicator_items(fields)
    evidence, history = evidence_items(fields), history_items(fields)
    if not (ref and kind and title and axis):
        return None
    flawed = len(problems) > before
    return ActionFile(
        *(_own(fields.place), ref, event, added, correction, milestones, indicators, evidence, history),
        flawed=flawed,
    )


def _wording(fields: Fields) -> e.Wording | None:
    wording = fields.table("wording", "a wording", WORDING_KEYS)
    if wording is None:
        return None
    return e.Wording(
        text=wording.text("text", required=True),
        source=wording.text("source"),
        page=wording.text("page"),
        on=wording.partial("on"),
        summarised=wording.yes("summarised"),
    )


def _own(place: Place) -> Place:
    """The keys of a file without its lists."""
    own = {name: pair for name, pair in place.keys.pairs.items() if name not in _LISTS}
    return Place(place.file, Keys(own, place.keys.line))
