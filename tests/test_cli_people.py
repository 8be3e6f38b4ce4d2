"""`tracker user …`, as an operator types it."""

import re

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

PLAN = "lille-ville-de-la-solidarite"


@pytest.fixture
def tracker(loaded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("TRACKER_DATABASE", loaded_sqlite_url)
    monkeypatch.setenv("TRACKER_SITE_URL", "https://promises.example.org")
    return CliRunner()


def user(tracker: CliRunner, *words: str, status: int = 0) -> Result:
    result = tracker.invoke(main, ["user", *words])
    assert result.exit_code == status, result.output
    return result


def test_somebody_is_added_and_their_link_printed(tracker: CliRunner) -> None:
    added = user(tracker, "add", "Eva@Example.org", "--role", "administrator", "--role", f"reviewer:{PLAN}")
    assert re.fullmatch(r"https://promises\.example\.org/staff/invitation/[\w-]{43}\n", added.stdout)
    assert user(tracker, "list").stdout == f"eva@example.org\tinvited\tadministrator, reviewer:{PLAN}\n"
    again = user(tracker, "add", "eva@example.org", status=1)
    assert "has an account already" in again.output


@pytest.mark.parametrize(
    ("role", "says", "status"),
    [
        ("king", "Write administrator, reviewer:PLAN", 2),
        ("reviewer:nowhere", "There is no plan nowhere.", 1),
        (f"editor:{PLAN}:nobody", "no organisation nobody", 1),
    ],
)
def test_a_role_that_cannot_be_adds_nobody(tracker: CliRunner, role: str, says: str, status: int) -> None:
    assert says in user(tracker, "add", "eva@example.org", "--role", role, status=status).output
    assert user(tracker, "list").stdout == ""


def test_an_account_is_closed_but_not_the_last_administrators(tracker: CliRunner) -> None:
    user(tracker, "add", "eva@example.org", "--role", "administrator")
    assert "no administrator left" in user(tracker, "disable", "eva@example.org", status=1).output
    user(tracker, "add", "ugo@example.org", "--role", "administrator")
    user(tracker, "disable", "eva@example.org")
    assert "eva@example.org\tclosed" in user(tracker, "list").stdout
    assert "nobody has the e-mail" in user(tracker, "disable", "who@example.org", status=1).output


def test_a_new_link_is_printed_for_whoever_lost_theirs(tracker: CliRunner) -> None:
    first = user(tracker, "add", "eva@example.org").stdout
    second = user(tracker, "reset-link", "EVA@example.org", "--drop-second-factor").stdout
    assert second.startswith("https://promises.example.org/staff/invitation/")
    assert first != second
