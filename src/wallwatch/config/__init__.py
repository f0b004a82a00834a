"""``config.toml`` and ``keys.toml``: what they may say, and what is wrong with them, by file, line and key.

A mistake costs the value it stands in and nothing else: the rest applies.
"""

from wallwatch.config.load import load, load_keys
from wallwatch.config.settings import Config
from wallwatch.config.toml import Problem

__all__ = ["Config", "Problem", "load", "load_keys"]
