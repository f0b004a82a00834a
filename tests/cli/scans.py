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
