"""Ada, signed in, and the address of her case."""

import pytest


@pytest.fixture
def ada_client(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def case_url(case):
    return f"/my-cases/{case.reference}/"
