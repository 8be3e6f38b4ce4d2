"""From where somebody comes, and whom to believe about it."""

from ipaddress import ip_network
from typing import Any, cast

import pytest
from litestar.types import HTTPScope

from tracker.services.people_sign_in import Origin
from tracker.web.addresses import client_address

PROXIES = (ip_network("10.0.0.0/24"), ip_network("::1/128"))


def scope(client: str | None, *forwarded: str) -> HTTPScope:
    made: dict[str, Any] = {
        "client": (client, 1234) if client else None,
        "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded],
    }
    return cast(HTTPScope, made)


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.5", ["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.5", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        ("10.0.0.5", ["198.51.100.1", "203.0.113.7, 10.0.0.6"], "203.0.113.7"),
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("10.0.0.5", ["nonsense"], "nonsense"),
        (None, ["203.0.113.7"], ""),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours_counts(
    client: str | None, forwarded: list[str], address: str
) -> None:
    assert client_address(scope(client, *forwarded), PROXIES) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_household_counts_as_one_address(address: str, network: str) -> None:
    assert Origin(address).network == network
