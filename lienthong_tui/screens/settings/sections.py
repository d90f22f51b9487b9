"""Every section of the settings, as the definitions in force ask for them."""

from lienthong_tui.screens.settings.fixed import (
    Agencies,
    Deadlines,
    Fees,
    Hours,
    Letters,
    Office,
    Relaxed,
)
from lienthong_tui.screens.settings.growing import Days, Facilities, Hamlets, Phrases
from lienthong_tui.screens.settings.section import Section, View


def sections(view: View) -> list[Section]:
    """Every section, in the order of the page."""
    phrases = {s.id: s for d in view.definitions for s in d.suggestion if s.kind == "phrases"}
    return [
        Deadlines("deadlines"),
        Hours("hours"),
        Days("days"),
        Fees("fees"),
        Agencies("agencies"),
        Facilities("facilities"),
        Hamlets("hamlets"),
        *(Phrases(f"phrases:{name}", suggestion) for name, suggestion in phrases.items()),
        Relaxed("relaxed"),
        Letters("letters"),
        Office("office"),
    ]
