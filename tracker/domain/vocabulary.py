"""Closed lists of the domain, other than statuses. Their words on pages come from the catalogues."""

from __future__ import annotations

from enum import StrEnum


class Horizon(StrEnum):
    """The plan's own words for time where it gives no dates; a horizon is not a deadline."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Competence(StrEnum):
    OWN = "own"  # the city alone
    SHARED = "shared"  # the city with others
    OTHER = "other"  # another authority


class OrganisationKind(StrEnum):
    DEPARTMENT = "department"
    ELECTED = "elected"
    PARTNER = "partner"
    AUTHORITY = "authority"
    OBSERVER = "observer"  # follows the plan from outside and keeps the record


class Because(StrEnum):
    """Why a date moved. Short and closed, so that moves can be counted; a note says the rest."""

    FUNDING = "funding"
    PROCUREMENT = "procurement"
    STAFFING = "staffing"
    DEPENDENCY = "dependency"
    LEGAL = "legal"
    TECHNICAL = "technical"
    SCOPE = "scope"
    PRIORITY = "priority"
    UNFORESEEN = "unforeseen"
    CLARIFIED = "clarified"
    OTHER = "other"


class EvidenceType(StrEnum):
    LINK = "link"
    DOCUMENT = "document"
    FIGURE = "figure"
    DECISION = "decision"
    IMAGE = "image"


class Direction(StrEnum):
    """Whether an indicator is meant to rise or to fall."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Audience(StrEnum):
    EVERYONE = "everyone"
    SENIORS = "seniors"
    YOUNG_PEOPLE = "young-people"
    CHILDREN = "children"
    STUDENTS = "students"
    SINGLE_PARENTS = "single-parent-families"
    HOMELESS = "homeless-people"
    DISABLED = "disabled-people"
    MIGRANTS = "migrants"
    WOMEN = "women"
    LGBT = "lgbt-people"
    ISOLATED = "isolated-people"
    LOW_INCOME = "low-income-people"
    TENANTS = "tenants"
    PATIENTS = "patients"
    VOLUNTEERS = "volunteers"
    ASSOCIATIONS = "associations"
    RESIDENTS = "residents"
    CARERS = "carers"
    JOBSEEKERS = "jobseekers"
    PUBLIC_EMPLOYEES = "public-employees"
