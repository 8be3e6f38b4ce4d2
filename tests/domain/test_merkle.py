"""The Merkle tree of RFC 6962 and the checkpoint."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import OPENING, register
from tracker.domain.merkle import Checkpoint, CheckpointError, leaf_hash, read_checkpoint, root
from tracker.domain.register import checkpoint

LEAVES = [leaf_hash(bytes([n])) for n in range(71)]


def naive_root(leaves: list[bytes]) -> bytes:
    """As RFC 6962 defines it: split at the largest power of two smaller than the number of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(71))
def test_the_root_is_that_of_rfc_6962(size: int) -> None:
    assert root(LEAVES[:size]) == naive_root(LEAVES[:size])


def test_the_roots_of_published_test_vectors() -> None:
    # From the test data of Certificate Transparency logs.
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    leaves = [leaf_hash(bytes.fromhex(text)) for text in inputs]
    assert leaves[0].hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_checkpoint_has_three_lines() -> None:
    made = checkpoint("example.org/pact", register(*OPENING))
    lines = made.text.split("\n")
    assert lines == ["example.org/pact", str(len(OPENING)), base64.b64encode(made.root).decode(), ""]
    assert made.text.startswith(f"example.org/pact\n{len(OPENING)}\n{made.short}")


@given(st.integers(0, 10**15 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_was_written(size: int, digest: bytes) -> None:
    made = Checkpoint("example.org/pact", size, digest)
    assert read_checkpoint(made.text) == made


def test_signatures_and_extensions_of_a_checkpoint_are_left_alone() -> None:
    made = Checkpoint("example.org/pact", 3, bytes(32))
    assert read_checkpoint(made.text + "an extension\n\n— example.org AbCd\n") == made


GOOD_ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "three lines"),
        ("example.org/pact\n3\n", "three lines"),
        (f"\n3\n{GOOD_ROOT}\n", "three lines"),
        (f"example.org/pact\n\n{GOOD_ROOT}\n", "three lines"),
        (f"example.org/pact\n03\n{GOOD_ROOT}\n", "line 2"),
        (f"example.org/pact\n-3\n{GOOD_ROOT}\n", "line 2"),
        (f"example.org/pact\n٣\n{GOOD_ROOT}\n", "line 2"),
        (f"example.org/pact\n{'9' * 5000}\n{GOOD_ROOT}\n", "line 2"),
        (f"example.org/pact\r\n3\r\n{GOOD_ROOT}\r\n", "line 2"),
        ("example.org/pact\n3\nAAAA\n", "line 3"),
        (f"example.org/pact\n3\n{GOOD_ROOT[:-1]}\n", "line 3"),
        (f"example.org/pact\n3\n{GOOD_ROOT[:-2]}B=\n", "line 3"),
        (f"example.org/pact\n3\n {GOOD_ROOT}\n", "line 3"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, advice: str) -> None:
    with pytest.raises(CheckpointError, match=advice):
        read_checkpoint(text)
