"""What the tests of the screens share."""

import pytest
from desk.sample import once_made

from .walk import found_desk


@pytest.fixture(scope="session", autouse=True)
def _founded_for_screens() -> None:
    once_made(found_desk)
