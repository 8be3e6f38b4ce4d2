"""Lets the `piccolo` command find the project from its root folder."""

from tracker.piccolo_conf import APP_REGISTRY, DB

__all__ = ["APP_REGISTRY", "DB"]
