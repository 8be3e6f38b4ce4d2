"""Roles and where they hold."""

import pytest

from tracker.domain.access import Access, Grant, Role


@pytest.mark.parametrize("text", ["administrator", "reviewer:lille", "council:lille", "editor:lille:ccas"])
def test_a_grant_reads_as_it_is_written(text: str) -> None:
    assert str(Grant.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "king",
        "administrator:lille",
        "reviewer",
        "council::x",
        "editor:lille",
        "editor::ccas",
        "editor:a:b:c",
    ],
)
def test_a_role_without_its_place_or_with_another_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Grant.parse(text)


def test_no_role_contains_another() -> None:
    every = {"administrator", "reviewer:lille", "council:lille", "editor:lille:ccas"}
    for one in every:
        access = Access(frozenset({Grant.parse(one)}))
        found = {
            "administrator": access.administers,
            "reviewer:lille": access.reviews("lille"),
            "council:lille": access.sits_on_council("lille"),
            "editor:lille:ccas": "ccas" in access.edits_for("lille"),
        }
        assert {name for name, holds in found.items() if holds} == {one}


def test_a_role_holds_in_its_plan_alone() -> None:
    access = Access(frozenset(map(Grant.parse, ["reviewer:lille", "council:lille", "editor:lille:ccas"])))
    assert not access.reviews("nantes")
    assert not access.sits_on_council("nantes")
    assert access.edits_for("nantes") == frozenset()


def test_editors_alone_weigh_little() -> None:
    grants = {Role.EDITOR: Grant(Role.EDITOR, "lille", "ccas"), Role.COUNCIL: Grant(Role.COUNCIL, "lille")}
    assert not Access(frozenset({grants[Role.EDITOR]})).weighty
    assert Access(frozenset(grants.values())).weighty
