"""The picture of when packets came."""

from xml.etree import ElementTree as ET

import pytest

from tests.reports.evidence import PAYLOADS, SECOND, a_part, hostile, incident
from tests.reports.golden import assert_golden
from tests.ui.alerts import MOMENT
from wallwatch.reports.timeline import ROWS, timeline

SVG = "{http://www.w3.org/2000/svg}"


def tags(picture: str) -> list[str]:
    return [element.tag.removeprefix(SVG) for element in ET.fromstring(picture).iter()]  # noqa: S314 - our own


def texts(picture: str) -> list[str | None]:
    return [element.text for element in ET.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314


def test_the_picture_of_the_incident() -> None:
    """Two rows of three packets each: on the clock, and from their first packet."""
    picture = timeline(incident().parts)
    assert_golden(picture + "\n", "incident.svg")
    assert tags(picture).count("circle") == 4
    assert tags(picture).count("rect") == 8
    assert {"15:32:54  198.51.100.112:3504", "16:44:00  198.51.100.148:4665"} < set(texts(picture))


def test_a_packet_stands_where_its_time_is() -> None:
    """The axis at the right goes to the longest attempt; the packet at half of it stands in the middle."""
    parts = [a_part(last=MOMENT + 8 * SECOND), a_part(last=MOMENT + 4 * SECOND)]
    found = ET.fromstring(timeline(parts))  # noqa: S314
    xs = [float(element.attrib["x"]) for element in found.iter(f"{SVG}rect")]
    left = [float(element.attrib["cx"]) for element in found.iter(f"{SVG}circle")][1]
    assert xs[3] + 1 - left == pytest.approx((xs[1] + 1 - left) / 2, abs=0.2)


@pytest.mark.parametrize("parts", [[], [a_part(proto="gap")]])
def test_nothing_gives_no_picture(parts: list[object]) -> None:
    """A gap has no packets."""
    assert timeline(parts) == ""  # type: ignore[arg-type]


def test_one_packet_alone_is_a_picture() -> None:
    """A span of nothing divides by nothing."""
    assert tags(timeline([a_part("x")])).count("circle") == 2


def test_many_attempts_are_counted() -> None:
    """The picture has so many rows, and says how many there would be more."""
    picture = timeline([a_part(first=MOMENT + second) for second in range(ROWS + 3)])
    assert tags(picture).count("circle") == 2 * ROWS
    assert "and 3 more attempts" in texts(picture)


def test_only_our_own_elements_are_in_it() -> None:
    """It holds no script, no style and no link."""
    for payload in PAYLOADS:
        assert set(tags(timeline(hostile(payload).parts))) <= {"svg", "title", "text", "line", "circle", "rect"}
