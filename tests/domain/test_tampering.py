"""Whatever is done to a register file, the first wrong entry is named: by us, and by the readers' script."""

from __future__ import annotations

import base64
import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.domain.stories import of_plan, register
from tests.domain.tampering import CHECKPOINT, DISHONEST, ENTRIES, LINES, TAMPERED, Lines, resealed
from tests.independent_verifier import SCRIPT, verdict
from tracker.domain import events as e
from tracker.domain import merkle
from tracker.domain.register import ZERO, checkpoint, lines_of
from tracker.domain.verification import TamperedError, Verified, read_line, verify_lines

# Small enough for every byte of it to be changed in several ways.
SMALL: Lines = list(
    lines_of(
        register(
            of_plan("2023-01-01", e.UpdatePublished(text="Été")),
            of_plan("2023-01-02", e.UpdatePublished(text="b")),
            of_plan("2023-01-03", e.ContentErased(entry=1, reason="x")),
        )
    )
)


def readers_verify() -> Callable[[Lines], tuple[str, Lines]]:
    spec = importlib.util.spec_from_file_location("verify_register", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Callable[[Lines], tuple[str, Lines]] = module.verify
    return made


READERS = readers_verify()


def first_wrong(lines: Lines, known: merkle.Checkpoint | None = None) -> int:
    with pytest.raises(TamperedError) as found:
        verify_lines(lines, known)
    assert str(found.value).startswith(f"entry {found.value.index}: ")
    return found.value.index


def first_wrong_for_readers(lines: Lines) -> int:
    with pytest.raises(SystemExit) as found:
        READERS(lines)
    named = re.match(r"entry (\d+) ", str(found.value))
    assert named
    return int(named[1])


def split(content: bytes) -> Lines:
    return [line + b"\n" for line in content.split(b"\n")[:-1]] + [
        last for last in content.split(b"\n")[-1:] if last
    ]


def test_a_register_that_holds_together_is_told_so() -> None:
    verified = verify_lines(LINES, CHECKPOINT)
    assert verified == Verified("pact", len(ENTRIES), ENTRIES[-1].hash, CHECKPOINT.root, (9,))
    assert READERS(LINES) == (verified.hash, [entry.leaf for entry in ENTRIES])


def test_lines_read_back_are_the_entries() -> None:
    assert [read_line(index, line) for index, line in enumerate(LINES)] == ENTRIES


def test_an_empty_register_holds_together() -> None:
    assert verify_lines([]) == Verified("", 0, ZERO, merkle.root([]), ())


def test_every_single_byte_counts() -> None:
    content = b"".join(SMALL)
    assert verify_lines(SMALL).size == 3
    place = 0
    for index, line in enumerate(SMALL):
        for _ in line:
            others = {content[place] ^ mask for mask in (0x01, 0x20, 0x80)} | set(b'"\n')
            for other in others - {content[place]}:
                lines = split(content[:place] + bytes([other]) + content[place + 1 :])
                assert first_wrong(lines) == index, (index, content[place], other)
                assert first_wrong_for_readers(lines) == index, (index, content[place], other)
            place += 1


def test_every_single_byte_may_neither_be_missing_nor_doubled() -> None:
    content = b"".join(SMALL)
    place = 0
    for index, line in enumerate(SMALL):
        for _ in line:
            missing = content[:place] + content[place + 1 :]
            doubled = content[:place] + content[place : place + 1] + content[place:]
            for lines in (split(missing), split(doubled)):
                # The last line feed says nothing; a second one begins an entry that is not there.
                if b"".join(lines) == content[:-1]:
                    assert verify_lines(lines) == verify_lines(SMALL)
                    continue
                after = place == len(content) - 1 or (doubled == b"".join(lines) and line[-1:] == b"\n")
                wrong = first_wrong(lines)
                assert wrong == index + (after and content[place] == 0x0A), (place, lines)
                assert first_wrong_for_readers(lines) == wrong
            place += 1


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found_at_the_right_entry(what: str) -> None:
    lines, index = TAMPERED[what]
    assert lines != LINES
    assert first_wrong(lines) == index
    assert first_wrong_for_readers(lines) == index


@pytest.mark.parametrize("what", DISHONEST)
def test_a_register_rewritten_with_care_must_still_have_the_form_of_one(what: str) -> None:
    lines, index = DISHONEST[what]
    assert first_wrong(lines) == index


def test_a_register_rewritten_with_care_is_found_by_the_checkpoint_in_other_hands() -> None:
    lines = resealed(6, {"by": "parks"})
    assert verify_lines(lines).size == len(LINES)
    assert READERS(lines)
    assert first_wrong(lines, CHECKPOINT) == len(LINES) - 1
    assert first_wrong(lines, checkpoint("example.org/pact", ENTRIES[:7])) == 6
    assert verify_lines(lines, checkpoint("example.org/pact", ENTRIES[:6])).size == len(LINES)


def test_entries_that_a_checkpoint_counts_may_not_be_missing() -> None:
    assert verify_lines(LINES[:8]).size == 8
    assert first_wrong(LINES[:8], CHECKPOINT) == 8
    assert first_wrong([], CHECKPOINT) == 0


def test_entries_written_after_a_checkpoint_are_welcome() -> None:
    for size in range(len(ENTRIES) + 1):
        known = checkpoint("example.org/pact", ENTRIES[:size])
        assert verify_lines(LINES, known).size == len(ENTRIES)


def test_lines_may_come_without_their_line_feed() -> None:
    bare = [line.rstrip(b"\n") for line in LINES]
    assert verify_lines(bare) == verify_lines(LINES)
    assert READERS(bare) == READERS(LINES)


# --- the very file that readers download ------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "register.jsonl").write_bytes(b"".join(LINES))
    (tmp_path / "checkpoint").write_text(CHECKPOINT.text, encoding="utf-8")
    return tmp_path


def test_the_readers_script_agrees_with_us(folder: Path) -> None:
    code, words = verdict(folder / "register.jsonl", folder / "checkpoint")
    root = base64.b64encode(CHECKPOINT.root).decode()
    assert (code, words) == (0, f"OK: {len(LINES)} entries\nhead {ENTRIES[-1].hash}\nroot {root}\n")
    assert verdict(folder / "register.jsonl") == (code, words)


@pytest.mark.parametrize(
    "what", ["a letter of a text", "a line dropped", "carriage returns", "content gone without a word"]
)
def test_the_readers_script_names_the_first_wrong_entry_and_fails(what: str, folder: Path) -> None:
    lines, index = TAMPERED[what]
    (folder / "register.jsonl").write_bytes(b"".join(lines))
    code, words = verdict(folder / "register.jsonl")
    assert code == 1
    assert words.startswith(f"entry {index} ")


@pytest.mark.parametrize(("lines", "index"), [(resealed(6, {"by": "parks"}), 11), (LINES[:8], 8)])
def test_the_readers_script_holds_a_register_to_a_checkpoint(lines: Lines, index: int, folder: Path) -> None:
    (folder / "register.jsonl").write_bytes(b"".join(lines))
    code, words = verdict(folder / "register.jsonl", folder / "checkpoint")
    assert code == 1
    assert words.startswith(f"entry {index}")


def test_the_readers_script_fits_on_a_page_and_needs_nothing_but_python() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 65
    assert max(map(len, source.splitlines())) <= 110
    imports = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))
    assert imports == {"base64", "hashlib", "json", "pathlib", "sys", "typing"}
