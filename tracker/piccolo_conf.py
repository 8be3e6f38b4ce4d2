"""Piccolo's configuration: the engine that tables query, and the registered app."""

import os
from typing import Any

from piccolo.conf.apps import AppRegistry

from tracker.settings import Settings
from tracker.store import engine

APP_REGISTRY = AppRegistry(apps=["tracker.piccolo_app"])


def __getattr__(name: str) -> Any:
    # DB is looked up, not stored: the engine in use may be replaced while the process runs,
    # and importing this module must neither read the environment nor touch a database.
    if name != "DB":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if engine.engine_in_use() is None:
        engine.use_engine(engine.make_engine(Settings.from_environment(os.environ).database))
    return engine.engine_in_use()
