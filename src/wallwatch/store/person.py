"""Who sits at this console."""

import os
import pwd

from wallwatch.paths import ROOT


def person_name() -> str:
    """Return the name of the user, for root of the one who ran sudo; the user's number if there is no name."""
    user = os.geteuid()
    if user == ROOT and (name := os.environ.get("SUDO_USER")):
        return name
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
