import pytest

from tests.lab.firewall import Firewall, LabUnavailableError
from tests.lab.sshd import a_gate


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


@pytest.fixture
def gate(tmp_path):
    """A host that is reached over a real sshd."""
    with a_gate(tmp_path) as host:
        yield host
