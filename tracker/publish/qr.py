"""An address that a phone reads."""

from __future__ import annotations

import segno


def qr_code(address: str, border: int = 4) -> tuple[int, str]:
    """A QR code as the side of its square and the path of its dark modules, the quiet zone included."""
    rows = list(segno.make_qr(address, error="m").matrix_iter(border=border))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path
