"""The blocks that an answer in text speaks of, each with the paragraphs that belong to it."""

import re
from typing import Final, NamedTuple

from wallwatch.whois.objects import Field, Paragraph, Text
from wallwatch.whois.span import Span, read_span

_BLOCK: Final = (
    "inetnum", "inet6num", "netrange", "netblock", "network number", "ip-network-block", "ip-network",
    "ipv4 address", "ipv6 address", "ip address", "ipv4주소", "ipv6주소", "cidr",
)  # fmt: skip

# ARIN's short list: "Example Inc. EXAMPLE-NET (NET-192-0-2-0-1) 192.0.2.0 - 192.0.2.255"
_LISTED: Final = re.compile(r"(.{0,200}) (\S{1,80}) \((NET6?-[A-Za-z0-9-]{1,60})\) (\S{2,45} - \S{2,45})\Z")


class Candidate(NamedTuple):
    """A block, its own paragraph, and those around it up to the next block: ``before`` has the nearest first."""

    span: Span
    own: Paragraph
    after: tuple[Paragraph, ...] = ()
    before: tuple[Paragraph, ...] = ()

    @property
    def around(self) -> tuple[Paragraph, ...]:
        """All of its paragraphs, its own first: ARIN names the holder after the block, and in 2008 before it."""
        return (self.own, *self.after, *self.before)

    def get(self, *keys: str) -> str | None:
        """Return the first value of the keys, from its own paragraph if that has one."""
        return next((value for each in self.around if (value := each.get(*keys))), None)


def candidates(text: Text) -> list[Candidate]:
    """Return the blocks in the order of the answer."""
    paragraphs = text.paragraphs
    places = [(at, span) for at, each in enumerate(paragraphs) if (span := _block(each))]
    starts = [at for at, _ in places]
    listed = (_listed(line) for paragraph in paragraphs for line in paragraph.free)
    return [
        *(
            Candidate(span, paragraphs[at], paragraphs[at + 1 : until], paragraphs[since:at][::-1])
            for (at, span), since, until in zip(
                places, [0, *(at + 1 for at in starts)], [*starts[1:], len(paragraphs)], strict=False
            )
        ),
        *(found for found in listed if found),
    ]


def _block(paragraph: Paragraph) -> Span | None:
    return next((span for value in paragraph.all(*_BLOCK) if (span := read_span(value))), None)


def _listed(line: str) -> Candidate | None:
    found = _LISTED.match(line)
    span = read_span(found[4]) if found else None
    if found is None or span is None:
        return None
    return Candidate(span, Paragraph((Field("orgname", found[1].strip()), Field("netname", found[2]))))
