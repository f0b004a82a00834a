import pytest

from wallwatch.formats import p0f2_signature

SURE = {"ttl": 64, "df": True, "length": 60, "window": 5840, "ip_header": 20}


@pytest.mark.parametrize(
    ("signature", "fields"),
    [
        ("5840:64:1:60:.:.", SURE | {"options": ()}),
        ("S4:64:1:60:M1460,N,N,S:.", SURE | {"options": ("mss:1460", "nop", "nop", "sok")}),
        ("5840:64:1:60:M1460,S,T,N,W7:.", SURE),
        ("5840:64:1:60:?5,?254,E:PZ", SURE | {"ip_id": 0, "options": ("sack", "?254", "eol")}),
        ("5840:64:1:60:.:!", SURE),
        ("5840:64:0:*(160):.:0", SURE | {"df": False, "length": 160, "seq": 0, "options": ()}),
        ("*(12345):64:1:60:.:.", SURE | {"window": 12_345, "options": ()}),
        (
            "5840:64:1:60:.:I",
            {key: value for key, value in SURE.items() if key != "ip_header"} | {"options": ()},
        ),
        ("5840:64:1:60:" + "N," * 15 + "N:.", SURE),
        ("prose", {}),
        ("5840:64:1:60:.", {}),
        (None, {}),
    ],
)
def test_a_signature_gives_what_it_is_sure_of(signature: str | None, fields: dict[str, object]) -> None:
    """Time stamps have no values, sixteen options may be more, and a quirk is a bit that was looked at."""
    found = p0f2_signature.read(signature)
    assert {name: value for name, value in found.items() if value is not None} == fields


@pytest.mark.parametrize(
    ("window", "options", "size"),
    [
        ("S4", "M1460", 5840),
        ("S44", "M1400", None),
        ("S46", "M1400", 64_400),
        ("S20", ".", 29_200),
        ("T4", "M1360", None),
        ("T43", "M1460", 64_500),
        ("T46", "M1360", 64_400),
        ("T4", ".", 6000),
        ("T1", "M1300", None),
        ("S99", "M1460", None),
        ("0", ".", 0),
    ],
)
def test_a_multiple_is_a_window_where_only_one_number_fits(window: str, options: str, size: int | None) -> None:
    """p0f tries MSS, 1460, MTU and 1500 in this order, and none above 65,535."""
    assert p0f2_signature.read(f"{window}:64:1:60:{options}:.")["window"] == size
