"""A site served by Granian in a process of its own, as an operator would serve it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from click.testing import CliRunner

from tracker.cli import main


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(target: str, port: int, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of the app that `target` names (`module:app`, or `module:make_app()` for a factory).

    It accepts requests from the start; what the server printed is in the error if it can't start.
    """
    name, call, _ = target.partition("()")
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), *(["--factory"] if call else []), name]
    server = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert server.stdout is not None
    try:
        said: list[str] = []
        for line in server.stdout:
            said.append(line)
            if "Started worker" in line:
                break
        else:
            raise AssertionError(f"{target} could not be served:\n{''.join(said)}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=30)


def site_on(database: Path, data: Path, **more: str) -> dict[str, str]:
    """The environment of a site on this machine that keeps ``data``, with a copy of a SQLite file."""
    shutil.copyfile(database, data / "tracker.sqlite")
    return {
        "TRACKER_DATA": str(data),
        "TRACKER_DATABASE": f"sqlite:///{data / 'tracker.sqlite'}",
        "TRACKER_EXPORTS": str(data / "exports"),
        "TRACKER_SITE_URL": f"http://127.0.0.1:{free_port()}",
        **more,
    }


@contextmanager
def serving_site(environment: Mapping[str, str]) -> Iterator[str]:
    """The address of the site of an environment."""
    port = urlsplit(environment["TRACKER_SITE_URL"]).port
    assert port is not None
    with serving("tracker.app:create_app()", port, environment) as address:
        yield address


def typed(environment: Mapping[str, str], *words: str) -> str:
    """What the command line prints, in this process: another one would take seconds to start."""
    with ThreadPoolExecutor(1) as executor:
        done = executor.submit(CliRunner().invoke, main, words, env=environment, catch_exceptions=False)
    result = done.result()
    assert result.exit_code == 0, result.output
    return result.stdout.strip()
