"""Whom to write to about abuse: which of the mail addresses of an answer, and how it was found.

A registry's own address is never the one: it hands out numbers and does not run them.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

# One plain address: no quotes, no question mark, nothing that a mail program or a mailto link would take apart.
_MAIL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+&-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
_AROUND: Final = "<>()[]{},;:'\"`|*"
_REGISTRIES: Final = frozenset(
    {
        "ripe.net", "apnic.net", "arin.net", "lacnic.net", "afrinic.net", "iana.org", "nic.ad.jp", "twnic.net.tw",
        "twnic.tw", "nic.or.kr", "krnic.or.kr", "nida.or.kr", "kisa.or.kr", "nic.br", "registro.br", "idnic.net",
        "idnic.id", "vnnic.vn", "vnnic.net.vn", "cnnic.cn", "cnnic.net.cn", "irinn.in",
    }
)  # fmt: skip


class Contact(NamedTuple):
    """A mail address, and in a few words where it stood."""

    mail: str
    found: str


def mails(text: str) -> list[str]:
    """Return the plain mail addresses in a text, in their order, but for those of registries."""
    words = (word.strip(_AROUND).removeprefix("mailto:").rstrip(".") for word in text.split() if "@" in word)
    return [word for word in words if _MAIL.fullmatch(word) and not is_registry(word)]


def is_registry(mail: str) -> bool:
    """Tell whether a mail address is one of a registry's own."""
    domain = mail.rpartition("@")[2].lower()
    return any(domain == each or domain.endswith(f".{each}") for each in _REGISTRIES)


def first_mail(texts: Iterable[str], found: str) -> Contact | None:
    """Return the best mail address in ``texts``, one with ``abuse`` in it before others; ``None`` without any."""
    known = [mail for text in texts for mail in mails(text)]
    best = next((mail for mail in known if "abuse" in mail.lower()), known[0] if known else None)
    return None if best is None else Contact(best, found)
