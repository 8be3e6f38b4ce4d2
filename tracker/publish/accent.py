"""A site's own accent colour, made readable: contrast is computed, and corrected where it falls short.

Contrast is that of WCAG 2.2 (relative luminance). The hue stays; lightness moves until text in the accent
reads at 7 to 1 on the page's ground, light and dark.
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls

# The grounds of tracker.css: paper and the lighter or darker sheet that is nearest to the text.
LIGHT_GROUND = "#f2ecdf"
DARK_GROUND = "#26221d"
ENOUGH = 7.0


def contrast(one: str, other: str) -> float:
    """The contrast of two colours written #rrggbb, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str) -> str:
    """The colour nearest to ``colour`` in lightness that reads on ``ground``."""
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    step = -0.01 if _luminance(ground) > 0.2 else 0.01
    while contrast(colour, ground) < ENOUGH and 0 < lightness + step < 1:
        lightness += step
        colour = _written(hls_to_rgb(hue, lightness, saturation))
    return colour


def stylesheet(accent: str) -> str:
    """The few rules that put a site's accent (#rrggbb) in place of the stylesheet's own."""
    light, dark = readable(accent, LIGHT_GROUND), readable(accent, DARK_GROUND)
    return (
        f":root {{ --accent: {light}; --accent-soft: color-mix(in srgb, {light} 10%, #fffdf8); }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  :root {{ --accent: {dark}; --accent-soft: color-mix(in srgb, {dark} 14%, #171512);"
        f" --on-accent: #171512; }}\n"
        "}\n"
    )


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
