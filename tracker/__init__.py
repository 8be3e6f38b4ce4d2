"""tracker: software with which a city keeps its promises in public."""

import os

# Piccolo looks for its configuration by this name; a deployment may still name another module.
os.environ.setdefault("PICCOLO_CONF", "tracker.piccolo_conf")
