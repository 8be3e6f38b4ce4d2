"""What is wrong in a folder, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. ``file`` is the path as the author gave it, ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """File by file, from top to bottom, each thing once."""
    return tuple(sorted(set(problems)))
