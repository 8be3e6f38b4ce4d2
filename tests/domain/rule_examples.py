"""For each rule, facts that break it and the like that satisfy it."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal

from tests.domain.facts import (
    ANSWERED,
    ASKED,
    COUNTED,
    KEYS,
    MEASURED,
    MERGED,
    ON,
    ONE,
    REACHED,
    SECOND,
    VISITS,
    WITHDRAWN,
    WORDED,
    Facts,
    added,
    erase,
    fix,
    moved,
    of_the_plan,
    organisation,
    part_of,
    point,
    report,
    revised,
    said,
    sealed_file,
    sealed_without,
    status,
)
from tests.domain.stories import (
    BEGUN,
    SIZE,
    Fact,
    about,
    commitment,
    evidence,
    of_action,
    proposal,
)
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.vocabulary import Because, Competence, EvidenceType, OrganisationKind

ROOT = base64.b64encode(bytes(32)).decode()

# For each rule, facts that break it after the opening, and the like that satisfy it.
EXAMPLES: dict[str, list[tuple[Facts, Facts]]] = {
    "future": [
        (said(ONE, on="2029-12-31"),
         said(ONE, on="2025-01-01")),
        (said(evidence(dated=PartialDate("2024-02"))), said(evidence(dated=PartialDate("2024")))),
    ],
    "before-plan": [(of_the_plan(e.UpdatePublished(text="Soon."), on="2022-12-31"), ())],
    "before-added": [
        ((Fact(ON, "action:9", commitment()), of_action("2023-12-31", BEGUN.event, ref="9")),
         (Fact(ON, "action:9", commitment()), of_action(ON, BEGUN.event, ref="9"))),
    ],
    "not-added": [(said(BEGUN.event, ref="9"), added("action:9", commitment()))],
    "added-twice": [(said(commitment()), said(commitment(), ref="9"))],
    "opened-twice": [
        (of_the_plan(e.PlanOpened(about=about())), revised(title="New")),
    ],
    "wrong-subject": [
        (added("axis:1", BEGUN.event), said(BEGUN.event)),
        (added("axis:", e.AxisAdded(title="None", position=1)), ()),
        (added("action:1.01", e.AxisAdded(title="None", position=1)), ()),
        (added("plan:pact", e.UpdatePublished(text="News.")), of_the_plan(e.UpdatePublished(text="News."))),
        (added("people:1", e.UpdatePublished(text="News.")), ()),
    ],
    "control-character": [
        (said(e.UpdatePublished(text="a\x00b")), said(e.UpdatePublished(text="a\n\tb"))),
        (revised(objectives=("a\x1b",)), ()),
    ],
    "bad-slug": [
        (added(f"organisation:{slug}", organisation()), added("organisation:the-office-2", organisation()))
        for slug in ("Office", "the office", "-office", "bureau-d’état", "office\n", "o" * 81)
    ],
    "bad-ref": [
        (said(commitment(), ref="../9"), said(commitment(), ref="A_9.b-c")),
        (said(commitment(), ref="9" * 41), said(commitment(), ref="9" * 40)),
        (added("axis:a b", e.AxisAdded(title="New", position=3)),
         added("axis:3", e.AxisAdded(title="New", position=3))),
        (said(evidence("")), said(evidence("e1"))),
        (said(e.MilestoneAdded(id="a/b", title="Keys")), said(KEYS)),
        (said(e.IndicatorAdded(id=" ", title="Visits")), said(VISITS)),
    ],
    "unknown-organisation": [
        ((Fact(ON, "action:1.01", ONE, by="nobody"),),
         (Fact(ON, "action:1.01", ONE, by="parks"),)),
        ((Fact(ON, "action:1.01", ONE, by=""),), ()),
        (said(e.ActionAssigned(owner="nobody")), said(e.ActionAssigned(owner="parks"))),
        (said(e.ActionAssigned(owner="parks", partners=("nobody",))), said(e.ActionAssigned(owner=""))),
        (added("organisation:office", organisation(part_of="nobody")),
         added("organisation:office", organisation(part_of="city"))),
        (revised(keeper="nobody"),
         revised(signatories=(e.Signatory(name="A neighbour"),))),
        (revised(signatories=(e.Signatory(organisation="nobody"),)), ()),
    ],
    "unknown-axis": [
        (said(e.ActionClassified(axis="9")), said(e.ActionClassified(axis="2"))),
        (said(commitment(axis=""), ref="9"), said(commitment(axis="2"), ref="9")),
        (added("axis:3", e.AxisAdded(title="New", position=3, parent="9")),
         added("axis:3", e.AxisAdded(title="New", position=3, parent="1"))),
        (of_the_plan(report(comments={"9": "Good."})), of_the_plan(report(comments={"1": "Good."}))),
    ],
    "unknown-action": [
        (said(e.ActionLinked(answers=("P9",))), said(e.ActionLinked(answers=("P1",)))),
        (said(status("accepted", answered_by=("9",)), ref="P1"),
         said(status("accepted", answered_by=("1.01",)), ref="P1")),
        (said(status("merged", reason="Same.", merged_into="9")), (SECOND, *said(MERGED))),
        (said(commitment(split_from="8"), ref="9"), said(commitment(split_from="1.01"), ref="9")),
    ],
    "split-itself": [
        (said(commitment(split_from="9"), ref="9"), said(commitment(split_from="1.01"), ref="9")),
    ],
    "unknown-source": [
        (said(e.ActionReworded(title="A", wording=e.Wording(text="A.", source="web"))), said(WORDED)),
    ],
    "unknown-revised": [
        (added("axis:9", e.AxisRevised(title="New", position=3)),
         added("axis:1", e.AxisRevised(title="New", position=3))),
        (added("organisation:nobody", e.OrganisationRevised(name="New", type=OrganisationKind.PARTNER)),
         added("organisation:parks", e.OrganisationRevised(name="New", type=OrganisationKind.PARTNER))),
    ],
    "source-gone": [
        (revised(sources=()),
         revised(sources=(e.Source("pact", "The pact"), e.Source("web", "Site")))),
    ],
    "axis-circle": [
        (added("axis:1", e.AxisRevised(title="Own", position=1, parent="1")), ()),
        ((*added("axis:1", e.AxisRevised(title="In 2", position=1, parent="2")),
          *added("axis:2", e.AxisRevised(title="In 1", position=1, parent="1"))),
         (*added("axis:1", e.AxisRevised(title="In 2", position=1, parent="2")),
          *added("axis:1", e.AxisRevised(title="On top", position=1)),
          *added("axis:2", e.AxisRevised(title="In 1", position=1, parent="1")))),
    ],
    "organisation-circle": [
        (added("organisation:parks", part_of("parks")),
         added("organisation:parks", part_of("city"))),
    ],
    "no-title": [
        (said(commitment(" "), ref="9"), said(commitment("."), ref="9")),
        (said(e.MilestoneAdded(id="keys", title="")), said(KEYS)),
        (said(evidence(title="\n")), said(evidence())),
        (added("organisation:office", organisation("")), added("organisation:office", organisation())),
        (revised(title=""), ()),
        (said(VISITS, e.IndicatorRevised(id="visits", title="", reason="None.")), ()),
    ],
    "long-title": [(said(commitment("x" * 301), ref="9"), said(commitment("x" * 300), ref="9"))],
    "no-text": [
        (said(e.UpdatePublished(text=" \n")), said(e.UpdatePublished(text="."))),
        (of_the_plan(e.UpdatePublished(text="")), of_the_plan(e.UpdatePublished(text="."))),
        (said(e.ActionReworded(title="A", wording=e.Wording(text=""))), said(WORDED)),
        (said(ASKED, e.QuestionAnswered(id="q1", text="")), said(ASKED, ANSWERED)),
    ],
    "long-text": [
        (said(e.UpdatePublished(text="x" * 100_001)), said(e.UpdatePublished(text="x" * 100_000))),
        (said(e.UpdatePublished(text="x", next_step="x" * 100_001)), ()),
        (said(commitment(description="x" * 100_001), ref="9"), ()),
        (of_the_plan(report(foreword="a" * 100_001)), of_the_plan(report(foreword="a" * 100_000))),
    ],
    "language": [(revised(language="de"), revised(language="it"))],
    "rhythm": [
        (revised(rhythm=0),
         revised(rhythm=1)),
        (revised(rhythm=3651),
         revised(rhythm=3650)),
    ],
    "status-label": [
        (revised(status_labels={"done": "Fait"}),
         revised(status_labels={"delivered": "Fait"})),
    ],
    "wrong-kind": [
        (said(status("accepted", answered_by=("1.01",))), said(status("in-progress"))),
        (said(status("in-progress"), ref="P1"), said(status("under-review"), ref="P1")),
    ],
    "transition": [
        (said(status("in-progress"), status("planned")),
         said(status("in-progress"), status("on-hold", reason="Wait."))),
        # Recorded late, it must fit where it happened.
        (said(status("on-hold", reason="Wait."), on="2024-02-01") + said(status("abandoned", reason="No.")),
         said(status("on-hold", reason="Wait."), on="2024-02-01") + said(status("in-progress"))),
    ],
    "no-reason": [
        (said(status("on-hold", reason=" ")), said(status("on-hold", reason="Wait."))),
        (said(evidence(), e.EvidenceWithdrawn(id="photo", reason="")), said(evidence(), WITHDRAWN)),
        (of_the_plan(evidence(), e.EvidenceWithdrawn(id="photo", reason="")),
         of_the_plan(evidence(), WITHDRAWN)),
        (said(KEYS, e.MilestoneDropped(id="keys", reason="")),
         said(KEYS, e.MilestoneDropped(id="keys", reason="No."))),
        (said(VISITS, e.IndicatorRevised(id="visits", title="Visits", reason="")),
         said(VISITS, e.IndicatorRevised(id="visits", title="Visits", reason="Clearer."))),
        (said(ONE, fix(SIZE, {"percent": 2}, "")),
         said(ONE, fix(SIZE, {"percent": 2}))),
        (said(ONE, erase(SIZE, reason="")),
         said(ONE, erase(SIZE))),
    ],
    "no-reason-left": [
        (said(status("abandoned", reason="No."), status("planned")),
         said(status("abandoned", reason="No."), status("planned", reason="Yes after all."))),
    ],
    "no-evidence": [
        (said(status("delivered")), said(status("delivered"), evidence())),
        (said(status("partly-delivered")), said(evidence(), status("partly-delivered"))),
        (said(evidence(), WITHDRAWN, status("delivered")), said(evidence(), status("delivered"))),
        (of_the_plan(evidence()) + said(status("delivered")), ()),
    ],
    "not-answered": [
        (said(status("accepted"), ref="P1"), said(status("accepted", answered_by=("1.01",)), ref="P1")),
        (said(status("accepted"), ref="P1"),
         said(e.ActionLinked(answers=("P1",))) + said(status("accepted"), ref="P1")),
    ],
    "answer-not-commitment": [
        (said(status("accepted", answered_by=("P2",)), ref="P1"),
         said(status("accepted", answered_by=("1.01",)), ref="P1")),
    ],
    "answers-not-proposal": [
        ((SECOND, *said(e.ActionLinked(answers=("1.02",)))),
         (SECOND, *said(e.ActionLinked(answers=("P1", "P2"))))),
    ],
    "proposal-answers": [
        (said(e.ActionLinked(answers=("P2",)), ref="P1"), ()),
        (said(proposal(answers=("P2",)), ref="9"), said(proposal(), ref="9")),
    ],
    "no-authority": [
        (said(e.ActionClassified(axis="1", competence=Competence.OTHER)),
         said(e.ActionClassified(axis="1", competence=Competence.OTHER, authority="parks"))),
    ],
    "referred-to": [
        (said(status("referred", reason="Not ours."), ref="P1"),
         said(status("referred", reason="Not ours.", referred_to="parks"), ref="P1")),
    ],
    "merged-into": [((SECOND, *said(status("merged", reason="Same."))), (SECOND, *said(MERGED)))],
    "merged-itself": [
        (said(status("merged", reason="Same.", merged_into="1.01")), (SECOND, *said(MERGED))),
        ((SECOND, *said(MERGED), *said(status("merged", reason="Same.", merged_into="1.01"), ref="1.02")),
         # Undone, a merger may be made the other way round.
         (SECOND, *said(MERGED), *said(status("planned", reason="The other way."), on="2024-02-01"),
          *said(status("merged", reason="Same.", merged_into="1.01"), ref="1.02", on="2024-03-01"))),
    ],
    "move-without-reason": [
        (said(moved("2025", None)), said(moved("2025"))),
        (said(moved(None, None)), said(moved(None))),
        (said(moved(None), moved("2027", None)), said(moved(None), moved("2027"))),
        (said(moved("2024-06", None), moved("2024-Q3", None)), said(moved("2024-06", None))),
        (said(commitment(due=None), moved("2024", None), moved("2025", None), ref="9"),
         said(commitment(due=None), moved("2024", None), ref="9")),
    ],
    "move-without-note": [
        (said(moved("2025", Because.OTHER)), said(moved("2025", Because.OTHER, note="The river rose."))),
        (said(KEYS, e.MilestoneMoved(id="keys", due=None, because=Because.OTHER)),
         said(KEYS, e.MilestoneMoved(id="keys", due=None, because=Because.OTHER, note="The river rose."))),
    ],
    "date-after-end": [
        (said(evidence(), status("delivered"), moved("2025")),
         said(evidence(), moved("2025"), status("delivered"))),
        ((SECOND, *said(MERGED, moved("2025"))),
         said(status("abandoned", reason="No."), status("planned", reason="Yes."), moved("2025"))),
    ],
    "start-after-due": [
        (said(moved("2024-05", start=PartialDate("2024-06"))),
         said(moved("2024-05", start=PartialDate("2024")))),
        (said(commitment(start=PartialDate("2025")), ref="9"),
         said(commitment(start=PartialDate("2024")), ref="9")),
        (revised(start=PartialDate("2025"), end=PartialDate("2024")),
         revised(start=PartialDate("2024"), end=PartialDate("2024"))),
    ],
    "progress": [
        (said(e.ProgressDeclared(percent=101)), said(e.ProgressDeclared(percent=100))),
        (said(e.ProgressDeclared(percent=-1)), said(e.ProgressDeclared(percent=0))),
    ],
    "taken-id": [
        (said(KEYS, KEYS), said(KEYS, e.MilestoneAdded(id="doors", title="Doors"))),
        (said(VISITS, VISITS), said(VISITS) + of_the_plan(VISITS)),
        (said(evidence(), evidence()), said(evidence()) + of_the_plan(evidence())),
        (said(ASKED, ASKED), said(ASKED)),
        (of_the_plan(VISITS, VISITS), of_the_plan(VISITS)),
        (of_the_plan(evidence(), evidence()), of_the_plan(evidence())),
        (added("axis:1", e.AxisAdded(title="Again", position=1)),
         added("axis:1", e.AxisRevised(title="Again", position=1))),
        (added("organisation:city", organisation()), added("organisation:office", organisation())),
        (of_the_plan(report(files=(sealed_file(), sealed_file()))),
         of_the_plan(report(files=(sealed_file(), sealed_file("pact-2023-fr.pdf"))))),
    ],
    "unknown-id": [
        (said(REACHED), said(KEYS, REACHED)),
        # Recorded in the right order, and yet reached before it was thought of.
        ((of_action("2024-02-01", KEYS), of_action("2024-01-01", REACHED)), said(KEYS, REACHED)),
        (said(WITHDRAWN), said(evidence(), WITHDRAWN)),
        (said(MEASURED),
         said(VISITS, MEASURED)),
        (said(VISITS, COUNTED),
         said(VISITS, COUNTED, evidence())),
        (said(e.IndicatorRevised(id="visits", title="Visits", reason="Clearer.")), ()),
        (said(e.UpdatePublished(text="News.", evidence=("photo",))),
         said(e.UpdatePublished(text="News.", evidence=("photo",)), evidence())),
        (said(ANSWERED), said(ASKED, ANSWERED)),
        (of_the_plan(WITHDRAWN), ()),
        (of_the_plan(e.UpdatePublished(text="News.", evidence=("photo",))),
         of_the_plan(e.UpdatePublished(text="News.", evidence=("photo",)), evidence())),
        (of_the_plan(VISITS, COUNTED),
         of_the_plan(VISITS, COUNTED, evidence())),
    ],
    "no-silence": [
        (said(e.ReminderSent(days=0)), said(e.ReminderSent(days=181))),
        (said(e.ReminderSent(days=-3)), ()),
    ],
    "reached-twice": [
        (said(KEYS, REACHED, REACHED), said(KEYS, REACHED)),
        (said(KEYS, REACHED, e.MilestoneMoved(id="keys", due=PartialDate("2025"), because=Because.LEGAL)),
         ()),
    ],
    "milestone-dropped": [
        (said(KEYS, e.MilestoneDropped(id="keys", reason="No."), REACHED),
         said(KEYS, e.MilestoneDropped(id="keys", reason="No."))),
    ],
    "answered-twice": [(said(ASKED, ANSWERED, ANSWERED), said(ASKED, ANSWERED))],
    "withdrawn-twice": [
        (said(evidence(), WITHDRAWN, WITHDRAWN), said(evidence(), WITHDRAWN)),
        (of_the_plan(evidence(), WITHDRAWN, WITHDRAWN), ()),
    ],
    "measured-twice": [
        (said(VISITS, *[e.ValueMeasured(indicator="visits", value=Decimal(n)) for n in (1, 2)]),
         said(VISITS) + said(MEASURED, on="2024-01-02")
         + said(MEASURED, on="2024-01-03")),
        (of_the_plan(VISITS, *[MEASURED] * 2), ()),
    ],
    "not-a-number": [
        (said(VISITS, e.ValueMeasured(indicator="visits", value=Decimal("NaN"))), ()),
        (said(e.IndicatorAdded(id="visits", title="Visits", target=Decimal("Infinity"))), said(VISITS)),
    ],
    "bad-address": [
        (said(evidence(url=url)), said(evidence(url="https://example.org/a?b=c#d")))
        for url in ("javascript:alert(1)", "example.org", "ftp://example.org", "https://", "https://a b")
    ],
    "link-without-address": [(said(evidence(url="")), said(evidence()))],
    "document-without-file": [
        (said(evidence(type=EvidenceType.DOCUMENT, url="")),
         said(evidence(type=EvidenceType.DOCUMENT, url="", sha256="ab" * 32))),
        (said(evidence(type=EvidenceType.IMAGE, url="")), said(evidence(type=EvidenceType.DECISION, url=""))),
    ],
    "wording-gone": [
        (said(WORDED, e.ActionReworded(title="B")), said(e.ActionReworded(title="B"), WORDED)),
    ],
    "unknown-entry": [
        (said(fix(999, None)), said(ONE, fix(SIZE, None))),
        (said(fix(SIZE, None)), ()),
        (said(fix(6, {"title": "A"})), ()),
        (of_the_plan(fix(3, {"title": "A", "position": 1})),
         added("axis:1", fix(3, {"title": "A", "position": 1}))),
        (said(erase(999)), said(ONE, erase(SIZE))),
    ],
    "not-correctable": [
        (said(ONE, fix(SIZE, None), fix(SIZE + 1, None)),
         said(ONE, fix(SIZE, None), fix(SIZE, {"percent": 2}))),
    ],
    "sealed-report": [
        (of_the_plan(report(), fix(SIZE, e.payload_of(report(foreword="Better.")))),
         of_the_plan(report(), report(edition=2, reason="A better foreword."))),
    ],
    "not-withdrawable": [
        (said(fix(5, None)), said(fix(5, e.payload_of(commitment("Better words"))))),
        (of_the_plan(fix(0, None)),
         of_the_plan(fix(0, e.payload_of(e.PlanOpened(about=about(title="Better")))))),
        (added("axis:2", fix(4, None)), added("axis:2", fix(4, {"title": "Better", "position": 2}))),
        (added("organisation:parks", fix(2, None)), ()),
    ],
    "not-erasable": [
        (said(ONE, erase(SIZE), erase(SIZE + 1)),
         said(ONE, erase(SIZE))),
    ],
    "no-remains": [
        (said(erase(5)), said(erase(5, e.payload_of(commitment("A house"))))),
        (of_the_plan(erase(0)), of_the_plan(erase(0, e.payload_of(e.PlanOpened(about=about()))))),
        (said(ONE, fix(SIZE, {"percent": 2}), erase(SIZE + 1)),
         said(ONE, fix(SIZE, {"percent": 2}), erase(SIZE + 1, {"entry": SIZE, "reason": "Slip."}))),
        (of_the_plan(report(), erase(SIZE)), of_the_plan(report(), erase(SIZE, sealed_without()))),
    ],
    "sealed-remains": [
        (of_the_plan(report(foreword="Mrs Smith."), erase(SIZE, sealed_without(**changed))),
         of_the_plan(report(foreword="Mrs Smith."), erase(SIZE, sealed_without(foreword="Somebody."))))
        for changed in ({"files": (sealed_file(sha256="cd" * 32),)}, {"known": 7}, {"year": 2022})
    ],
    "edition-gap": [
        (of_the_plan(report(edition=2, reason="A slip.")), of_the_plan(report())),
        (of_the_plan(report(), report()), of_the_plan(report(), report(edition=2, reason="A slip."))),
        (of_the_plan(report(), report(edition=3, reason="A slip.")),
         of_the_plan(report(), report(since=date(2023, 2, 1)))),
    ],
    "edition-without-reason": [
        (of_the_plan(report(), report(edition=2, reason=" ")),
         of_the_plan(report(), report(edition=2, reason="A slip."))),
    ],
    "cut-off-ahead": [
        (of_the_plan(report(cut_off=date(2024, 1, 2))), of_the_plan(report(cut_off=date(2024, 1, 1)))),
    ],
    "cut-off-early": [
        (of_the_plan(report(cut_off=date(2022, 12, 31))), of_the_plan(report(cut_off=date(2023, 1, 1)))),
        (of_the_plan(report(since=date(2023, 12, 31))), of_the_plan(report(since=date(2023, 12, 30)))),
    ],
    "bad-year": [(of_the_plan(report(year=0)), ()), (of_the_plan(report(year=10_000)), ())],
    "known-entries": [
        (of_the_plan(report(known=known, checkpoint=f"promises.example/pact\n{known}\n{ROOT}\n")),
         of_the_plan(report(known=SIZE, checkpoint=f"promises.example/pact\n{SIZE}\n{ROOT}\n")))
        for known in (0, SIZE + 1)
    ],
    "bad-checkpoint": [
        (of_the_plan(point("promises.example/pact\n8\nabc\n")),
         of_the_plan(point(f"elsewhere.example/pact\n8\n{ROOT}\n"))),
        (of_the_plan(point(f"promises.example/pact\n8\n{ROOT}\n\nsigned\n")), ()),
        (of_the_plan(point("")), ()),
    ],
    "other-checkpoint": [
        (of_the_plan(point(f"promises.example/pact\n7\n{ROOT}\n")), ()),
        (of_the_plan(point(f"promises.example/other\n8\n{ROOT}\n")), ()),
    ],
    "no-files": [(of_the_plan(report(files=())), of_the_plan(report()))],
    "bad-file-name": [
        (of_the_plan(report(files=(sealed_file(name),))), of_the_plan(report(files=(sealed_file("a.json"),))))
        for name in ("../a.pdf", "a/b.pdf", ".pdf", "a.html", "A.pdf", "a.pdf\n", "", "a" * 200 + ".pdf")
    ],
    "bad-digest": [
        (of_the_plan(report(files=(sealed_file(sha256="AB" * 32),))), ()),
        (of_the_plan(report(files=(sealed_file(size=0),))), ()),
    ],
    "bad-part": [(of_the_plan(report(left_out=("a/b",))), of_the_plan(report(left_out=("questions",))))],
    "bad-correction": [
        (said(ONE, fix(SIZE, {"percent": "2"})),
         said(ONE, fix(SIZE, {"percent": 2}))),
        (said(erase(5, {"title": "A"})), ()),
    ],
}  # fmt: skip
