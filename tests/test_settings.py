"""Settings: sensible without any, strict with each, and every refusal says what to write instead."""

from pathlib import Path

import pytest

from tracker.settings import Settings, SettingsError


def test_nothing_has_to_be_set() -> None:
    settings = Settings.from_environment({})
    assert settings.database == "sqlite:///data/tracker.sqlite"
    assert (settings.data, settings.exports) == (Path("data"), Path("exports"))
    assert (settings.site_url, settings.site_host) == ("http://127.0.0.1:8000", "127.0.0.1")
    assert settings.allowed_hosts == ("127.0.0.1", "localhost", "127.0.0.1:8000", "localhost:8000")
    assert settings.accent is None
    assert settings.on_loopback
    assert not settings.require_second_factor
    assert settings.trusted_proxies == ()
    assert settings.check_links


def test_an_empty_variable_counts_as_unset() -> None:
    names = ("DATABASE", "DATABASE_FILE", "DATA", "EXPORTS", "SITE_URL", "ALLOWED_HOSTS", "ACCENT")
    empty = {f"TRACKER_{name}": "" for name in names}
    assert Settings.from_environment(empty) == Settings.from_environment({})


def test_the_database_is_kept_with_the_data() -> None:
    assert Settings.from_environment({"TRACKER_DATA": "/srv/x"}).database == "sqlite:////srv/x/tracker.sqlite"


def test_the_site_gives_its_host_to_checkpoints_and_to_the_hosts_allowed() -> None:
    settings = Settings.from_environment({"TRACKER_SITE_URL": "https://Promises.example.org/"})
    assert settings.site_url == "https://promises.example.org"
    assert settings.site_host == "promises.example.org"
    assert settings.allowed_hosts == ("promises.example.org",)


def test_hosts_are_read_as_a_list() -> None:
    hosts = {
        "TRACKER_ALLOWED_HOSTS": "a.example.org, *.example.net,",
        "TRACKER_SITE_URL": "https://a.example.org",
    }
    assert Settings.from_environment(hosts).allowed_hosts == ("a.example.org", "*.example.net")


def test_a_host_is_allowed_with_the_port_of_the_site() -> None:
    hosts = {"TRACKER_ALLOWED_HOSTS": "*.example.net", "TRACKER_SITE_URL": "http://a.example.org:81"}
    assert Settings.from_environment(hosts).allowed_hosts == ("*.example.net", "*.example.net:81")


def test_proxies_are_addresses_or_networks() -> None:
    settings = Settings.from_environment({"TRACKER_TRUSTED_PROXIES": "10.0.0.5, 192.168.8.0/24"})
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.5/32", "192.168.8.0/24"]


def test_links_are_checked_unless_the_site_says_no() -> None:
    assert not Settings.from_environment({"TRACKER_CHECK_LINKS": "No"}).check_links
    assert Settings.from_environment({"TRACKER_CHECK_LINKS": "yes"}).check_links


def test_any_host_can_be_allowed() -> None:
    assert Settings.from_environment({"TRACKER_ALLOWED_HOSTS": "*"}).allowed_hosts == ("*",)


