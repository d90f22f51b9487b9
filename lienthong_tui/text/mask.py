"""Personal numbers as a list shows them."""

_SHOWN = 3


def mask(text: str) -> str:
    """The text with at most its last three characters readable and a bullet for each other one.

    Province, sex and year of birth give most of an ID number away, so only its random end shows.
    A text too short to stay secret that way is masked whole.
    """
    hidden = len(text) - _SHOWN if len(text) > 2 * _SHOWN else len(text)
    return "•" * hidden + text[hidden:]
