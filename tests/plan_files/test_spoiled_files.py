"""Files as they come: cut, doubled, pasted over. Reading names what is wrong and never breaks down."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan_files.folders import ACTION, PLAN, PROPOSAL, changes, front, write_plan
from tracker.plan_files.nodes import FrontMatterError, parse

SNIPPETS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["- ", ": ", "  ", "\t", "'", '"', "{", "[", "|", ">-", "---", "#", "&a", "*a", "!!b", "~"]
    ),
    st.sampled_from((ACTION + PLAN).split("\n")),
    st.sampled_from(["2024-99", "9999-12-31", "0001-01-01", "-1", "none", "merged", "1e9", "٣"]),
)


@st.composite
def spoiled(draw: Any) -> str:
    lines = draw(st.sampled_from([ACTION, PROPOSAL, PLAN])).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["replace", "value", "insert", "delete"]))
        if kind == "replace":
            lines[place] = draw(SNIPPETS)
        elif kind == "value":
            lines[place] = f"{lines[place].split(':')[0]}: {draw(SNIPPETS)}"
        elif kind == "insert":
            lines.insert(place, draw(SNIPPETS))
        elif len(lines) > 1:
            del lines[place]
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(spoiled(), st.booleans())
def test_no_spoiled_file_stops_the_reading(keys: str, is_plan: bool) -> None:
    folder = Path(mkdtemp()) / "pacte"
    try:
        write_plan(folder)
        content = front(f"{keys}\n").encode("utf-8", "surrogatepass")
        (folder / ("plan.md" if is_plan else "guichets.md")).write_bytes(content)
        for problem in changes(folder).problems:
            assert problem.line >= 1
            assert problem.message
    finally:
        shutil.rmtree(folder.parent)


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? ", "a: {"])
def test_deep_nesting_is_refused_before_it_costs_anything(sign: str) -> None:
    with pytest.raises(FrontMatterError):
        parse("a: " + sign * 300_000, 2)


def test_thousands_of_unknown_keys_are_not_all_named(tmp_path: Path) -> None:
    many = "".join(f"key{n}: x\n" for n in range(20_000))
    found = changes(write_plan(tmp_path / "p", p=PROPOSAL + many)).problems
    assert len(found) == 21
    assert found[-1].message == "many more keys are not those of an action."
