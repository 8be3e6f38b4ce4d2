"""tracker: software with which a city keeps its promises in public."""
