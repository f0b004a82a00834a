"""Configuration is changed for the user, who said so on the screen; comments and order survive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from wallwatch.errors import WallwatchError
from wallwatch.paths import read_text, replace_text


@contextmanager
def edited(path: Path) -> Iterator[TOMLDocument]:
    """Give what a file says, and write it back as it is at the end of the block; one that is not there is empty.

    Raises:
        WallwatchError: the file is no TOML, or cannot be written; it is as it was then.
    """
    try:
        document = tomlkit.parse(read_text(path) or "")
        yield document
        replace_text(path, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise WallwatchError(f"{path} has a mistake, and was left as it is: {error}") from error
    except OSError as error:
        raise WallwatchError(f"{path} cannot be written: {error.strerror or error}") from error


def set_key(path: Path, key: str, value: str) -> str:
    """Set a key of the file to ``value``, and return a sentence that says so.

    Raises:
        WallwatchError: as :func:`edited`.
    """
    with edited(path) as document:
        document[key] = value
    return f'Kept in {path}: {key} = "{value}"'
