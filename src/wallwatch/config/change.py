"""One key of ``config.toml`` is set for the user, who said so on the screen; comments and order survive."""

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from wallwatch.errors import WallwatchError
from wallwatch.paths import read_text, replace_text


def set_key(path: Path, key: str, value: str) -> str:
    """Set a key of the file to ``value``, and return a sentence that says so.

    Raises:
        WallwatchError: the file is no TOML, or cannot be written; it is as it was then.
    """
    try:
        document = tomlkit.parse(read_text(path) or "")
        document[key] = value
        replace_text(path, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise WallwatchError(f"{path} has a mistake, and was left as it is: {error}") from error
    except OSError as error:
        raise WallwatchError(f"{path} cannot be written: {error.strerror or error}") from error
    return f'Kept in {path}: {key} = "{value}"'
