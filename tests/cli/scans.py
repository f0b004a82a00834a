"""A log of scans and of what is none, for the tests of what the commands print."""

from pathlib import Path

SYN = (
    "Jan 10 {clock} wall kernel: [8.5] FW: IN=eth0 OUT= SRC={src} DST=203.0.113.{host} LEN=44 TOS=0x00 PREC=0x00 "
    "TTL=51 ID={port} PROTO=TCP SPT={sport} DPT={port} WINDOW=1024 RES=0x00 SYN URGP=0\n"
)


def write_log(path: Path) -> str:
    """Write a fast scan of 300 ports, a slow one of a port a minute, and a client; return the path."""
    knocks = [(at // 100, "198.51.100.7", 1, 1 + at) for at in range(300)]
    knocks += [(60 * at, "198.51.100.8", 1 + at % 2, 8_000 + at // 2) for at in range(24)]
    knocks += [(21 * at, "198.51.100.9", 1, 6_346) for at in range(30)]
    lines = [
        SYN.format(
            clock=f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}",
            src=src,
            host=host,
            port=port,
            sport=40_000 + number,
        )
        for number, (second, src, host, port) in enumerate(sorted(knocks))
    ]
    path.write_text("".join(lines))
    return str(path)


def write_slow_log(path: Path, ports: int = 16) -> str:
    """Write what a system does that tries one port every five minutes; return the path."""
    line = SYN.replace("LEN=44", "LEN=60").replace("ID={port}", "ID={port} DF").replace("WINDOW=1024", "WINDOW=64240")
    lines = [
        line.format(
            clock=f"{5 * at // 60:02}:{5 * at % 60:02}:00",
            src="198.51.100.8",
            host=1,
            port=20 + at,
            sport=50_000 + 7 * at,
        )
        for at in range(ports)
    ]
    path.write_text("".join(lines))
    return str(path)
