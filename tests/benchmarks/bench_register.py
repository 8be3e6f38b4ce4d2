"""The register: sealing, reading, folding and verifying, beside hashing and parsing the same bytes."""

import hashlib
import json
from datetime import date

from tests.benchmarks.measure import best_of, table
from tests.histories import NOW, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.fold import state, told
from tracker.domain.register import Draft, Entry, Head, lines_of, seal
from tracker.domain.status import Status
from tracker.domain.verification import verify_lines

ACTIONS = 2_000


def history() -> list[Draft]:
    drafts = [*opening(), *(commitment(f"1.{n}") for n in range(ACTIONS))]
    for n in range(ACTIONS):
        started = e.StatusChanged(status=Status.IN_PROGRESS)
        news = e.UpdatePublished(text="Le guichet est ouvert deux jours par semaine.", next_step="Étendre.")
        drafts += [
            about(f"1.{n}", started, date(2023, 9, 1)),
            about(f"1.{n}", news, date(2024, 1, 15)),
        ]
    return drafts


def sealed(drafts: list[Draft]) -> list[Entry]:
    head, entries = Head("pacte"), []
    for draft in drafts:
        entry, head = seal(draft, head, NOW, bytes(16))
        entries.append(entry)
    return entries


def test_register_of_two_thousand_actions() -> None:
    drafts = history()
    entries = sealed(drafts)
    lines = list(lines_of(entries))

    def reference() -> None:
        for line in lines:
            json.loads(line)
            hashlib.sha256(line).digest()

    with table(
        f"A register of {len(entries)} entries", "parse and hash its lines", best_of(3, reference)
    ) as row:
        row("seal every fact", best_of(2, lambda: sealed(drafts)))
        row("read the story", best_of(3, lambda: told(entries)))
        story = told(entries)
        row("fold it", best_of(3, lambda: state("pacte", story, date(2026, 1, 1))))
        row("verify the file", best_of(2, lambda: verify_lines(lines)))
