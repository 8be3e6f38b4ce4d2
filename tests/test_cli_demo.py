"""What `tracker demo` prints of its accounts; the rest of it, reports above all, takes minutes."""

import re

import pytest

from tracker import cli
from tracker.cli_shared import settings

PLAN = "nantes-nouvelles-solidarites"
ACCOUNT = re.compile(r"^  (\w+) +(\w+@demo\.example) +((?:[0-9a-f]{4}-){3}[0-9a-f]{4})$", re.MULTILINE)


@pytest.fixture(autouse=True)
def loaded(loaded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE", loaded_sqlite_url)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    cli.tell_accounts([PLAN], settings())
    return capsys.readouterr().out


def test_accounts_of_each_role_are_printed_with_new_passwords_at_each_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = (ACCOUNT.findall(printed(capsys)) for _n in range(2))
    assert [role for role, _email, _password in first] == [
        *("administrator", "reviewer", "council", "editor", "editor")
    ]
    assert [email for _role, email, _password in first] == [email for _role, email, _password in second]
    assert not {one[2] for one in first} & {one[2] for one in second}


def test_a_site_that_others_can_reach_gets_a_sentence_and_no_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_SITE_URL", "https://promises.example.org")
    assert printed(capsys) == (
        "https://promises.example.org is not this machine alone: no demonstration accounts.\n"
    )
