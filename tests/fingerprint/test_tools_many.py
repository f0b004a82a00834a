import pytest

from tests.fingerprint.captures import headers
from tests.fingerprint.samples import LINUX, syn
from wallwatch.fingerprint import tools_many
from wallwatch.fingerprint.tools_many import Campaign

KEY = 0x5EED1E55


def labels(packets):
    campaign = Campaign()
    return [stack and stack.label for stack in map(campaign.observe, packets)]


def unicornscan(number, swapped):
    """A probe whose sequence number is the key folded with target and ports (unicornscan, tcphash.h)."""
    target = int.from_bytes(bytes((198, 51, 100, number)), "little" if swapped else "big")
    sport, dport = 40_000 + 977 * number, 20 + 3 * number
    seq = KEY ^ target ^ (dport << 16) + sport
    return syn(dst=f"198.51.100.{number}", sport=sport, dport=dport, seq=seq)


@pytest.mark.parametrize("swapped", [True, False])
def test_unicornscan_folds_one_key_into_every_number(swapped):
    """In the byte order of its machine; named from the third packet on."""
    assert labels([unicornscan(number, swapped) for number in range(1, 6)]) == [None, None, *["unicornscan"] * 3]


def test_a_key_over_the_ports_alone_is_one_too():
    """The source is the same for all of its packets."""
    probes = [
        syn(sport=port, dport=port % 99, seq=KEY ^ (port << 16) + port % 99) for port in (1025, 4711, 32_000, 60_000)
    ]
    assert labels(probes)[2:] == ["unicornscan", "unicornscan"]


def test_one_sequence_number_to_many_ports_is_no_system():
    """As nmap, which draws it once for a whole scan."""
    assert labels([syn(dport=port, seq=77) for port in range(1, 6)]) == [None, None, *["raw SYN scanner"] * 3]


def test_ports_that_count_up_without_options_are_hping():
    """Each packet with a sequence number of its own."""
    probes = [
        syn(sport=2000 + step, seq=(step * 2_654_435_761 + 5) % 2**32, options=(), length=40) for step in range(4)
    ]
    assert labels(probes)[2:] == ["hping", "hping"]


NONE = [
    [syn(seq=5, sport=1025)] * 9,
    [syn(seq=step * 2_654_435_761 % 2**32, sport=1025 + step) for step in range(9)],
    [syn(seq=step * 2_654_435_761 % 2**32, sport=1025 + step, options=LINUX, dport=step) for step in range(9)],
    [syn(seq=None, dport=step) for step in range(9)],
    [syn(flags="SA", seq=5, dport=step) for step in range(9)],
    [syn(seq=5, dport=step, src=f"192.0.2.{step}") for step in range(9)],
]


@pytest.mark.parametrize("packets", NONE)
def test_what_systems_send_names_nothing(packets):
    """Retransmissions, connections one after the other, answers, many sources."""
    assert set(labels(packets)) == {None}


def test_the_quietest_source_is_forgotten_first(monkeypatch):
    """The memory for sources has an end."""
    monkeypatch.setattr(tools_many, "SOURCES", 2)
    campaign = Campaign()
    for source in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.3"):
        campaign.observe(syn(src=source, seq=1))
    assert list(campaign._trails) == ["192.0.2.1", "192.0.2.3"]


CAPTURES = [
    ("nmap_sS", {"raw SYN scanner"}),
    ("hping3_S", {"hping"}),
    ("hping3_Sdf", {"hping"}),
    ("masscan", set()),
    ("zmap211", set()),
    ("emulated_mirai", set()),
    ("emulated_zmap4_linux", set()),
    ("kern_retrans", set()),
    ("nmap_sT", set()),
]


@pytest.mark.parametrize(("name", "named"), CAPTURES)
def test_captures_of_tools_and_of_a_kernel(name, named):
    """Those that draw new numbers for every packet show nothing by their number."""
    assert set(labels(headers("tools", f"{name}.pcap"))) - {None} == named


def test_no_source_of_captured_syns_is_one():
    """Taken as if one host had sent all 608, no numbers agree."""
    campaign = Campaign()
    named = [campaign.observe(header) for header in headers("distinct.pcap")]
    assert set(named) == {None}
