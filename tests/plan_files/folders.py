"""Plan folders for tests, small and right; each test spoils or extends what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tracker.domain.fold import amended
from tracker.domain.state import Told
from tracker.plan_files.problems import in_reading_order
from tracker.plan_files.reading import read_folder
from tracker.plan_files.understanding import understand
from tracker.services.load_plan import Changes, plan_changes

NOW = datetime(2024, 9, 1, 9, 0, tzinfo=UTC)

PLAN = """\
title: Nouvelles solidarités
language: fr
keeper: redaction
opened: 2023-06-30
organisations:
  - slug: redaction
    name: Rédaction
    kind: observer
  - slug: ccas
    name: CCAS
    kind: department
  - slug: region
    name: Région
    kind: authority
axes:
  - code: 1
    title: Accueillir
  - code: 1.1
    title: Orienter
    parent: 1
sources:
  - id: pacte
    title: Le pacte
"""

ACTION = """\
ref: 2.03
kind: commitment
title: Ouvrir trois guichets
axis: 1.1
owner: ccas
due: 2024-22
wording:
  text: Trois guichets ouverts à tous.
  source: pacte
milestones:
  - id: premier
    title: Premier guichet
    due: 2023-12
indicators:
  - id: guichets
    title: Guichets ouverts
    target: 3
    values:
      - on: 2024-01-10
        value: 1
        evidence: ouverture
evidence:
  - id: ouverture
    type: link
    title: Ouverture du premier guichet
    url: https://example.org/ouverture
    dated: 2024-01-10
history:
  - on: 2023-09-01
    status: in-progress
    text: Les travaux commencent.
  - on: 2024-01-10
    reached: [premier]
    text: Le premier guichet ouvre.
    evidence: [ouverture]
"""

PROPOSAL = """\
ref: P1
kind: proposal
title: Un lieu unique par quartier
axis: 1
"""


def front(keys: str, body: str = "") -> str:
    return f"---\n{keys}---\n\n{body}"


def write_plan(folder: Path, plan: str = PLAN, **actions: str) -> Path:
    """A folder with ``plan.md`` and a file for each action: its name, and its front matter."""
    folder.mkdir(exist_ok=True)
    (folder / "plan.md").write_text(front(plan, "Un pacte de la ville."), encoding="utf-8")
    for name, keys in (actions or {"guichets": ACTION, "proposition": PROPOSAL}).items():
        (folder / f"{name}.md").write_text(front(keys, "Ce que l'on sait."), encoding="utf-8")
    return folder


def changes(folder: Path, entries: Sequence[Told] = (), now: datetime = NOW) -> Changes:
    """What a folder would change, with all that is wrong in it."""
    source, problems = understand(read_folder(folder))
    if source is None:
        return Changes((), in_reading_order(problems), (), ())
    found = plan_changes(source, entries, now)
    return Changes(found.facts, in_reading_order([*problems, *found.problems]), found.notes, found.words)


def loaded(folder: Path, entries: Sequence[Told] = (), now: datetime = NOW) -> list[Told]:
    """The register after a folder was loaded into it, without any database."""
    found = changes(folder, entries, now)
    assert not found.problems, "\n".join(map(str, found.problems))
    new = [
        Told(
            len(entries) + place,
            now,
            f.draft.on,
            f.draft.by,
            f.draft.event.kind,
            f.draft.subject,
            f.draft.event,
        )
        for place, f in enumerate(found.facts)
    ]
    return amended([*entries, *new])


def edit(path: Path, before: str, after: str) -> None:
    """Change one text of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def line_of(path: Path, text: str) -> int:
    """The first line that holds a text, from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
