"""What is found for a question while somebody types: the answers it has, or texts it is offered."""

from collections.abc import Sequence

from lienthong_tui.procedures.questions import Field
from lienthong_tui.procedures.suggestions import offers
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.sentences.choices import Choice, Find, among, finder


def to_choose(page: FilingPage, field: Field) -> Find | None:
    """The answers of a field that has a choice of them; None where any text will do."""

    def communes() -> Sequence[str]:
        # Those told of in this filing, in the order they are asked.
        fields, values = page.keeper.draft.group.fields, page.keeper.draft.outlined.values
        return [str(values[name]) for name in values if fields[name].type == "commune"]

    home = page.keeper.draft.filing.started.commune
    return finder(field, page.language, home=home, known=communes)


def offered(page: FilingPage, field: Field) -> Find | None:
    """The office's own texts for a field, as its other answers stand while it is typed."""
    if field.suggest is None:
        return None

    def find(typed: str) -> Sequence[Choice]:
        draft, desk = page.keeper.draft, page.ours.at
        found = offers(
            draft.group.definition, field, desk.office, draft.outlined.values, desk.commune
        )
        return among([Choice(offer.text, offer.label) for offer in found])(typed)

    return find
