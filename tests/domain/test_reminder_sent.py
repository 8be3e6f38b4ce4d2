"""A reminder that was sent is public: it stands beside the silence, and is no news itself."""

from datetime import date

from tests.domain.stories import action, of_action, rules_broken
from tracker.domain import events as e
from tracker.domain.readings import freshness

REMINDED = of_action("2024-02-01", e.ReminderSent(days=200, to="parks"))


def test_a_reminder_is_kept_with_the_action_and_is_no_news() -> None:
    one = action(REMINDED)
    assert (one.reminded_on, one.last_news_on) == (date(2024, 2, 1), None)


def test_silence_says_when_somebody_was_reminded_of_it() -> None:
    assert freshness(action(REMINDED), date(2024, 3, 1), 180).reminded_on == date(2024, 2, 1)


def test_news_puts_an_end_to_the_reminder() -> None:
    news = of_action("2024-02-10", e.UpdatePublished(text="Begun."))
    assert freshness(action(REMINDED, news), date(2024, 3, 1), 180).reminded_on is None


def test_a_day_before_the_reminder_knows_nothing_of_it() -> None:
    assert action(REMINDED, day="2024-01-31").reminded_on is None


def test_a_reminder_names_an_organisation_of_the_plan_and_a_silence() -> None:
    assert rules_broken(REMINDED) == []
    assert rules_broken(of_action("2024-02-01", e.ReminderSent(days=200))) == []
    assert rules_broken(of_action("2024-02-01", e.ReminderSent(days=0, to="zoo"))) == [
        "no-silence",
        "unknown-organisation",
    ]
