import ipaddress
import re
from collections import Counter
from itertools import islice

import pytest

from tests.bench.corpus import corpus

RANGES = [ipaddress.ip_network(text) for text in ("198.18.0.0/15", "203.0.113.0/24", "192.0.2.0/24")]


@pytest.fixture(scope="module")
def lines():
    return [line for second in corpus(50_000) for line in second]


def test_the_corpus_is_the_same_every_time(lines):
    """Figures of two runs, and of two machines, speak of the same lines."""
    again = [line for second in corpus(1000) for line in second]
    assert len(lines) == 50_000
    assert again == lines[:1000]
    assert [line for second in corpus(1000, seed=1) for line in second] != again


def test_it_has_the_shape_that_its_text_promises(lines):
    """Protocols, retransmissions and verbose lines come in the stated shares."""
    protocols = Counter(re.search(r"PROTO=(\w+)", line)[1] for line in lines)
    assert {name: round(count / len(lines), 2) for name, count in protocols.items()} == {
        "TCP": pytest.approx(0.85, abs=0.02),
        "UDP": pytest.approx(0.10, abs=0.02),
        "ICMP": pytest.approx(0.05, abs=0.02),
    }
    syns = Counter(re.search(r"SRC=\S+|$", line)[0] + line.partition(" SPT=")[2] for line in lines if " SYN " in line)
    repeated = sum(1 for count in syns.values() if count > 1) / len(syns)
    assert repeated == pytest.approx(0.3, abs=0.03)
    assert sum("ACK=0 WINDOW=" in line for line in lines) / len(lines) == pytest.approx(0.2, abs=0.08)


def test_sources_are_zipf_distributed(lines):
    """Of thousands of sources the busiest one sends more than a tenth."""
    sources = Counter(re.search(r"SRC=(\S+)", line)[1] for line in lines)
    assert len(sources) > 3000
    assert sources.most_common(1)[0][1] > 5000


def test_every_address_is_for_documentation_or_benchmarks(lines):
    """No line speaks of anybody's real network."""
    texts = {text for line in islice(lines, 5000) for text in re.findall(r"(?:SRC|DST)=(\S+)", line)}
    assert all(any(ipaddress.ip_address(text) in network for network in RANGES) for text in texts)
