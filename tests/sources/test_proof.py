"""Proofs that bytes are the ones that were read."""

import shutil
import subprocess

import pytest

from wallwatch.sources.proof import NOTHING, cksum, is_proof, proof


@pytest.mark.parametrize(
    ("data", "value"),
    [(b"", 4_294_967_295), (b"abc", 1_219_131_554), (b"x" * 1024, 685_223_438), (b"\0", 4_215_202_376)],
)
def test_the_checksum_is_that_of_posix(data, value):
    """The tool of any host finds the same."""
    assert cksum(data) == value
    if shutil.which("cksum"):
        said = subprocess.run(["cksum"], input=data, capture_output=True, check=True).stdout
        assert said.split()[0] == str(value).encode()


def test_a_proof_has_both_checksums():
    """A host has one tool or the other."""
    assert proof(b"abc") == "3:1219131554:900150983cd24fb0d6963f7d28e17f72"
    assert proof(b"") == NOTHING


@pytest.mark.parametrize("text", ["", "3:1:x", "3:1", "; id", "3:1:900150983cd24fb0d6963f7d28e17f72;"])
def test_what_is_no_proof_is_not_sent(text):
    """It came from a store that somebody may have written into."""
    assert not is_proof(text)
    assert is_proof(proof(b"abc"))
    assert is_proof(NOTHING)
