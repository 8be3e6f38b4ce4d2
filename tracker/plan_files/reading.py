"""Reading a plan's folder: which files it has, and what each holds before anything is made of it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.plan_files.nodes import FrontMatterError, Keys, check_characters, parse
from tracker.plan_files.problems import Problem

LARGEST = 1_000_000  # bytes; the longest chapter of a pact is a hundredth of it
PLAN_FILE = "plan.md"
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: ``path`` as shown to people, its front matter, its Markdown."""

    path: str
    keys: Keys
    body: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What could be read of a plan's folder. ``unread`` counts action files that could not."""

    slug: str
    path: str
    plan: SourceFile | None
    actions: tuple[SourceFile, ...]
    unread: int
    problems: tuple[Problem, ...]


class UnreadableError(ValueError):
    """A file that is not text, too large, or out of bounds."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_folder(folder: Path) -> Folder:
    """Read ``plan.md`` and the action files beside it. Nothing is raised: problems are listed."""
    shown = folder.as_posix().rstrip("/") or "."
    plan_path = f"{shown}/{PLAN_FILE}"
    slug = folder.resolve().name
    if not folder.is_dir():
        problem = Problem(shown, 1, "there is no such folder.")
        return Folder(slug, shown, None, (), 0, (problem,))
    read: list[SourceFile] = []
    problems = [*_misplaced(folder, shown)]
    unread = 0
    for path in sorted(p for p in folder.iterdir() if _is_ours(p)):
        name = f"{shown}/{path.name}"
        try:
            read.append(read_file(path, folder, name))
        except (UnreadableError, FrontMatterError) as error:
            problems.append(Problem(name, error.line, str(error)))
            unread += path.name != PLAN_FILE
    plan = next((file for file in read if file.path == plan_path), None)
    if plan is None and not any(problem.file == plan_path for problem in problems):
        problems.append(Problem(plan_path, 1, _no_plan(folder, shown)))
    actions = tuple(file for file in read if file is not plan)
    return Folder(slug, shown, plan, actions, unread, tuple(problems))


def _is_ours(path: Path) -> bool:
    return path.suffix.lower() == ".md" and not path.name.startswith(".") and not path.is_dir()


def _no_plan(folder: Path, shown: str) -> str:
    inner = sorted(p.parent.name for p in folder.glob(f"*/{PLAN_FILE}"))
    advice = f" Did you mean {', '.join(f'{shown}/{name}' for name in inner[:5])}?" if inner else ""
    return f"the folder of a plan has a {PLAN_FILE}, and this one has none.{advice}"


def _misplaced(folder: Path, shown: str) -> Iterator[Problem]:
    """An action in a folder further down would be lost without a word."""
    if not (folder / PLAN_FILE).exists():
        return
    for path in sorted(folder.glob("[!.]*/*.md")):
        place = path.relative_to(folder).as_posix()
        yield Problem(f"{shown}/{place}", 1, f"action files lie beside {PLAN_FILE}. Move this one up.")


def read_file(path: Path, folder: Path, shown: str) -> SourceFile:
    """Raises UnreadableError or FrontMatterError, both with the line of the file."""
    text = _text(_bytes(path, folder))
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise UnreadableError(1, f"the first line should be “{_FENCE}”: front matter comes first.")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise UnreadableError(
            len(lines), f"the front matter has no end. Put a line “{_FENCE}” before the text."
        )
    return SourceFile(shown, parse("\n".join(lines[1:end]), 2), "\n".join(lines[end + 1 :]).strip())


def _bytes(path: Path, folder: Path) -> bytes:
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            raise UnreadableError(1, "this is a link to a file outside the plan's folder. Copy the file.")
        known = real.stat()
        if not stat.S_ISREG(known.st_mode):
            raise UnreadableError(1, "this is not an ordinary file.")
        if known.st_size > LARGEST:
            raise UnreadableError(
                1, f"the file has {known.st_size:,} bytes; {LARGEST:,} is the most. It was not read."
            )
        with real.open("rb") as file:
            return file.read(LARGEST)
    except (OSError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "a link that leads nowhere"
        raise UnreadableError(1, f"the file cannot be read ({why}).") from None


def _text(content: bytes) -> str:
    """UTF-8, with or without its mark; lines end as they like."""
    start = content[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or start.count(0) * 5 > len(start) > 0:
        raise UnreadableError(1, "this looks like UTF-16; save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = content[error.start]
        raise UnreadableError(
            line,
            f"byte 0x{wrong:02X} is not UTF-8 (it may be Latin-1 or Windows-1252); save it as UTF-8.",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_characters(text, 1)
    return text
