"""What a naive reader of kernel and firewall logs gets wrong, one fact a test."""

from tests.formats.support import parsed, read
from wallwatch.formats import asa, ipchains, ipfw, netfilter, ulogd
from wallwatch.model import Sighting
from wallwatch.model.times import SECOND

KERNEL = "Nov 22 09:16:29 lab kernel: "
CHAINS = KERNEL + "Packet log: "
PAIR = "192.0.2.112:3504 198.51.100.120:6346 "
REST = "L=48 S=0x00 I=31988 F=0x4000 T=117"
IP = "SRC=192.0.2.112 DST=198.51.100.120 LEN=48 TOS=0x00 PREC=0x00 TTL=117 ID=31988 DF "
IPV6 = "SRC=2001:0db8:0000:0000:0000:0000:0000:0007 DST=2001:0db8:0000:0000:0000:0000:0000:0001 LEN=72 TC=40 "
TCP = "PROTO=TCP SPT=3504 DPT=6346 WINDOW=5840 RES=0x00 SYN URGP=0 "


def _chains(text: str) -> Sighting:
    sighting = parsed(ipchains, CHAINS + text)
    assert sighting is not None
    return sighting


def _logged(text: str) -> Sighting:
    sighting = parsed(netfilter, KERNEL + text)
    assert sighting is not None
    return sighting


def test_fact_13_targets_shift_the_columns() -> None:
    """Target ``-``, the names of chains and ``REDIRECT <port>`` shift the columns."""
    for target in ("-", "mychain", "REDIRECT 3128"):
        seen = _chains(f"input {target} eth0 PROTO=6 {PAIR}{REST} SYN (#4)")
        assert (seen.iface_in, seen.src, seen.dport, seen.rule) == ("eth0", "192.0.2.112", 6346, "4")


def test_fact_14_one_packet_gives_one_line_for_each_logging_rule() -> None:
    """One packet gives one line per logging rule, and sometimes two identical lines; only a last target decides."""
    lines = [CHAINS + f"{chain} eth0 PROTO=6 {PAIR}{REST} SYN (#4)" for chain in ("input mine", "mine -", "mine DENY")]
    reading = read([*lines, lines[-1]])
    assert [seen.action for seen in reading.sightings] == ["log", "log", "block", "block"]
    assert len({(seen.src, seen.sport, seen.ip_id, seen.length) for seen in reading.sightings}) == 1


def test_fact_15_type_and_code_stand_in_the_places_of_ports() -> None:
    """ICMP type and code stand in the port positions."""
    seen = _chains("bad-if DENY lo PROTO=1 192.0.2.4:3 198.51.100.8:1 L=92 S=0xC0 I=9 F=0x0000 T=255 (#1)")
    assert (seen.icmp_type, seen.icmp_code, seen.sport, seen.dport) == (3, 1, None, None)


def test_fact_16_port_65535_means_no_port() -> None:
    """65535:65535 means "no ports" (fragment, other protocol), not port 65535; one of the two alone is a port."""
    fragment = _chains("input DENY e PROTO=6 192.0.2.4:65535 198.51.100.8:65535 L=44 S=0x00 I=9 F=0x00B6 T=5 (#1)")
    assert (fragment.sport, fragment.dport) == (None, None)
    assert _chains(f"input DENY e PROTO=6 192.0.2.4:65535 198.51.100.8:80 {REST} (#1)").sport == 65535


def test_fact_17_the_fragment_word_packs_flags_and_offset() -> None:
    """F= packs DF, MF and offset in hex, the offset in units of 8; in 2.0 kernels it is byte-swapped."""
    seen = _chains("input DENY e PROTO=17 192.0.2.4:1 198.51.100.8:2 L=44 S=0x00 I=9 F=0x20B6 T=5 (#1)")
    assert (seen.df, seen.mf, seen.frag_offset) == (False, True, 0xB6 * 8)
    old = parsed(ipchains, KERNEL + "IP fw-in deny ppp0 TCP 192.0.2.4:1 198.51.100.8:2 L=44 S=0x00 I=9 F=0x0040 T=5")
    assert old is not None
    assert (old.df, old.frag_offset) == (True, 0)


def test_fact_18_no_marker_does_not_mean_no_syn() -> None:
    """No ``SYN`` does not mean "not SYN" on kernels before 2.2.10, and SYN+ACK never has it."""
    assert _chains(f"input DENY e PROTO=6 {PAIR}{REST}").flags is None
    assert _chains(f"input DENY e PROTO=6 {PAIR}{REST} (#1)").flags is None


