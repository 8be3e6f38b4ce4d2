"""Record facts: the only way into the register.

Rules are applied to the story as it would read with the new facts in it; then entries and projections are
written in one transaction, or nothing is.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from msgspec.structs import replace as replace_in

from tracker.domain.fold import amended, refold, told
from tracker.domain.register import SALT_BYTES, Draft, Entry, Head, seal
from tracker.domain.rules import Broken, broken_in_action, broken_in_plan
from tracker.domain.state import Plan, Told
from tracker.store import projections, queries, register
from tracker.store.engine import read, write


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """Facts that break rules; nothing was recorded. ``index`` counts on from the register's size."""

    def __init__(self, broken: Sequence[Broken], size: int) -> None:
        super().__init__("\n".join(problem.message for problem in broken))
        self.broken = tuple(broken)
        self.size = size


async def record(plan: str, drafts: Sequence[Draft], now: datetime) -> list[Entry]:
    """Append facts to a plan's register, all or none. Raises Refused with every broken rule.

    ``now`` is the moment of recording, aware. Facts of days gone by are welcome; days to come are not.
    """
    if not drafts:
        return []
    async with write():
        head = await register.locked_head(plan)
        judged = await _judge(head, drafts, now)
        if judged.broken:
            raise Refused(judged.broken, head.size)
        await register.append(judged.sealed, judged.after)
        await projections.save(judged.result, judged.changed)
    queries.keep(judged.after, judged.result)
    return judged.sealed


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What recording facts now would make of a plan, and the rules that they would break.

    ``index`` of each broken rule is the place of its fact among those given.
    """

    plan: Plan
    broken: tuple[Broken, ...]


async def foreseen(plan: str, drafts: Sequence[Draft], now: datetime) -> Foreseen:
    """Judge facts as ``record`` would; nothing is written."""
    async with read():
        head = await register.head(plan)
        judged = await _judge(head, drafts, now)
    broken = tuple(replace(broken, index=broken.index - head.size) for broken in judged.broken)
    return Foreseen(judged.result, broken)


async def refusals(plan: str, drafts: Sequence[Draft], now: datetime) -> list[Broken]:
    """The rules that facts would break if they were recorded now; nothing is written.

    ``index`` of each is the place of its fact among ``drafts``.
    """
    return list((await foreseen(plan, drafts, now)).broken) if drafts else []


@dataclass(frozen=True, slots=True)
class _Judged:
    """What recording would make: entries, the head they lead to, the plan as it would stand.

    ``changed`` has the references of the actions that are told of.
    """

    sealed: list[Entry]
    after: Head
    result: Plan
    changed: list[str]
    broken: list[Broken]


async def _judge(head: Head, drafts: Sequence[Draft], now: datetime) -> _Judged:
    sealed, after = _sealed(drafts, head, now)
    new = told(sealed)
    of_plan = amended([*await register.plan_story(head.plan), *(t for t in new if not _of_action(t))])
    old = await register.story(head.plan, sorted({t.subject for t in new if _of_action(t)}))
    of_actions = amended([*old, *(t for t in new if _of_action(t))])
    result = refold(await queries.plan_at_head(head), of_plan, of_actions)
    today = now.astimezone(UTC).date()
    broken = list(broken_rules(result, of_plan, of_actions, head.size, today))
    changed = sorted({_ref(t) for t in of_actions})
    return _Judged(sealed, after, replace_in(result, known=after.size), changed, broken)


def broken_rules(
    result: Plan, of_plan: Sequence[Told], of_actions: Sequence[Told], first: int, today: date
) -> Iterator[Broken]:
    """What is wrong with ``result``, whose entries from index ``first`` on are new, in order of entry.

    A story is judged whole: a new fact may spoil what comes after it. What an old entry breaks is then laid
    at the door of the first new entry of the same story.
    """
    stories: dict[str, list[Told]] = {}
    for one in of_actions:
        stories.setdefault(one.subject, []).append(one)
    found = [(broken, list(of_plan)) for broken in broken_in_plan(result, of_plan, today)]
    for story in stories.values():
        found += [(broken, story) for broken in broken_in_action(result, story, today)]
    for broken, story in sorted(found, key=lambda pair: pair[0].index):
        new = [one.index for one in story if one.index >= first]
        if broken.index >= first:
            yield broken
        elif new:
            yield replace(broken, index=new[0])


def _of_action(one: Told) -> bool:
    return one.subject.startswith("action:")


def _ref(one: Told) -> str:
    return one.subject.removeprefix("action:")


def _sealed(drafts: Iterable[Draft], head: Head, now: datetime) -> tuple[list[Entry], Head]:
    made = []
    for draft in drafts:
        entry, head = seal(draft, head, now, secrets.token_bytes(SALT_BYTES))
        made.append(entry)
    return made, head
