"""Moving on from a version, so that of two people who work on the same text none overwrites the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from tracker.domain.register import at_text
from tracker.store.preparation_tables import PreparationRow
from tracker.store.submission_tables import SubmissionRow


async def move_on(
    table: type[SubmissionRow] | type[PreparationRow],
    row: int,
    version: int,
    before: Iterable[StrEnum],
    now: datetime,
    *,
    by: int,
    stage: StrEnum | None,
    columns: Mapping[str, int] | None = None,
) -> bool:
    """``by`` versions further, to another ``stage`` unless None, with other values of ``columns``.

    False, and nothing done, when there is a newer version or the stage is none of ``before``. Who comes
    second waits for the first transaction to end. In ``write()``.
    """
    values: dict[Any, Any] = {table.version: version + by, table.changed_at: at_text(now)}
    values |= {getattr(table, name): value for name, value in (columns or {}).items()}
    if stage:
        values[table.stage] = stage.value
    stages = sorted(one.value for one in before)
    done = await (
        table.update(values)
        .where((table.id == row) & (table.version == version) & table.stage.is_in(stages))
        .returning(table.id)
    )
    return bool(done)
