"""What an operator or a developer can set, type or install is written down, and nothing else is."""

import re
import tomllib
from pathlib import Path

from tracker.cli import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SETTING = re.compile(r"\bTRACKER_[A-Z_]*[A-Z]\b")


def settings_in(*places: Path) -> set[str]:
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
    return {name for file in files for name in SETTING.findall(file.read_text(encoding="utf-8"))}


def first_cells(document: str, pattern: str) -> set[str]:
    """What stands between backquotes in the first column of the document's tables."""
    text = (DOCS / document).read_text(encoding="utf-8")
    return {
        name for row in re.findall(r"^\|([^|]*)\|", text, re.MULTILINE) for name in re.findall(pattern, row)
    }


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    # A setting that may be a secret can be kept in a file: the code makes that name from the other.
    assert first_cells("operating.md", r"`(TRACKER_\w+)`") == settings_in(ROOT / "tracker") | {
        "TRACKER_DATABASE_FILE",
        "TRACKER_OIDC_CLIENT_SECRET_FILE",
        "TRACKER_SMTP_PASSWORD_FILE",
    }


def test_every_variable_of_the_tests_is_documented() -> None:
    of_tests = settings_in(ROOT / "run", ROOT / "tests" / "browser") - settings_in(ROOT / "tracker")
    assert first_cells("running-tests.md", r"`(TRACKER_\w+)`") == of_tests


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    assert first_cells("operating.md", r"`tracker (\w+)") == set(main.commands)


def test_every_way_through_the_door_is_documented() -> None:
    offered = re.findall(r"^\./run (\w+)", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE)
    written = first_cells("operating.md", r"`\./run (\w+)") | first_cells(
        "running-tests.md", r"`\./run (\w+)"
    )
    assert written == set(offered)


def test_every_dependency_is_justified_and_every_justified_one_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=]", line)[0] for line in declared}
    assert first_cells("dependencies.md", r"`([\w-]+)`") == names
