"""Who may do what: roles, the grants that give them, and the questions that guards ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    EDITOR = "editor"
    REVIEWER = "reviewer"
    COUNCIL = "council"
    ADMINISTRATOR = "administrator"


# Who publishes, signs off or gives access holds more than a password, where a site asks for it.
WEIGHTY = frozenset({Role.REVIEWER, Role.COUNCIL, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role and where it holds.

    An editor's holds in an organisation of a plan, a reviewer's and the council's in a plan, an
    administrator's in the whole site. Raises ValueError for any other combination.
    """

    role: Role
    plan: str = ""
    organisation: str = ""

    def __post_init__(self) -> None:
        wanted = {Role.EDITOR: (True, True), Role.ADMINISTRATOR: (False, False)}.get(self.role, (True, False))
        if (bool(self.plan), bool(self.organisation)) != wanted:
            raise ValueError(f"{self.role} can't be given for plan {self.plan!r}, {self.organisation!r}")

    def __str__(self) -> str:
        return ":".join(filter(None, (self.role, self.plan, self.organisation)))

    @classmethod
    def parse(cls, text: str) -> Grant:
        """``editor:plan:organisation``, ``reviewer:plan``, ``council:plan`` or ``administrator``.

        Raises ValueError for anything else.
        """
        role, plan, organisation, *rest = [*text.split(":"), "", ""]
        if any(rest):
            raise ValueError(f"{text!r} is no grant")
        return cls(Role(role), plan, organisation)


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody was granted, and what follows. No role contains another one: an administrator who is to
    review is given that too, which the log then tells."""

    grants: frozenset[Grant] = frozenset()

    @property
    def administers(self) -> bool:
        return Grant(Role.ADMINISTRATOR) in self.grants

    @property
    def weighty(self) -> bool:
        return any(grant.role in WEIGHTY for grant in self.grants)

    def reviews(self, plan: str) -> bool:
        return Grant(Role.REVIEWER, plan) in self.grants

    def keeps(self, plan: str) -> bool:
        """Whether they may change the plan itself, its axes, organisations and actions."""
        return self.administers or self.reviews(plan)

    @property
    def plans_reviewed(self) -> list[str]:
        return sorted(grant.plan for grant in self.grants if grant.role is Role.REVIEWER)

    def sits_on_council(self, plan: str) -> bool:
        return Grant(Role.COUNCIL, plan) in self.grants

    @property
    def plans_of_council(self) -> list[str]:
        return sorted(grant.plan for grant in self.grants if grant.role is Role.COUNCIL)

    def edits_for(self, plan: str) -> frozenset[str]:
        """The organisations of the plan in whose name they report."""
        return frozenset(g.organisation for g in self.grants if (g.role, g.plan) == (Role.EDITOR, plan))
