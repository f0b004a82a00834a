"""The example of a ``config.toml``: every key with what it does, at its default, made from the keys themselves."""

import json
from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final, get_args

import msgspec

from wallwatch.config.settings import Config

_WIDTH: Final = 100
_HEAD: Final = "wallwatch's configuration. Every key stands here at its default; leave out what you do not change."


def _example() -> Iterator[str]:
    yield f"# {_HEAD}"
    for field in msgspec.structs.fields(Config):
        _, meta = get_args(field.type)
        yield ""
        yield from (f"# {line}" for line in wrap(meta.description, _WIDTH))
        if field.default_factory is dict:
            yield f"[{field.name}]"
            yield from (f"# {_entry(json.dumps(key), value)}" for one in meta.examples for key, value in one.items())
            continue
        yield from (f"# {_entry(field.name, value)}" for value in meta.examples or ())
        if field.default is not None:
            yield _entry(field.name, field.default)


def _entry(key: str, value: Any) -> str:
    return f"{key} = {json.dumps(value)}"


EXAMPLE: Final = "\n".join(_example()) + "\n"
"""The text that ``wallwatch config --example`` prints; read as a configuration it is the defaults."""
