"""The verifier that readers download, run as they run it.

It shares no line with ``tracker.domain``: what both say of a register was found out twice.
"""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "tracker" / "static" / "verify_register.py"


def verdict(register: Path, *checkpoints: Path) -> tuple[int, str]:
    """The exit code, and what the script printed on either stream."""
    # -I -S: the standard library alone, without this project or its packages.
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(register), *map(str, checkpoints)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr
