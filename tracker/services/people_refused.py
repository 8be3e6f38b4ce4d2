"""How the services for people say no: a message for whoever asked, and the field of the form it is about."""

from __future__ import annotations


class RefusedError(ValueError):
    """``message`` is translated when it is shown, then filled with ``values``."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.field = field
        self.message = message
        self.values = values
