"""What a submission changes, where it meets what was published meanwhile, and how texts differ."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_submission import plan_of, read
from tests.histories import about
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.difference import MOST_WORDS, Fate, Piece, conflicts, difference, retyped, words
from tracker.domain.status import Status
from tracker.domain.submission import MilestoneStep, NewStep, Submission
from tracker.domain.vocabulary import Because


def submission(**fields: str) -> Submission:
    return read(plan_of(), **fields).submission


@given(st.text(), st.text())
def test_kept_and_removed_words_give_the_first_text_kept_and_added_the_second(one: str, other: str) -> None:
    pieces = words(one, other)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.ADDED) == one
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED) == other


def test_words_are_compared_not_letters() -> None:
    assert words("le lieu ouvre en mai", "le lieu ouvre en juin") == (
        Piece(Fate.KEPT, "le lieu ouvre en "),
        Piece(Fate.REMOVED, "mai"),
        Piece(Fate.ADDED, "juin"),
    )


def test_very_long_texts_are_shown_one_after_the_other() -> None:
    old, new = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert words(old, new) == (Piece(Fate.REMOVED, old), Piece(Fate.ADDED, new))
    assert words(old, old) == (Piece(Fate.KEPT, old),)


def test_old_and_new_are_side_by_side() -> None:
    news = e.UpdatePublished(text="Le guichet est fermé.", next_step="Ouvrir.")
    action = plan_of(about("1.1", news, date(2024, 2, 1))).actions["1.1"]

    changes = difference(submission(status="in-progress", due="2024-12", because="funding"), action)

    found = {change.what: (change.before, change.after) for change in changes}
    assert found == {
        "text": ("Le guichet est fermé.", "Le guichet est ouvert."),
        "status": (Status.PLANNED, Status.IN_PROGRESS),
        "due": (PartialDate("2024-06-30"), PartialDate("2024-12")),
        "because": (None, Because.FUNDING),
    }
    assert [piece.text for piece in changes[0].words if piece.fate is Fate.ADDED] == ["ouvert"]


def test_what_others_published_on_the_same_thing_is_a_conflict() -> None:
    then = plan_of().actions["1.1"]
    move = e.DatesSet(due=PartialDate("2025"), because=Because.LEGAL)
    now = plan_of(
        about("1.1", move, date(2024, 3, 1)),
        about("1.1", e.StatusChanged(status=Status.IN_PROGRESS), date(2024, 3, 2)),
    ).actions["1.1"]

    found = conflicts(submission(due="2024-12", because="funding"), then, now)

    assert [(one.what, one.then, one.now, one.mine) for one in found] == [
        ("due", PartialDate("2024-06-30"), PartialDate("2025"), PartialDate("2024-12"))
    ]


def test_a_status_that_somebody_else_declared_meanwhile_is_seen_before_it_is_said_again() -> None:
    then = plan_of().actions["1.1"]
    started = about("1.1", e.StatusChanged(status=Status.IN_PROGRESS), date(2024, 3, 2))
    now = plan_of(started).actions["1.1"]

    found = conflicts(submission(status="in-progress", text=""), then, now)

    assert [(one.what, one.now) for one in found] == [("status", Status.IN_PROGRESS)]


def test_what_others_published_on_other_things_is_no_conflict() -> None:
    then = plan_of().actions["1.1"]
    now = plan_of(about("1.1", e.MilestoneReached(id="site"), date(2024, 3, 1))).actions["1.1"]
    assert conflicts(submission(due="2024-12", because="funding"), then, now) == ()


def test_two_versions_of_a_draft_differ_field_by_field() -> None:
    changed = retyped({"text": "un mot", "due": "2024"}, {"text": "deux mots", "status": "on-hold"})
    assert [(one.field, one.before, one.after) for one in changed] == [
        ("text", "un mot", "deux mots"),
        ("due", "2024", ""),
        ("status", "", "on-hold"),
    ]


def test_milestones_added_and_dropped_and_a_date_taken_away_are_compared() -> None:
    report = submission(
        undated="on",
        because="scope",
        milestone_site_dropped="on",
        milestone_site_reason="Ailleurs.",
        step_0_title="Ouvrir",
    )
    changes = {change.what: change for change in difference(report, plan_of().actions["1.1"])}
    assert (changes["due"].before, changes["due"].after) == (PartialDate("2024-06-30"), "")
    assert changes["milestone-site"].after == MilestoneStep("site", dropped=True, reason="Ailleurs.")
    assert changes["step-0"].after == NewStep(0, "Ouvrir")
