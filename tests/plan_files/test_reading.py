"""Files of a folder: what is read, what is refused, and on which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan_files.folders import PROPOSAL, front, write_plan
from tracker.plan_files.nodes import FrontMatterError, Items, Keys, Text, parse
from tracker.plan_files.reading import LARGEST, read_folder


def only_problem(folder: Path) -> tuple[str, int, str]:
    (problem,) = read_folder(folder).problems
    return Path(problem.file).name, problem.line, problem.message


def test_scalars_stay_the_text_that_was_typed() -> None:
    tree = parse("a: 1.10\nb: true\nc: 2024-06-01\nd: ~\ne: 0x1F\n", 2)
    assert {k: v for k, (_, v) in tree.pairs.items()} == {
        "a": Text("1.10", 2),
        "b": Text("true", 3),
        "c": Text("2024-06-01", 4),
        "d": Text("~", 5),
        "e": Text("0x1F", 6),
    }


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    plan = read_folder(folder).plan
    assert plan is not None
    line, organisations = plan.keys.pairs["organisations"]
    assert line == 6
    assert isinstance(organisations, Items)
    assert isinstance(organisations.items[1], Keys)
    assert organisations.items[1].line == 10


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: &x 1\n", 2, "anchors"),
        ("a: 1\nb: *x\n", 3, "aliases"),
        ("a: !!python/object:os.system 1\n", 2, "tags"),
        ("a:\n  <<: {b: 1}\n", 3, "merge keys"),
        ("a: 1\nb: 2\na: 3\n", 4, "“a” is already given on line 2"),
        ("- a\n- b\n", 2, "table of keys"),
        ("", 2, "empty"),
        ("a: [1, 2\nb: 3\n", 3, "cannot be read as YAML"),
        ("a: b: c\n", 2, "between quotes"),
        ("a: 1\n...\n---\nb: 2\n", 4, "more than one YAML document"),
        ("a: " + "[" * 500 + "]" * 500 + "\n", 2, "levels deep"),
        ("a: 1\nb: x\u2028y\n", 3, "U+2028"),
        ('a: 1\nb: "x\\0y"\n', 3, "U+0000"),
        ('a: 1\nb: "\\ud800"\n', 3, "YAML"),
        ("? [a, b]\n: c\n", 2, "single word"),
    ],
)
def test_front_matter_beyond_the_plain_part_of_yaml_is_refused(text: str, line: int, words: str) -> None:
    with pytest.raises(FrontMatterError, match=r".") as refused:
        parse(text, 2)
    assert refused.value.line == line
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (front(PROPOSAL).encode("utf-16"), 1, "looks like UTF-16; save it as UTF-8"),
        (front(PROPOSAL).encode("utf-16-le"), 1, "looks like UTF-16; save it as UTF-8"),
        (front(PROPOSAL + "owner: Région\n").encode("latin-1"), 6, "not UTF-8"),
        (b"---\ntitle: a\0b\n---\n", 2, "U+0000"),
        (b"ref: 1\n", 1, "first line"),
        (b"", 1, "first line"),
        (b"---\nref: 1\n", 3, "no end"),
        (b"---\nref: 1\n---\n" + b"x" * LARGEST, 1, "is the most"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    folder = write_plan(tmp_path / "plan", p=PROPOSAL)
    (folder / "wrong.md").write_bytes(content)
    name, where, message = only_problem(folder)
    assert (name, where) == ("wrong.md", line)
    assert words in message


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_of_any_editor_are_read(tmp_path: Path, mark: bytes, ending: str) -> None:
    folder = write_plan(tmp_path / "plan", p=PROPOSAL)
    (folder / "p.md").write_bytes(mark + front(PROPOSAL, "Texte.\n").replace("\n", ending).encode())
    read = read_folder(folder)
    assert not read.problems
    assert read.actions[0].keys.pairs["title"] == (4, Text("Un lieu unique par quartier", 4))
    assert read.actions[0].body == "Texte."


def test_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", p=PROPOSAL)
    outside = tmp_path / "outside.md"
    outside.write_text(front(PROPOSAL))
    (folder / "x.md").symlink_to(outside)
    assert "outside the plan's folder" in only_problem(folder)[2]


def test_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", p=PROPOSAL)
    (folder / "x.md").symlink_to(folder / "gone.md")
    assert only_problem(folder)[0] == "x.md"


def test_folder_of_plans_is_no_plan_and_says_which_are(tmp_path: Path) -> None:
    write_plan(tmp_path / "pacte")
    name, line, message = only_problem(tmp_path)
    assert (name, line) == ("plan.md", 1)
    assert f"Did you mean {tmp_path}/pacte?" in message


def test_missing_folder_is_named(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "gone")[2] == "there is no such folder."


def test_action_further_down_is_not_lost_without_a_word(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", p=PROPOSAL)
    (folder / "more").mkdir()
    (folder / "more" / "p2.md").write_text(front(PROPOSAL))
    assert "Move this one up" in only_problem(folder)[2]
