"""Check a public register with Python alone: python3 verify_register.py register.jsonl [checkpoint]

Each entry is written anew from what it says and from the entry before it: change one byte, and they differ.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def merkle_root(leaves: list[bytes]) -> bytes:  # RFC 6962: split at the largest power of two
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01", merkle_root(leaves[:half]), merkle_root(leaves[half:]))


def verify(lines: list[bytes]) -> tuple[str, list[bytes]]:
    prev, at, leaves, gone = "0" * 64, "", [], set()
    for index, line in enumerate(lines):
        try:
            entry = json.loads(line.decode(), parse_float=str, parse_constant=str)
            body, payload, salt = {**entry["body"], "index": index, "prev": prev}, entry["payload"], None
            if payload is None:  # erased on legal ground: a later entry must say so
                gone.add(index)
            else:
                salt = bytes.fromhex(entry["salt"])
                body["payload_sha256"] = sha256(salt, canonical(payload)).hex()
                gone.discard(payload["entry"] if body["kind"] == "content.erased" else None)
            leaves.append(sha256(b"\x00", canonical(body)))
            prev = sha256(b"\x01", bytes.fromhex(prev), leaves[-1]).hex()
            anew = {"body": body, "hash": prev, "payload": payload, "salt": salt and salt.hex()}
            if canonical(anew) != line.removesuffix(b"\n") or not at <= body["at"] >= body["on"]:
                raise ValueError("written anew, it is another")
            at = body["at"]
        except (ValueError, KeyError, TypeError, RecursionError) as why:
            sys.exit(f"entry {index} is not what was recorded: {why}")
    if gone:
        sys.exit(f"entry {min(gone)} has lost its content, and no later entry says why")
    return prev, leaves


if __name__ == "__main__":
    head, leaves = verify(Path(sys.argv[1]).read_bytes().splitlines(keepends=True))
    root = base64.b64encode(merkle_root(leaves)).decode()
    for name in sys.argv[2:]:
        _, size, known = Path(name).read_text(encoding="utf-8").split("\n")[:3]
        if int(size) > len(leaves) or base64.b64decode(known) != merkle_root(leaves[: int(size)]):
            sys.exit(f"entry {min(int(size) - 1, len(leaves))}: another register than the checkpoint's")
    print(f"OK: {len(leaves)} entries\nhead {head}\nroot {root}")
