"""One question to a registry, and what comes of it."""

import pytest

from tests.whois.answers import ARIN_CUSTOMER
from tests.whois.samples import FETCHED
from tests.whois.test_lookups import ARIN, Registry, ok
from wallwatch.whois.answer import LIMITED
from wallwatch.whois.dial import AskError
from wallwatch.whois.enquiry import Enquiry
from wallwatch.whois.pace import Pace
from wallwatch.whois.registries import Registries

INSIDE = ARIN_CUSTOMER[1]
URL = f"https://{ARIN}/registry/ip/{INSIDE}"


class Server:
    """What would be asked on port 43."""

    def __init__(self) -> None:
        self.asked = []

    async def __call__(self, host, question) -> bytes:
        self.asked.append((host, question))
        return ARIN_CUSTOMER[0].encode()


def an_enquiry(registry, port43=None, pace=None):
    return Enquiry(Registries(None), pace or Pace(), lambda: FETCHED, fetch=registry, port43=port43)


def test_the_registry_of_an_address_is_known():
    """From the lists that are shipped."""
    assert an_enquiry(Registry(ok())).url(INSIDE) == URL


async def test_one_who_is_not_there_is_not_asked_in_the_old_way_unless_that_is_wanted():
    """And who was told the address is said in either case."""
    server = Server()
    enquiry = an_enquiry(Registry(AskError("It is not there.")), server)
    answer, told = await enquiry.ask(URL, ARIN, INSIDE, old_way=False)
    assert (answer.record, answer.refused, told, server.asked) == (None, "It is not there.", (ARIN,), [])
    answer, told = await enquiry.ask(URL, ARIN, INSIDE, old_way=True)
    assert (told, server.asked) == ((ARIN, "whois.arin.net"), [("whois.arin.net", f"n + {INSIDE}")])
    assert answer.record is not None


@pytest.mark.parametrize(("status", "refused"), [(429, LIMITED), (500, f"{ARIN} answered with status 500.")])
async def test_a_status_that_is_no_answer_is_said(status, refused):
    """One that means too many questions makes a pause, too."""
    pace = Pace()
    answer, _ = await an_enquiry(Registry(ok(b"{}", status)), pace=pace).ask(URL, ARIN, INSIDE, old_way=False)
    assert answer.record is None
    assert bool(pace.refusal(ARIN, FETCHED)) == (status == 429)
    assert answer.refused == refused
