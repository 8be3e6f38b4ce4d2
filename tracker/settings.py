"""What an operator can set, read from the environment once and checked at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK_HOSTS = ("127.0.0.1", "localhost")
Network = IPv4Network | IPv6Network


# How a mail server is spoken to, and the port that goes with it.
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class SettingsError(ValueError):
    """A variable holds a value that can't be used; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`security` is a key of MAIL_PORTS; `user` is empty where the server asks for none."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender_name: str
    sender: str


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """An OpenID Connect provider that people may sign in through, and how this site is known there.

    `second_factor` are values of `acr` or `amr` that count as one; `acr_values` is what is asked for, empty
    for nothing; `emails_verified` for a provider that gives no other e-mails and does not say so.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    scopes: str
    acr_values: str
    second_factor: frozenset[str]
    emails_verified: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked.

    `site_url` has no trailing slash; `allowed_hosts` are values of the Host header, `*.` standing for any
    name below and `*` for any at all; `accent` is `#rrggbb` or None for the colour of the stylesheet;
    `mail` is None where no mail is sent, `provider` where people sign in with a password alone.
    Requests that come from one of the `trusted_proxies` say in X-Forwarded-For whom they come from.
    """

    database: str = field(repr=False)  # may hold a password
    data: Path
    exports: Path
    site_url: str
    allowed_hosts: tuple[str, ...]
    accent: str | None
    most_upload: int  # bytes
    mail: MailServer | None
    require_second_factor: bool
    provider: ProviderSettings | None
    trusted_proxies: tuple[Network, ...]
    check_links: bool

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
            most_upload=_most_upload(environment),
            mail=_mail(environment),
            require_second_factor=_yes(environment, "TRACKER_REQUIRE_SECOND_FACTOR"),
            provider=_provider(environment),
            trusted_proxies=_networks(environment, "TRACKER_TRUSTED_PROXIES"),
            check_links=_yes(environment, "TRACKER_CHECK_LINKS", default=True),
        )

    @property
    def site_host(self) -> str:
        """The name of the site's host, without a port: the origin of every checkpoint."""
        return urlsplit(self.site_url).hostname or ""

    @property
    def https(self) -> bool:
        return self.site_url.startswith("https:")

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the site at its address."""
        return self.site_host in LOOPBACK_HOSTS


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
    names = [name.strip() for name in environment.get("TRACKER_ALLOWED_HOSTS", "").split(",") if name.strip()]
    for name in names:
        if not re.fullmatch(r"\*|(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", name):
            raise SettingsError(
                f"TRACKER_ALLOWED_HOSTS has {name!r}. Write host names without scheme or port, "
                "separated by commas: promises.example.org,*.example.net"
            )
    site = urlsplit(site_url)
    if not names:
        names = list(LOOPBACK_HOSTS) if site.hostname in LOOPBACK_HOSTS else [site.hostname or ""]
    # Browsers send a port that isn't the scheme's own, and the check compares the whole header.
    with_port = [f"{name}:{site.port}" for name in names if site.port and name != "*"]
    return (*names, *with_port)


def _accent(environment: Mapping[str, str]) -> str | None:
    accent = environment.get("TRACKER_ACCENT")
    if not accent:
        return None
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        raise SettingsError(
            f"TRACKER_ACCENT is {accent!r}. Write a colour as six hexadecimal digits: #1d5c8a"
        )
    return accent.lower()


def _mail(environment: Mapping[str, str]) -> MailServer | None:
    host = environment.get("TRACKER_SMTP_HOST") or ""
    password = _secret(environment, "TRACKER_SMTP_PASSWORD") or ""
    user = environment.get("TRACKER_SMTP_USER") or ""
    if not host:
        return None
    security = environment.get("TRACKER_SMTP_SECURITY") or "starttls"
    if security not in MAIL_PORTS:
        raise SettingsError(f"TRACKER_SMTP_SECURITY is {security!r}. Write starttls, tls or none.")
    if bool(user) != bool(password):
        raise SettingsError("TRACKER_SMTP_USER and TRACKER_SMTP_PASSWORD belong together. Set both or none.")
    if user and security == "none" and host not in LOOPBACK_HOSTS:
        raise SettingsError(
            "TRACKER_SMTP_SECURITY is none, which would send TRACKER_SMTP_PASSWORD in the clear. "
            "Write starttls or tls."
        )
    port = environment.get("TRACKER_SMTP_PORT") or str(MAIL_PORTS[security])
    if not (re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536):
        raise SettingsError(f"TRACKER_SMTP_PORT is {port!r}. Write a number from 1 to 65535.")
    return MailServer(host, int(port), security, user, password, *_sender(environment))


def _sender(environment: Mapping[str, str]) -> tuple[str, str]:
    given = environment.get("TRACKER_SMTP_FROM") or ""
    name, address = parseaddr(given)
    if not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", address) or re.search(r"[\x00-\x1f\x7f]", given):
        raise SettingsError(
            f"TRACKER_SMTP_FROM is {given!r}. Write the address that mails come from: "
            "Public promises <promises@example.org>"
        )
    return name, address


def _provider(environment: Mapping[str, str]) -> ProviderSettings | None:
    issuer = environment.get("TRACKER_OIDC_ISSUER") or ""
    client_secret = _secret(environment, "TRACKER_OIDC_CLIENT_SECRET") or ""
    client_id = environment.get("TRACKER_OIDC_CLIENT_ID") or ""
    if not issuer:
        return None
    if not safe_address(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise SettingsError(
            f"TRACKER_OIDC_ISSUER is {issuer!r}. Write the issuer just as the provider publishes it: "
            "https://login.example.org/realms/city"
        )
    if not client_id or not client_secret:
        raise SettingsError(
            "TRACKER_OIDC_ISSUER needs TRACKER_OIDC_CLIENT_ID and TRACKER_OIDC_CLIENT_SECRET. "
            "Set all three, as the provider gave them to you."
        )
    scopes = environment.get("TRACKER_OIDC_SCOPES") or "openid email"
    if "openid" not in scopes.split():
        raise SettingsError(f"TRACKER_OIDC_SCOPES is {scopes!r}. Write openid among them: openid email")
    return ProviderSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        name=environment.get("TRACKER_OIDC_NAME") or urlsplit(issuer).hostname or issuer,
        scopes=scopes,
        acr_values=environment.get("TRACKER_OIDC_ACR_VALUES") or "",
        second_factor=frozenset(environment.get("TRACKER_OIDC_SECOND_FACTOR", "").split()),
        emails_verified=_yes(environment, "TRACKER_OIDC_EMAILS_VERIFIED"),
    )


def safe_address(address: str) -> bool:
    """Whether it is an https address, or one of this machine's loopback."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    here = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    return (parts.scheme == "https" or here) and bool(parts.hostname) and not parts.username


def _yes(environment: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    answer = environment.get(name, "").strip().lower()
    if answer not in {"", "yes", "no"}:
        raise SettingsError(f"{name} is {answer!r}. Write yes or no.")
    return answer == "yes" if answer else default


def _networks(environment: Mapping[str, str], name: str) -> tuple[Network, ...]:
    named = [part.strip() for part in environment.get(name, "").split(",") if part.strip()]
    try:
        return tuple(ip_network(one) for one in named)
    except ValueError as error:
        raise SettingsError(
            f"{name}: {error}. Write the addresses or networks of the proxies before this site, "
            "separated by commas: 10.0.0.5,192.168.8.0/24"
        ) from None


LARGEST_UPLOAD_MB = 60


def _most_upload(environment: Mapping[str, str]) -> int:
    megabytes = environment.get("TRACKER_MOST_UPLOAD_MB") or "20"
    if not (re.fullmatch(r"[0-9]{1,2}", megabytes) and 0 < int(megabytes) <= LARGEST_UPLOAD_MB):
        raise SettingsError(
            f"TRACKER_MOST_UPLOAD_MB is {megabytes!r}. Write a whole number from 1 to {LARGEST_UPLOAD_MB}."
        )
    return int(megabytes) * 1_000_000
