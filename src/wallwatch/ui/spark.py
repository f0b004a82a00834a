"""A row of numbers as a line of bars, one cell each; in plain ASCII where a terminal has nothing else."""

from collections.abc import Sequence
from typing import Final

BARS: Final = "▁▂▃▄▅▆▇█"
PLAIN: Final = ".:-=+*%#"
NONE: Final = " "


def sparkline(numbers: Sequence[int], *, plain: bool = False) -> str:
    """Return a bar for each number, the highest one full; nothing for 0, and never nothing for what is not 0."""
    bars, most = PLAIN if plain else BARS, max(numbers, default=0)
    return "".join(bars[(number * len(bars) - 1) // most] if number > 0 else NONE for number in numbers)
