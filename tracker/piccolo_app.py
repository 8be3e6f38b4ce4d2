"""The Piccolo app: where its migrations are and which tables they describe."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="tracker",
    migrations_folder_path=Path(__file__).parent / "store" / "migrations",
    table_classes=table_finder(
        modules=[
            "tracker.store.mail_tables",
            "tracker.store.people_tables",
            "tracker.store.preparation_tables",
            "tracker.store.submission_tables",
            "tracker.store.tables",
        ],
        exclude_imported=True,
    ),
)
