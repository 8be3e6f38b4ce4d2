"""What an operator can set, read from the environment once and checked at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK_HOSTS = ("127.0.0.1", "localhost")


class SettingsError(ValueError):
    """A variable holds a value that can't be used; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked.

    `site_url` has no trailing slash; `accent` is `#rrggbb` or None for the colour of the stylesheet.
    """

    database: str = field(repr=False)  # may hold a password
    data: Path
    exports: Path
    site_url: str
    allowed_hosts: tuple[str, ...]
    accent: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises SettingsError for the first variable that can't be used."""
        data = Path(environment.get("TRACKER_DATA") or "data")
        site_url = _site_url(environment)
        return cls(
            database=_database(environment, data),
            data=data,
            exports=Path(environment.get("TRACKER_EXPORTS") or "exports"),
            site_url=site_url,
            allowed_hosts=_allowed_hosts(environment, site_url),
            accent=_accent(environment),
        )

    @property
    def site_host(self) -> str:
        """The host of the site, with its port if it has one: the origin of every checkpoint."""
        return urlsplit(self.site_url).netloc


def _database(environment: Mapping[str, str], data: Path) -> str:
    url = _secret(environment, "TRACKER_DATABASE") or f"sqlite:///{data / 'tracker.sqlite'}"
    if not re.match(r"sqlite:///.|postgres(ql)?://.", url):
        raise SettingsError(
            "TRACKER_DATABASE names no database that is known here. "
            "Write sqlite:///relative/path.sqlite, sqlite:////absolute/path.sqlite "
            "or postgresql://user:password@host/database."
        )
    return url


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    value, file = environment.get(name), environment.get(f"{name}_FILE")
    if value and file:
        raise SettingsError(f"{name} and {name}_FILE are both set. Keep one of them.")
    if not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{name}_FILE names {file}, which can't be read ({error}). "
            "Name a text file that this user may read."
        ) from error


def _site_url(environment: Mapping[str, str]) -> str:
    url = (environment.get("TRACKER_SITE_URL") or "http://127.0.0.1:8000").rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.path or parts.query or parts.fragment or parts.username:
        raise SettingsError(
            f"TRACKER_SITE_URL is {url!r}. Write the address that readers type, without a path: "
            "https://promises.example.org"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _allowed_hosts(environment: Mapping[str, str], site_url: str) -> tuple[str, ...]:
    named = tuple(
        filter(None, (host.strip() for host in environment.get("TRACKER_ALLOWED_HOSTS", "").split(",")))
    )
    if not named:
        host = urlsplit(site_url).hostname or ""
        return LOOPBACK_HOSTS if host in LOOPBACK_HOSTS else (host,)
    for host in named:
        if not re.fullmatch(r"\*|(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", host):
            raise SettingsError(
                f"TRACKER_ALLOWED_HOSTS has {host!r}. Write host names without scheme or port, "
                "separated by commas: promises.example.org,*.example.net"
            )
    return named


def _accent(environment: Mapping[str, str]) -> str | None:
    accent = environment.get("TRACKER_ACCENT")
    if not accent:
        return None
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        raise SettingsError(
            f"TRACKER_ACCENT is {accent!r}. Write a colour as six hexadecimal digits: #1d5c8a"
        )
    return accent.lower()
