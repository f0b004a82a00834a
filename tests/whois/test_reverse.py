import asyncio
import socket
import struct
from contextlib import asynccontextmanager

import pytest
from dns.asyncresolver import Resolver

from wallwatch.whois.reverse import ReverseNames

SEED = "207.95.12.112"


class Server(asyncio.DatagramProtocol):
    """A name server that gives everybody one name, or says nothing."""

    def __init__(self, name) -> None:
        self.name = name
        self.asked = []

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data, addr) -> None:
        end = data.index(b"\0", 12) + 5
        self.asked.append(data[12:end])
        if self.name is not None:
            target = b"".join(bytes([len(part)]) + part for part in self.name.split(b".")) + b"\0"
            head = data[:2] + struct.pack(">HHHHH", 0x8180, 1, 1, 0, 0)
            answer = b"\xc0\x0c" + struct.pack(">HHIH", 12, 1, 60, len(target)) + target
            self.transport.sendto(head + data[12:end] + answer, addr)


@asynccontextmanager
async def names(answer, seconds=5.0):
    """Give the look-up over a name server on the loopback, and that server."""
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Server(answer), local_addr=("127.0.0.1", 0), family=socket.AF_INET
    )
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], transport.get_extra_info("sockname")[1]
    try:
        yield ReverseNames(resolver, seconds), server
    finally:
        transport.close()


async def test_a_name_is_found():
    """As the owner of the address has written it."""
    async with names(b"dialup-7.example.net") as (reverse, _):
        assert await reverse.find(SEED) == "dialup-7.example.net"


async def test_a_name_comes_out_harmless():
    """Its owner may write anything into it."""
    async with names(b"\x1b]0;pwned\x07.example.net") as (reverse, _):
        name = await reverse.find(SEED)
    assert name is not None
    assert name.isprintable()


async def test_a_server_that_says_nothing_is_not_waited_for():
    """For longer than the limit."""
    async with names(None, seconds=0.2) as (reverse, _):
        assert await reverse.find(SEED) is None


@pytest.mark.parametrize("address", ["10.1.2.3", "192.0.2.1", "fe80::1"])
async def test_nobody_is_asked_about_a_private_address(address):
    """Names of one's own network stay there."""
    async with names(b"x.example.net") as (reverse, server):
        assert await reverse.find(address) is None
        assert server.asked == []
