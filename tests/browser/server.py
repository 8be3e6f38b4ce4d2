"""A site served by Granian in a process of its own, as an operator would serve it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


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
