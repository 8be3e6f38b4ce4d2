"""Marking texts for the catalogues where they stand; whoever shows one translates it."""


def _(message: str) -> str:
    """The message itself: the call is what the catalogues are extracted by."""
    return message
