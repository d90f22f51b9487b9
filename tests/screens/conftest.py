"""`pytest tests/screens --regolden` writes the golden screens anew; look at them before keeping."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regolden", action="store_true", help="write the golden screens anew")
