import asyncio
import socket

import pytest

from wallwatch.whois.dial import AskError, public_addresses


def names(monkeypatch, *addresses):
    async def getaddrinfo(_self, _host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


async def test_a_registrys_addresses_are_those_on_the_internet(monkeypatch):
    """Each once."""
    names(monkeypatch, "1.1.1.1", "1.1.1.1", "1.0.0.1")
    assert await public_addresses("rdap.arin.net", 443) == ["1.1.1.1", "1.0.0.1"]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
async def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch, address):
    """Not even if another of its addresses is fine."""
    names(monkeypatch, "1.1.1.1", address)
    with pytest.raises(AskError, match="not on the Internet"):
        await public_addresses("rdap.arin.net", 443)


async def test_a_name_that_is_not_found_is_said_so(monkeypatch):
    """In a sentence."""

    async def getaddrinfo(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    with pytest.raises(AskError, match=r"rdap\.arin\.net is not found: Name or service not known"):
        await public_addresses("rdap.arin.net", 443)