def test_a_password_can_be_kept_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text("postgresql://tracker:secret@db/tracker\n")
    settings = Settings.from_environment({"TRACKER_DATABASE_FILE": str(file)})
    assert settings.database == "postgresql://tracker:secret@db/tracker"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("TRACKER_DATABASE", "mysql://db/tracker", "sqlite:///relative/path"),
        ("TRACKER_DATABASE", "sqlite:///", "sqlite:////absolute/path"),
        ("TRACKER_DATABASE", "tracker.sqlite", "sqlite:///relative/path"),
        ("TRACKER_DATABASE_FILE", "/no/such/file", "Name a text file"),
        ("TRACKER_SITE_URL", "promises.example.org", "https://promises.example.org"),
        ("TRACKER_SITE_URL", "https://example.org/promises", "without a path"),
        ("TRACKER_SITE_URL", "https://example.org:port", "without a path"),
        ("TRACKER_SITE_URL", "https://user@example.org", "without a path"),
        ("TRACKER_ALLOWED_HOSTS", "https://example.org", "without scheme or port"),
        ("TRACKER_ALLOWED_HOSTS", "example.org:8000", "without scheme or port"),
        ("TRACKER_ACCENT", "blue", "#1d5c8a"),
        ("TRACKER_ACCENT", "#12345", "#1d5c8a"),
        ("TRACKER_REQUIRE_SECOND_FACTOR", "1", "yes or no"),
        ("TRACKER_CHECK_LINKS", "sometimes", "yes or no"),
        ("TRACKER_TRUSTED_PROXIES", "proxy.example.org", "10.0.0.5"),
    ],
)
def test_a_refusal_names_the_variable_and_says_what_to_write(name: str, value: str, advice: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        Settings.from_environment({name: value})
    assert advice in str(refused.value)


def test_a_secret_in_two_places_is_refused(tmp_path: Path) -> None:
    both = {"TRACKER_DATABASE": "sqlite:///a", "TRACKER_DATABASE_FILE": str(tmp_path / "b")}
    with pytest.raises(SettingsError, match="Keep one"):
        Settings.from_environment(both)


MAIL = {
    "TRACKER_SMTP_HOST": "smtp.example.org",
    "TRACKER_SMTP_FROM": "Promesses de Bourg <promises@example.org>",
}


def test_without_a_mail_server_no_mail_is_sent() -> None:
    assert Settings.from_environment({}).mail is None
    assert Settings.from_environment({"TRACKER_SMTP_HOST": ""}).mail is None


def test_a_mail_server_is_spoken_to_in_secret_unless_told_otherwise() -> None:
    mail = Settings.from_environment(MAIL).mail
    assert mail is not None
    assert (mail.host, mail.port, mail.security, mail.user) == ("smtp.example.org", 587, "starttls", "")
    assert (mail.sender_name, mail.sender) == ("Promesses de Bourg", "promises@example.org")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_goes_with_the_security(security: str, port: int) -> None:
    mail = Settings.from_environment({**MAIL, "TRACKER_SMTP_SECURITY": security}).mail
    assert mail is not None
    assert mail.port == port


def test_the_password_of_the_mail_server_can_be_kept_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n")
    given = {**MAIL, "TRACKER_SMTP_USER": "us", "TRACKER_SMTP_PASSWORD_FILE": str(file)}
    settings = Settings.from_environment(given)
    assert settings.mail is not None
    assert (settings.mail.user, settings.mail.password) == ("us", "secret")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("TRACKER_SMTP_FROM", "", "promises@example.org"),
        ("TRACKER_SMTP_FROM", "nobody", "promises@example.org"),
        ("TRACKER_SMTP_FROM", "a@b.example\r\nBcc: c@d.example", "promises@example.org"),
        ("TRACKER_SMTP_PORT", "0", "1 to 65535"),
        ("TRACKER_SMTP_PORT", "smtp", "1 to 65535"),
        ("TRACKER_SMTP_SECURITY", "ssl", "starttls, tls or none"),
        ("TRACKER_SMTP_USER", "us", "Set both"),
        ("TRACKER_SMTP_PASSWORD", "secret", "Set both"),
    ],
)
def test_a_refusal_about_mail_says_what_to_write(name: str, value: str, advice: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        Settings.from_environment({**MAIL, name: value})
    assert advice in str(refused.value)


def test_a_password_is_not_sent_in_the_clear_over_a_network() -> None:
    given = {"TRACKER_SMTP_SECURITY": "none", "TRACKER_SMTP_USER": "us", "TRACKER_SMTP_PASSWORD": "secret"}
    with pytest.raises(SettingsError, match="starttls"):
        Settings.from_environment({**MAIL, **given})
    assert Settings.from_environment({**MAIL, **given, "TRACKER_SMTP_HOST": "localhost"}).mail


PROVIDER = {
    "TRACKER_OIDC_ISSUER": "https://login.example.org/realms/city",
    "TRACKER_OIDC_CLIENT_ID": "tracker",
    "TRACKER_OIDC_CLIENT_SECRET": "s3cret",
}


def test_a_provider_needs_three_things_and_has_sensible_ones_beside() -> None:
    provider = Settings.from_environment(PROVIDER).provider
    assert provider
    assert (provider.issuer, provider.name) == (PROVIDER["TRACKER_OIDC_ISSUER"], "login.example.org")
    assert (provider.scopes, provider.acr_values, provider.second_factor) == ("openid email", "", frozenset())
    assert not provider.emails_verified
    assert "s3cret" not in repr(provider)
    assert Settings.from_environment({**PROVIDER, "TRACKER_OIDC_ISSUER": ""}).provider is None


def test_the_secret_of_a_provider_can_be_kept_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    kept = {**PROVIDER, "TRACKER_OIDC_CLIENT_SECRET": "", "TRACKER_OIDC_SECOND_FACTOR": " mfa  eidas2 "}
    kept["TRACKER_OIDC_CLIENT_SECRET_FILE"] = str(tmp_path / "secret")
    provider = Settings.from_environment(kept).provider
    assert provider
    assert provider.client_secret == "from a file"
    assert provider.second_factor == {"mfa", "eidas2"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ISSUER", "http://login.example.org", "just as the provider publishes it"),
        ("ISSUER", "https://login.example.org/?realm=city", "just as the provider publishes it"),
        ("ISSUER", "https://me:you@login.example.org", "just as the provider publishes it"),
        ("ISSUER", "https://[", "just as the provider publishes it"),
        ("CLIENT_ID", "", "Set all three"),
        ("CLIENT_SECRET", "", "Set all three"),
        ("SCOPES", "email", "Write openid among them"),
        ("EMAILS_VERIFIED", "perhaps", "Write yes or no."),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused_with_what_to_write(
    name: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        Settings.from_environment({**PROVIDER, f"TRACKER_OIDC_{name}": value})
