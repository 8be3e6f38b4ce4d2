"""The forms of the workshop in words: their fields, the choices they offer, what they would change."""
