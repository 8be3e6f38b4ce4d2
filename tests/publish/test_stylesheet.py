"""What the stylesheet promises: colours that can be read, fonts that are there, rules the policy allows."""

import re
from collections import Counter

import pytest

from tracker.domain.status import Status
from tracker.publish.accent import DARK_GROUND, LIGHT_GROUND, contrast, stylesheet
from tracker.publish.charts.ink import DARK as UPON_DARK
from tracker.publish.templating import STATIC

CSS = (STATIC / "tracker.css").read_text()
SHEETS = sorted(path.name for path in STATIC.glob("*.css"))
ROOTS = re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL)
LIGHT = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", ROOTS[0]))
DARK = {**LIGHT, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", ROOTS[1]))}
SCHEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
GROUNDS = ("paper", "sheet", "sunk")


def faces(sheet: str) -> list[dict[str, str]]:
    rules = re.findall(r"@font-face \{(.*?)\}", (STATIC / sheet).read_text())
    return [dict(re.findall(r"([\w-]+): ([^;]+);", rule)) for rule in rules]


@pytest.mark.parametrize("sheet", [*SHEETS, "of an accent"])
def test_the_dark_changes_colours_and_nothing_else(sheet: str) -> None:
    """So what holds for a page in the light holds in the dark, but for its colours."""
    css = (STATIC / sheet).read_text() if sheet in SHEETS else stylesheet("#ffcc00")
    dark = re.findall(r"@media \(prefers-color-scheme: dark\) \{((?:[^{}]*\{[^{}]*\})*)\s*\}", css)
    assert css.count("prefers-color-scheme") == len(dark)
    for name, value in re.findall(r"([\w-]+): ([^;}]+);", "".join(dark)):
        assert name.startswith("--") or name in {
            "fill",
            "stroke",
            "color",
            "background-color",
            "border-color",
        }
        assert re.match(r"#[0-9a-f]{6}$|color-mix\(|var\(--", value), name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_running_text_has_the_highest_contrast(scheme: dict[str, str]) -> None:
    for ground in GROUNDS:
        assert contrast(scheme["ink"], scheme[ground]) >= 12
        assert contrast(scheme["soft"], scheme[ground]) >= 6.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_links_and_words_of_statuses_can_be_read_on_every_ground(scheme: dict[str, str]) -> None:
    names = ["accent", "late", *(status.value for status in Status)]
    weak = {
        (name, ground): round(contrast(scheme[name], scheme[ground]), 2)
        for name in names
        for ground in GROUNDS
        if contrast(scheme[name], scheme[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("upon", "ground"),
    [
        ("on-accent", "accent"),
        ("on-done", "done"),
        ("on-done", "agreed"),
        ("accent", "accent-soft"),
        ("ink", "accent-soft"),
    ],
)
def test_text_on_colour_can_be_read(scheme: dict[str, str], upon: str, ground: str) -> None:
    assert contrast(scheme[upon], scheme[ground]) >= 4.5


def fills(scheme: dict[str, str]) -> dict[str, str]:
    """What charts fill each status with: a token, or a share of one on the ground."""
    found = {}
    for status in Status:
        rules = re.findall(rf"\.fill-{status}\b[^{{]*\{{ fill: (.*?); \}}", CSS)
        # The second of two is for the dark.
        rule = rules[-1] if scheme["ink"] == DARK["ink"] else rules[0]
        token, share = re.findall(r"^(?:color-mix\(in srgb, )?var\(--([\w-]+)\)(?: (\d+)%)?", rule)[0]
        found[status.value] = _mixed(scheme[token], scheme["paper"], int(share or 100) / 100)
    return found


def _mixed(colour: str, ground: str, share: float) -> str:
    parts = ((int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in parts)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_shapes_and_counts_can_be_read_on_the_fills_of_charts(scheme: dict[str, str]) -> None:
    weak = {
        status: fill
        for status, fill in fills(scheme).items()
        if contrast(scheme["on-done" if status in UPON_DARK else "ink"], fill) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_borders_of_fields_and_the_focus_can_be_seen(scheme: dict[str, str]) -> None:
    for ground in GROUNDS:
        assert contrast(scheme["focus"], scheme[ground]) >= 3
        assert contrast(scheme["line-strong"], scheme[ground]) >= 3


def test_a_site_s_accent_is_corrected_on_the_grounds_of_the_stylesheet() -> None:
    assert (LIGHT["sunk"], DARK["sunk"]) == (LIGHT_GROUND, DARK_GROUND)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_file_that_a_stylesheet_names_is_there_and_small(sheet: str) -> None:
    names = [
        n for n in re.findall(r'url\("([^"]+)"\)', (STATIC / sheet).read_text()) if not n.startswith("data:")
    ]
    for name in names:
        assert (STATIC / name).stat().st_size < 150_000


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_two_files_are_the_same_face_of_a_family(sheet: str) -> None:
    """WeasyPrint draws letters of the one file with shapes of the other, and the text still copies well."""
    found = Counter(
        (face["font-family"], face.get("font-weight", "400"), face.get("font-style", "normal"))
        for face in faces(sheet)
    )
    assert [face for face, count in found.items() if count > 1] == []


def test_every_status_has_its_colour() -> None:
    for status in Status:
        assert f".is-{status.value} " in CSS
        assert f".fill-{status.value}" in CSS


def test_the_stylesheet_obeys_the_content_security_policy() -> None:
    assert "@import" not in CSS
    assert "http:" not in CSS.replace("http://www.w3.org/2000/svg", "")
