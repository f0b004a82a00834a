import pytest

from wallwatch.model.services import PORTS, icmp_name, ports_of, protocol, service


@pytest.mark.parametrize(
    ("proto", "port", "name"),
    [
        ("tcp", 6346, "gnutella"),
        ("tcp", 27374, "subseven"),
        ("tcp", 445, "microsoft-ds"),
        ("tcp", 8080, "http-alt"),
        ("udp", 1434, "ms-sql-m"),
        ("tcp", 514, "rsh"),
        ("udp", 514, "syslog"),
        ("tcp", 51820, None),
        ("tcp", 4, None),
        ("tcp", None, None),
    ],
)
def test_ports_have_the_names_that_analysts_use(proto, port, name):
    """A knocked port is named by its protocol, and not at all where nothing is known."""
    assert service(proto, port) == name


@pytest.mark.parametrize(
    ("proto", "icmp_type", "name"),
    [("icmp", 8, "echo request"), ("icmp6", 128, "echo request"), ("icmp", 250, None), ("tcp", 8, None)],
)
def test_icmp_types_have_names(proto, icmp_type, name):
    """An ICMP type is named within its own protocol."""
    assert icmp_name(proto, icmp_type) == name


def test_a_service_leads_to_its_ports():
    """Part of a service's name finds every port of it."""
    assert ports_of("Gnutel") == [6346, 6347]
    assert ports_of("no such service") == []


@pytest.mark.parametrize("name", PORTS)
def test_a_port_and_its_name_lead_to_each_other(name):
    """Each port that a name stands for has that name, over TCP or over UDP."""
    assert all(name in {service("tcp", port), service("udp", port)} for port in PORTS[name])


@pytest.mark.parametrize(("proto", "name"), [("2", "igmp"), ("253", "ip253"), ("tcp", "tcp"), ("icmp6", "icmp6")])
def test_a_protocol_never_reads_as_a_port(proto, name):
    """A protocol that is logged as a number has a name, or says that it is one of IP's."""
    assert protocol(proto) == name
