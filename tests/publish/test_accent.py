"""A site's accent colour stays readable, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.publish.accent import DARK_GROUND, ENOUGH, LIGHT_GROUND, contrast, readable, stylesheet

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(COLOURS, st.sampled_from([LIGHT_GROUND, DARK_GROUND]))
def test_every_colour_is_made_readable_on_both_grounds(colour: str, ground: str) -> None:
    assert contrast(readable(colour, ground), ground) >= ENOUGH


def test_a_colour_that_reads_already_is_kept() -> None:
    assert readable("#0b3d66", LIGHT_GROUND) == "#0b3d66"


def test_light_and_dark_have_their_own_accent() -> None:
    assert readable("#1d5c8a", LIGHT_GROUND) != readable("#1d5c8a", DARK_GROUND)
    assert stylesheet("#1d5c8a").count("--accent:") == 2
