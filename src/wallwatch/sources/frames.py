"""What comes back from another host: bytes of files, and between them words that begin with a token."""

import re
from typing import Final

HELLO: Final = re.compile(rb"wallwatch-1 ([0-9a-f]{20,200})\n")

_NOISE: Final = 65_536
"""Bytes that a login shell may say before the first word, at most."""

Frame = bytes | tuple[str, ...]
"""Bytes of the file that is being read, or words about it."""


class Frames:
    """Tells bytes from words. What the login shell says before the first word is passed over."""

    def __init__(self) -> None:
        self._token = b""
        self._held = b""

    @property
    def begun(self) -> bool:
        """Whether the first word has come."""
        return bool(self._token)

    def feed(self, chunk: bytes) -> list[Frame]:
        """Return what is certain now, in order."""
        self._held += chunk
        if not self._token and not self._greeted():
            return []
        frames: list[Frame] = []
        while True:
            at = self._held.find(self._token)
            # The beginning of the token may be the end of what has come.
            data = self._held[: at if at >= 0 else max(0, len(self._held) - len(self._token) + 1)]
            self._held = self._held[len(data) :]
            if data:
                frames.append(data)
            if at < 0 or b"\n" not in self._held:
                return frames
            words, _, self._held = self._held.partition(b"\n")
            frames.append(tuple(words[len(self._token) :].decode("ascii", "replace").split()))

    def _greeted(self) -> bool:
        hello = HELLO.search(self._held)
        if hello is None:
            self._held = self._held[-_NOISE:]
            return False
        self._token, self._held = hello[1], self._held[hello.end() :]
        return True
