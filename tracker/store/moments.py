"""Moments in tables: ISO 8601 texts in universal time, which sort as the times they stand for."""

from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """The aware moment that ``domain.register.at_text`` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
