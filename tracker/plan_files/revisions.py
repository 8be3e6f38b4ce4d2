"""What a plan, an organisation, an axis or an action says of itself, against what was published of it.

Words and filing may change at any time: the register keeps what they were. The dates and the owner at the top
of an action are the first ones that were published: later ones are told in its history.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import asdict, replace

from tracker.domain import events as e
from tracker.domain.date_words import date_in_words
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.state import PLAN, Action, Told
from tracker.domain.vocabulary import Because
from tracker.plan_files.compare import Findings, check_said, correction
from tracker.plan_files.drafts import Placed
from tracker.plan_files.recorded import Recorded, content
from tracker.plan_files.schema import ActionFile

_REASONS = ", ".join(Because)


def compare_furniture(placed: Placed, recorded: Recorded, found: Findings, today: date) -> None:
    """The plan itself, an organisation or an axis: added, or given whole again when it reads otherwise."""
    draft = placed.draft
    told = recorded.itself.get(draft.subject)
    if told is None:
        if not withdrawn(placed, recorded, found):
            found.new.append(placed)
        return
    found.lines[told.index] = placed
    day = "opened" if draft.subject == PLAN else "added"
    check_said(placed, recorded.first[draft.subject], found, day)
    revised: e.Event
    match draft.event:
        case e.PlanOpened() as event:
            revised = e.PlanRevised(**asdict(event))
        case e.OrganisationAdded() as event:
            revised = e.OrganisationRevised(**asdict(event))
        case e.AxisAdded() as event:
            revised = e.AxisRevised(**asdict(event))
        case _:
            raise TypeError(draft.event.kind)
    if content(told.event) != content(revised):
        found.new.append(Placed(Draft(today, draft.by, draft.subject, revised), placed.place))


def withdrawn(placed: Placed, recorded: Recorded, found: Findings) -> bool:
    """Whether what the file adds was taken back in public; it is not published again."""
    gone = recorded.withdrawn.get(placed.draft.subject)
    if gone is None:
        return False
    found.refuse(
        placed,
        f"{placed.draft.subject} was withdrawn from the register (entry {gone.index}). Take it out, or enter "
        "what replaces it under another name.",
    )
    return True


@dataclass(slots=True)
class ActionRevision:
    """One action of the register against its file. ``first`` is its addition as corrected, told by ``told``;
    ``now`` its state."""

    placed: Placed
    file: ActionFile
    told: Told
    first: e.ActionAdded
    now: Action
    recorded: Recorded
    found: Findings
    today: date
    corrected: dict[str, object] = field(default_factory=dict)

    def compare(self) -> None:
        self.found.lines[self.told.index] = self.placed
        check_said(self.placed, self.told, self.found, "added")
        self._kind()
        self._dates()
        self._owner()
        self._correct()
        self._words()
        if self.file.event.answers != self.now.answers:
            self._say(e.ActionLinked(answers=self.file.event.answers))

    def _say(self, event: e.Event) -> None:
        placed = self.placed
        draft = Draft(self.today, placed.draft.by, self.told.subject, event)
        self.found.new.append(Placed(draft, placed.place))

    def _refuse(self, message: str, name: str) -> None:
        self.found.refuse(self.placed, message, [name])

    def _words(self) -> None:
        """Title, description and wording; then where it is filed."""
        wanted, now = self.file.event, self.now
        if (wanted.title, wanted.description, wanted.wording) != (now.title, now.description, now.wording):
            self._say(
                e.ActionReworded(title=wanted.title, description=wanted.description, wording=wanted.wording)
            )
        names = e.ActionClassified.__struct_fields__
        filed = {name: getattr(wanted, name) for name in names}
        if filed != {name: getattr(now, name) for name in names}:
            self._say(e.ActionClassified(**filed))

    def _kind(self) -> None:
        if self.file.event.type is self.first.type:
            return
        if self.file.correction:
            self.corrected["type"] = self.file.event.type
            return
        self._refuse(
            f"{self.file.ref} was published as a {self.first.type}. If that was a mistake, add at the top:\n"
            "correction: <why it was wrong>",
            "kind",
        )

    def _correct(self) -> None:
        if not self.corrected:
            return
        right = replace(self.first, **self.corrected)
        made = correction(self.placed, self.told, content(right), self.recorded, self.found)
        if made is not None:
            self.found.new.append(made)

    # --- dates ---

    def _dates(self) -> None:
        due, start = self._new_due(), self._new_start()
        if due or start:
            self._say(e.DatesSet(due=due or self.now.due, start=start))

    def _new_due(self) -> PartialDate | None:
        """A due date given for the first time. Any other difference from the first one is refused."""
        wanted, ref = self.file.event.due, self.file.ref
        if wanted == self.first.due:
            return None
        sets = self.recorded.of_subject(self.told.subject, e.DatesSet)
        if self.first.due is None:
            unsaid = [told for told in sets if told.index not in self.found.lines]
            if unsaid and isinstance(unsaid[0].event, e.DatesSet):
                self._compare_later_due(unsaid[0], unsaid[0].event.due)
                return None
            if not sets and not any(item.dated for item in self.file.history):
                return wanted
            self._refuse(
                f"{ref} was published without a due date, and its first one came later. Leave `due` out here "
                "and give every date under `history:`, on the day it was given.",
                "due",
            )
            return None
        if self.file.correction:
            self.corrected["due"] = wanted
        else:
            self._refuse(self._moved_in_place(self.first.due), "due")
        return None

    def _compare_later_due(self, told: Told, published: PartialDate | None) -> None:
        """The first date was given by an entry of its own, made from the top of this file on a past day."""
        self.found.lines[told.index] = self.placed
        if published and published != self.file.event.due:
            self._refuse(self._moved_in_place(published), "due")

    def _moved_in_place(self, before: PartialDate) -> str:
        words = date_in_words(before, "en")
        shown = f"{words} ({before})" if words != str(before) else words
        return (
            f"the due date of {self.file.ref} was published as {shown}. A published date does not change in "
            f"place: leave `due: {before}` and add under `history:`\n"
            f"  - on: {self.today}\n"
            f"    due: {self.file.event.due or 'none'}\n"
            f"    because: <one of {_REASONS}>\n"
            "    note: <in a sentence, why>\n"
            "with the day on which it was decided. If the published date was a mistake, add at the top "
            "instead:\ncorrection: <why it was wrong>"
        )

    def _new_start(self) -> PartialDate | None:
        wanted = self.file.event.start
        sets = self.recorded.of_subject(self.told.subject, e.DatesSet)
        later = [told for told in sets if isinstance(told.event, e.DatesSet) and told.event.start == wanted]
        if wanted == self.first.start:
            return None
        if wanted and later:
            self.found.lines.setdefault(later[0].index, self.placed)
            return None
        if self.first.start is None and self.now.start is None:
            if not any(item.start for item in self.file.history):
                return wanted
        elif self.file.correction and self.first.start:
            self.corrected["start"] = wanted
            return None
        before = self.first.start or self.now.start
        leave = f"leave `start: {before}`" if self.first.start else "leave `start` out here"
        self._refuse(
            f"the start of {self.file.ref} was published as {before or 'not known'}: {leave} and add under "
            f"`history:`\n  - on: {self.today}\n    start: {wanted or '<the new start>'}",
            "start",
        )
        return None

    # --- owner ---

    def _owner(self) -> None:
        """The first owner and partners, or any that were published since; new ones only while none were."""
        wanted = (self.file.event.owner, self.file.event.partners)
        if wanted == (self.first.owner, self.first.partners):
            return
        sets = self.recorded.of_subject(self.told.subject, e.ActionAssigned)
        for told in sets:
            event = told.event
            if isinstance(event, e.ActionAssigned) and (event.owner, event.partners) == wanted:
                self.found.lines.setdefault(told.index, self.placed)
                return
        if self.file.correction:
            self.corrected.update(owner=wanted[0], partners=wanted[1])
            return
        if not sets and not any(item.owner or item.partners is not None for item in self.file.history):
            self._say(e.ActionAssigned(owner=wanted[0], partners=wanted[1]))
            return
        self._refuse_owner()

    def _refuse_owner(self) -> None:
        first, wanted = self.first, self.file.event
        partners = f"\n    partners: [{', '.join(wanted.partners)}]" if wanted.partners else ""
        published = self._described(first)
        self._refuse(
            f"{self.file.ref} was published with {published}, and that changed since. "
            f"Leave them as they were and add under `history:`\n"
            f"  - on: {self.today}\n    owner: {wanted.owner or '<who answers for it>'}{partners}",
            "owner" if wanted.owner != first.owner else "partners",
        )

    def _described(self, first: e.ActionAdded) -> str:
        partners = f" and `partners: [{', '.join(first.partners)}]`" if first.partners else ""
        return (f"`owner: {first.owner}`" if first.owner else "no owner") + partners