def test_fact_19_suspect_fragments_have_no_head_of_their_own() -> None:
    """``Suspect TCP fragment.`` lines have no ``Packet log:``, chain or target."""
    fragment = "eth0 PROTO=6 192.0.2.66:0 198.51.100.66:0 L=28 S=0x00 I=9 F=0x0001 T=51 (#0)"
    reading = read([KERNEL + "Suspect TCP fragment.", KERNEL + fragment])
    assert [(seen.action, seen.chain, seen.sport) for seen in reading.sightings] == [("block", None, None)]


def test_fact_20_options_are_words_and_tos_is_the_whole_byte() -> None:
    """O= words are byte-reversed (only their number is used); S= is the whole TOS byte."""
    seen = _chains(f"input DENY e PROTO=2 {PAIR}L=48 S=0x03 I=9 F=0x0000 T=5 O=0x00000494 O=0x00000000 (#1)")
    assert (seen.ip_header, seen.tos) == (28, 3)


def test_fact_21_chain_names_are_cut() -> None:
    """Chain names are cut to 8 characters; a longer one was not written by the kernel."""
    assert _chains(f"ippp0_ou DENY ippp0 PROTO=6 {PAIR}{REST} (#1)").chain == "ippp0_ou"
    assert parsed(ipchains, CHAINS + f"ippp0_out DENY ippp0 PROTO=6 {PAIR}{REST} (#1)") is None


def test_fact_22_lines_may_be_interleaved() -> None:
    """Several printk calls make a line, so other output may stand inside: it is not understood, and said to be so."""
    reading = read([CHAINS + f"input DENY e PROTO=6 {PAIR}eth0: link up, 100Mbps", KERNEL + REST])
    assert (len(reading.sightings), len(reading.unparsed), reading.other) == (0, 1, 1)


def test_fact_23_a_prefix_may_be_glued_and_hold_anything() -> None:
    """The prefix may be glued to ``IN=`` and may contain ``=``, ``[``, ``]`` and ``:``."""
    for prefix, chain in (("DROP", "DROP"), ("DROP(src wan)", "DROP(src wan)"), ("[a=b]:-D ", "[a=b]:-D")):
        seen = _logged(f"{prefix}IN=eth0 OUT= {IP}{TCP}")
        assert (seen.chain, seen.iface_in) == (chain, "eth0")


def test_fact_24_len_id_and_seq_occur_twice() -> None:
    """LEN, ID and SEQ occur twice with different meanings."""
    udp = _logged(f"IN=a OUT= {IP}PROTO=UDP SPT=1 DPT=2 LEN=28 ")
    assert (udp.length, udp.udp_length) == (48, 28)
    icmp = _logged(f"IN=a OUT= {IP}PROTO=ICMP TYPE=8 CODE=0 ID=51318 SEQ=10 ")
    assert (icmp.ip_id, icmp.icmp_id, icmp.icmp_seq, icmp.seq) == (31988, 51318, 10, None)


def test_fact_25_the_quoted_packet_repeats_the_names() -> None:
    """The packet in ``[...]`` repeats SRC, DST, SPT and DPT; its source is one's own host."""
    quoted = (
        "[SRC=198.51.100.120 DST=192.0.2.112 LEN=36 TOS=0x00 PREC=0x00 TTL=64 ID=1 PROTO=UDP SPT=53 DPT=9 LEN=16 ] "
    )
    seen = _logged(f"IN=a OUT= {IP}PROTO=ICMP TYPE=3 CODE=3 {quoted}")
    assert (seen.src, seen.sport, seen.length) == ("192.0.2.112", None, 48)
    assert seen.quote is not None
    assert (seen.quote.src, seen.quote.sport, seen.quote.length) == ("198.51.100.120", 53, 36)


def test_fact_26_brackets_nest() -> None:
    """``INCOMPLETE [8 bytes] ]`` is a bracket in a bracket, and what follows belongs to the outer packet."""
    inner = IP.replace("192.0.2.112", "203.0.113.1").replace("31988", "4242")
    quoted = f"[{inner}PROTO=TCP INCOMPLETE [8 bytes] ] "
    seen = _logged(f"IN=a OUT= {IP}PROTO=ICMP TYPE=3 CODE=4 {quoted}MTU=1400 ")
    assert ("MTU", "1400") in seen.more
    assert seen.quote is not None
    assert (seen.quote.ip_id, seen.quote.proto) == (4242, "tcp")


