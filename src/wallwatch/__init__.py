"""wallwatch: a terminal console for people who watch a firewall over SSH."""

__version__ = "0.1.0"
