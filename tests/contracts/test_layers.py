"""Who may import whom; read from the source, so that a forgotten import counts too."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "tracker").rglob("*.py"))

# A part of `tracker` may import itself and these other parts.
MAY_IMPORT = {
    "domain": set[str](),
    "plan_files": {"domain"},
    "publish": {"domain"},
    "store": {"domain"},
    "services": {"domain", "plan_files", "publish", "settings", "store"},
    "web": {"domain", "publish", "services", "settings", "store"},
    "settings": set[str](),
    "static": set[str](),  # the verifier that readers download stands alone
}
# These put the parts together, and may import all of them.
WIRING = {
    "app",
    "cli",
    "cli_mail",
    "cli_people",
    "cli_register",
    "cli_repair",
    "cli_reports",
    "cli_seal",
    "cli_shared",
    "piccolo_conf",
    "piccolo_app",
}
# Parts that keep to a few libraries; the others choose theirs freely.
LIBRARIES = {
    "domain": {"msgspec"},
    "settings": set[str](),
    "static": set[str](),
    "plan_files": {"msgspec", "yaml"},
}
ONLY_HERE = {"piccolo": {"store", *WIRING}, "litestar": {"web", *WIRING}, "weasyprint": {"publish"}}


def part_of(module: Path) -> str:
    return module.relative_to(ROOT / "tracker").parts[0].removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """Dotted names; what `from package import name` brings is `package.name`."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide who imports whom"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def faults(module: Path) -> Iterator[str]:
    part = part_of(module)
    for name in imported(module):
        library, *inner = name.split(".")
        if library == "tracker":
            other = inner[0] if inner else ""
            if part not in {*WIRING, "__init__", other} and other not in MAY_IMPORT[part]:
                yield f"{part} imports {name}"
        elif library not in sys.stdlib_module_names:
            if part in LIBRARIES and library not in LIBRARIES[part]:
                yield f"{part} imports {library}"
            if library in ONLY_HERE and part not in ONLY_HERE[library]:
                yield f"{part} imports {library}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_module_imports_only_what_its_part_may(module: Path) -> None:
    assert list(faults(module)) == []


def test_every_part_has_its_rule() -> None:
    parts = {part_of(module) for module in MODULES}
    assert parts - {"__init__", "locales"} <= {*MAY_IMPORT, *WIRING}


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    files = [*MODULES, *(ROOT / "tests").rglob("*.py")]
    assert [file for file in files if drawers & {file.stem, file.parent.name}] == []