def test_fact_27_ack_is_a_number_and_a_flag() -> None:
    """``ACK=`` is a number, ``ACK`` a flag; ``CE`` is the reserved bit; ``RES=0x..`` is not ECN."""
    tcp = "PROTO=TCP SPT=1 DPT=2 SEQ=7 ACK=9 WINDOW=1 RES=0x38 ECE ACK URGP=0 "
    seen = _logged("IN=a OUT= " + IP.replace("DF", "CE DF") + tcp)
    assert (seen.ack, seen.flags, seen.reserved, seen.df) == (9, "EA", True, True)


def test_fact_28_the_masks_of_tos_lose_a_bit() -> None:
    """TOS and PREC lose bit 0 of the byte, so CE and ECT(0) look alike: what is left of the byte is joined."""
    assert _logged("IN=a OUT= " + IP.replace("TOS=0x00 PREC=0x00", "TOS=0x02 PREC=0xC0") + TCP).tos == 0xC2


def test_fact_29_fragments_are_counted_in_two_units() -> None:
    """FRAG is in units of 8 bytes for IPv4, in bytes for IPv6, where INCOMPLETE means "more fragments"."""
    four = _logged("IN=a OUT= " + IP.replace("DF", "MF FRAG:185") + "PROTO=TCP ")
    six = _logged(f"IN=a OUT= {IPV6}HOPLIMIT=53 FLOWLBL=1 FRAG:1480 INCOMPLETE ID:00000007 PROTO=TCP ")
    assert [(seen.frag_offset, seen.mf) for seen in (four, six)] == [(1480, True), (1480, True)]


def test_fact_30_forwarded_packets_have_lost_a_hop() -> None:
    """FORWARD lines show TTL - 1; that both devices are known tells them."""
    seen = _logged("IN=a OUT=b " + IP.replace("TTL=117", "TTL=116") + TCP)
    assert (seen.ttl, seen.iface_in, seen.iface_out) == (116, "a", "b")


def test_fact_31_mac_has_many_shapes() -> None:
    """MAC= is destination, source, type; it may be empty, missing or too long, and nft has MACSRC= and MACDST=."""
    mac = "02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00"
    nft = "MACSRC=00:1b:b9:76:9c:e4 MACDST=02:00:00:00:00:0b MACPROTO=0800 "
    for link, source in (
        (f"MAC={mac} ", True),
        (f"MAC={mac}:45:fc:02 ", True),
        (nft, True),
        ("MAC= ", False),
        ("", False),
    ):
        assert _logged(f"IN=a OUT= {link}{IP}{TCP}").mac_src == ("00:1b:b9:76:9c:e4" if source else None)


def test_fact_32_opt_is_of_ip_or_of_tcp() -> None:
    """``OPT (`` before PROTO= holds IP options, after URGP= TCP options; it may be TRUNCATED or empty."""
    seen = _logged("IN=a OUT= " + IP + "OPT (94040000) " + TCP + "OPT (020405B4) ")
    assert (seen.ip_header, seen.options) == (24, ("mss:1460",))
    assert _logged("IN=a OUT= " + IP + TCP + "OPT (TRUNCATED)").options is None
    assert _logged(f"IN=a OUT= {IPV6}HOPLIMIT=53 FLOWLBL=1 OPT ( ) {TCP}").dport == 6346


def test_fact_33_ipv6_is_padded_and_decimal() -> None:
    """IPv6 addresses are zero-padded, FLOWLBL and TC are decimal."""
    seen = _logged(f"IN=a OUT= {IPV6}HOPLIMIT=53 FLOWLBL=1008249 {TCP}")
    assert (seen.src, seen.flow_label, seen.tos) == ("2001:db8::7", 1008249, 40)


def test_fact_34_the_order_of_bridge_ports_differs() -> None:
    """PHYSIN and PHYSOUT stand elsewhere in 2.4 than later."""
    for devices in ("IN=br0 PHYSIN=p0 OUT=br0 PHYSOUT=p1 ", "IN=br0 OUT=br0 PHYSIN=p0 PHYSOUT=p1 "):
        seen = _logged(devices + IP + TCP)
        assert (seen.iface_in, seen.iface_out, dict(seen.more)["PHYSIN"]) == ("br0", "br0", "p0")


