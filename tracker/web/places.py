"""Where pages of a plan lie, and the rows of actions that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.figures import Read
from tracker.domain.selection import NO_OWNER
from tracker.domain.state import Action, Plan
from tracker.web.frame import Reading, with_query


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses below a plan, for the day that is read.

    ``base`` is the plan's address today and ``base_at`` that of the day, neither with a slash at its end.
    Axes, owners and changes have pages for today only: on a past day, filtered lists take their place.
    """

    language: str
    base: str
    base_at: str
    at: date | None
    known_then: bool

    @property
    def query(self) -> str:
        return "?known=then" if self.known_then else ""

    def action_href(self, ref: str) -> str:
        return f"{self.base_at}/actions/{ref}{self.query}"

    def list_href(self, **parameters: str) -> str:
        """The list of actions of the day that is shown, narrowed by the parameters."""
        known = {"known": "then"} if self.known_then else {}
        return with_query(f"{self.base_at}/actions", {**known, **parameters})

    def axis_href(self, code: str) -> str:
        return self.list_href(axis=code) if self.at else f"{self.base}/axes/{code}"

    def owner_href(self, slug: str) -> str:
        slug = slug or NO_OWNER
        return self.list_href(owner=slug) if self.at else f"{self.base}/owners/{slug}"


def place_of(reading: Reading, slug: str) -> Place:
    """The place of a plan; ``slug`` names it also on pages that show several plans."""
    base = f"/{reading.language}/{slug}"
    base_at = f"{base}/at/{reading.at}" if reading.at else base
    return Place(reading.language, base, base_at, reading.at, reading.known_then)


@dataclass(frozen=True, slots=True)
class Row:
    """An action as tables and cards show it. Titles and names are in the plan's language."""

    action: Action
    read: Read
    href: str
    owner: str
    owner_href: str


def row_of(place: Place, plan: Plan, read: Read) -> Row:
    action = read.action
    return Row(
        action=action,
        read=read,
        href=place.action_href(action.ref),
        owner=plan.organisation_name(action.owner) if action.owner else "",
        owner_href=place.owner_href(action.owner),
    )
