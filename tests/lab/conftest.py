import pytest

from tests.lab.firewall import Firewall, LabUnavailableError


@pytest.fixture
def firewall(tmp_path):
    """A real firewall with fresh logs; the test is skipped where there can be none."""
    lab = Firewall(tmp_path)
    try:
        lab.up()
    except LabUnavailableError as error:
        pytest.skip(str(error))
    yield lab
    lab.close()
