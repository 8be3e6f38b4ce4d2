"""Templates: each compiles, each is used, none holds a script or a style of its own."""

import re
from pathlib import Path

import pytest

from tracker.publish.templating import TEMPLATES, environment

ROOT = Path(__file__).parents[2]
SCRIPT = '<script src="{{ static_url("staff.js") }}" defer></script>'
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str) -> None:
    environment("fr").get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_template_is_used(name: str) -> None:
    sources = [*(ROOT / "tracker").rglob("*.py"), *TEMPLATES.rglob("*.*")]
    assert any(f'"{name}"' in path.read_text() for path in sources if path != TEMPLATES / name)


@pytest.mark.parametrize("name", NAMES)
def test_template_obeys_the_content_security_policy(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    if name.startswith("staff/"):
        text = text.replace(SCRIPT, "")
    assert not re.search(r"<script|\son\w+=|javascript:|\sstyle=", text)


@pytest.mark.parametrize("name", NAMES)
def test_template_is_short_enough_to_read(name: str) -> None:
    assert len((TEMPLATES / name).read_text().splitlines()) <= 130
