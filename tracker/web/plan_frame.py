"""What every page of a plan shows of the plan itself: its name, its day, its addresses, its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.figures import Read
from tracker.domain.selection import NO_OWNER
from tracker.domain.state import Action, Plan
from tracker.domain.status import Status
from tracker.publish.sentences import status_word
from tracker.web.frame import Reading, with_query


@dataclass(frozen=True, slots=True)
class PlanFrame:
    """The plan around a page.

    ``lang`` is the plan's own language; ``text_lang`` is the same where it differs from the page's, else
    empty. ``at`` is the past day shown, None today. ``today_href`` and ``known_href`` lead from a past
    day to the same page today, and to the same day as known then (or, from there, as known now).
    ``kept_since`` is when the register was begun.
    """

    slug: str
    title: str
    lang: str
    text_lang: str
    language: str
    base: str
    base_at: str
    query: str
    at: date | None
    known_then: bool
    kept_since: datetime | None
    today_href: str
    known_href: str

    @property
    def href(self) -> str:
        return f"{self.base_at}/{self.query}"

    def action_href(self, ref: str) -> str:
        return f"{self.base_at}/actions/{ref}{self.query}"

    def list_href(self, **parameters: str) -> str:
        """The list of actions of the day that is shown, narrowed by the parameters."""
        known = {"known": "then"} if self.known_then else {}
        return with_query(f"{self.base_at}/actions", {**parameters, **known})

    def axis_href(self, code: str) -> str:
        return self.list_href(axis=code) if self.at else f"{self.base}/axes/{code}"

    def owner_href(self, slug: str) -> str:
        return self.list_href(owner=slug or NO_OWNER) if self.at else f"{self.base}/owners/{slug or NO_OWNER}"


def plan_frame(reading: Reading, plan: Plan) -> PlanFrame:
    lang = plan.opened.language
    past = f"/at/{reading.at}" if reading.at else ""
    return PlanFrame(
        slug=plan.slug,
        title=plan.opened.title,
        lang=lang,
        text_lang="" if lang == reading.language else lang,
        language=reading.language,
        base=reading.base,
        base_at=reading.base_at,
        query=reading.known_query,
        at=reading.at,
        known_then=reading.known_then and reading.at is not None,
        kept_since=plan.kept_since,
        today_href=reading.path.replace(past, "", 1) if past else reading.path,
        known_href=reading.path if reading.known_then else f"{reading.path}?known=then",
    )


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many actions have a status, its word for readers of the page, and the list of them."""

    status: Status
    word: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """An action as tables and cards show it. Titles and names are in the plan's language."""

    action: Action
    read: Read
    href: str
    status_word: str
    owner: str
    owner_href: str
    partners: tuple[str, ...]


def row_of(frame: PlanFrame, plan: Plan, read: Read) -> Row:
    action = read.action
    return Row(
        action=action,
        read=read,
        href=frame.action_href(action.ref),
        status_word=status_word(plan, action.status, frame.language),
        owner=plan.organisation_name(action.owner) if action.owner else "",
        owner_href=frame.owner_href(action.owner),
        partners=tuple(plan.organisation_name(slug) for slug in action.partners),
    )


def status_counts(
    frame: PlanFrame, plan: Plan, statuses: dict[Status, int], **narrowed: str
) -> tuple[StatusCount, ...]:
    """The segments of a status bar, each with the list that it counts; ``narrowed`` goes into its address."""
    return tuple(
        StatusCount(
            status,
            status_word(plan, status, frame.language),
            count,
            frame.list_href(**narrowed, status=status.value),
        )
        for status, count in statuses.items()
    )
