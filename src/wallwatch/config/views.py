"""``views.toml``: filters that people keep under a name, below ``[views]``: ``"from outside" = "-src:10.0.0.0/8"``."""

from pathlib import Path

from wallwatch.config.toml import Place, Problem, problems_at, read_toml, shown
from wallwatch.errors import WallwatchError

_TABLE = "views"


def load_views(text: str | None, path: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the filters by their names, in the order of the file, and its mistakes; ``None`` is no file.

    Whether a filter can be read is not looked at.
    """
    table, problems = read_toml(text or "", path)
    wrong: dict[Place, str] = {(key,): "Filters stand below [views]." for key in table if key != _TABLE}
    kept = table.get(_TABLE, {})
    if not isinstance(kept, dict):
        return {}, (*problems, *problems_at({(_TABLE,): "It has to be a table: [views]"}, text or "", path))
    views = {name: value for name, value in kept.items() if isinstance(value, str)}
    strange = {name: value for name, value in kept.items() if name not in views}
    wrong |= {(_TABLE, name): f"{shown(value)} is not a filter in quotes." for name, value in strange.items()}
    return views, (*problems, *problems_at(wrong, text or "", path))


def keep_view(path: Path, name: str, query: str | None) -> str:
    """Keep a filter under a name in the file, or forget the name where there is none; say what was done.

    Comments and order survive.

    Raises:
        WallwatchError: as :func:`~wallwatch.config.change.edited`.
    """
    # Imported here: what reads filters does without.
    import tomlkit  # noqa: PLC0415
    from tomlkit.items import Table  # noqa: PLC0415

    from wallwatch.config.change import edited  # noqa: PLC0415

    with edited(path) as document:
        kept = document.setdefault(_TABLE, tomlkit.table())
        if not isinstance(kept, Table):
            raise WallwatchError(f"{path} has a mistake, and was left as it is: views is no table.")
        if query is None:
            kept.pop(name, None)
        else:
            kept[name] = query
    return f'Forgotten: the view "{name}".' if query is None else f'Kept in {path}: the view "{name}".'