def test_fact_35_others_speak_dialects() -> None:
    """Ulogd and UniFi print ``TOS=00``, ``MARK=1a0000`` and no RES=, Proxmox turns HOPLIMIT and FLOWLBL around."""
    line = "Nov 22 09:16:29 gate [WAN_LOCAL-D-3] IN=a OUT= MAC= " + IP.replace("0x00 PREC", "10 PREC")
    seen = parsed(ulogd, line + "PROTO=UDP SPT=1 DPT=2 LEN=28 MARK=1a0000")
    assert seen is not None
    assert (seen.tos, dict(seen.more)["MARK"], seen.action) == (0x10, "1a0000", "block")
    packet = "OUT=b SRC=2001:db8::a DST=2001:db8::1 LEN=8 TC=0 FLOWLBL=7 HOPLIMIT=64 PROTO=UDP SPT=1 DPT=2 LEN=8"
    other = parsed(netfilter, "0 1 HOST-OUT 20/Jun/2026:13:16:23 +0200 REJECT: " + packet)
    assert other is not None
    assert (other.flow_label, other.ttl, other.iface_in) == (7, 64, None)


def test_fact_36_a_logged_line_is_no_verdict() -> None:
    """A logged line is not a verdict; ``[UFW AUDIT]`` and ``[UFW ALLOW]`` are two lines of one packet."""
    seen = [_logged(f"[UFW {word}] IN=a OUT= {IP}{TCP}") for word in ("AUDIT", "ALLOW")]
    assert [sighting.action for sighting in seen] == ["log", "allow"]
    assert seen[0].ip_id == seen[1].ip_id


def test_fact_37_flags_have_an_order_and_a_newcomer() -> None:
    """``AE`` stands before CWR; flags are printed CWR ECE URG ACK PSH RST SYN FIN."""
    seen = _logged("IN=a OUT= " + IP + TCP.replace("SYN", "AE CWR ECE URG ACK PSH RST SYN FIN"))
    assert seen.flags == "CEUAPRSF"
    assert ("AE", "AE") in seen.more


def test_fact_38_some_lines_lack_src_or_proto() -> None:
    """ARP and non-IP lines have no SRC=, ESP over IPv6 no PROTO=; UID, GID and MARK vanish after INCOMPLETE."""
    arp = "NFT IN=vb OUT= ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=00:1b:b9:76:9c:e4 IPSRC=192.0.2.1 "
    reading = read([KERNEL + arp])
    assert (len(reading.sightings), reading.other, reading.unparsed) == (0, 1, ())
    assert _logged(f"IN=a OUT= {IPV6}HOPLIMIT=53 FLOWLBL=1 OPT ( ESP SPI=0x1234 )").proto == "50"
    assert "UID" not in dict(_logged(f"IN= OUT=a {IP}PROTO=TCP INCOMPLETE [8 bytes] ").more)


def test_fact_60_ipfw_has_actions_of_several_words() -> None:
    """Actions of ipfw have several words; ICMP is ``ICMP:8.0``; IPv6 is bracketed; fragments lack ports."""
    texts = (
        "400 Forward to 192.0.2.1:3128 TCP [2001:db8::1]:1 [2001:db8::2]:2 out via e",
        "140 Deny ICMP:8.0 192.0.2.4 198.51.100.8 in via e",
        "500 Deny TCP 192.0.2.4 198.51.100.8 in via e (frag 7:8@1480)",
    )
    forward, icmp, fragment = (parsed(ipfw, f"{KERNEL}ipfw: {text}") for text in texts)
    assert forward is not None
    assert icmp is not None
    assert fragment is not None
    assert (forward.action, forward.src, forward.dport) == ("log", "2001:db8::1", 2)
    assert (icmp.icmp_type, icmp.icmp_code) == (8, 0)
    assert (fragment.sport, fragment.frag_offset) == (None, 1480)


def test_fact_61_asa_counts_and_names() -> None:
    """ASA 106100 with an interval is a counter; hosts and ports can be names."""
    head = "Nov 22 09:16:29 fw %ASA-"
    counter = "access-list a denied tcp o/192.0.2.13(1) -> i/198.51.100.18(80) hit-cnt 7 300-second interval [0x1, 0x0]"
    seen = parsed(asa, f"{head}6-106100: {counter}")
    assert seen is not None
    assert (seen.repeat, seen.repeat_after) == (7, seen.time - 300 * SECOND)
    named = parsed(asa, f"{head}3-710003: TCP access denied by ACL from 192.0.2.3/2984 to o:198.51.100.252/ssh")
    assert named is not None
    assert named.dport == 22
    assert parsed(asa, f"{head}3-710003: TCP access denied by ACL from 192.0.2.3/2984 to o:server/ssh") is None
