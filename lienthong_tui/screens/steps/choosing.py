"""How the choices of a question are found by typing: words of the name, marks not needed."""

from collections.abc import Iterator, Sequence

from lienthong_tui.people import lists, places
from lienthong_tui.procedures.definition import Field
from lienthong_tui.sentences import NO, YES, Language, pick, tr
from lienthong_tui.text.fold import fold
from lienthong_tui.widgets.field_row import MOST_SHOWN, Choice, FieldRow, Find


def finder(field: Field, language: Language, *, home: str) -> Find | None:
    """How the choices of a field are found by typing; None for a field of text.

    `home` is the code of the commune the filing is made in.
    """
    if field.type == "boolean":
        return among((Choice(True, tr(YES, language)), Choice(False, tr(NO, language))))
    if field.type == "commune":
        return communes_near(home)
    if field.type == "province":
        own = places.commune(home).province_code
        listed = sorted(places.provinces().values(), key=lambda p: (p.code != own, fold(p.name)))
        return among([Choice(p.code, p.full_name) for p in listed])
    if field.list:
        entries = lists.reference(field.list)
        return among([Choice(code, name) for code, name in entries.items()])
    if field.options:
        return among([Choice(o.value, pick(o.label, language)) for o in field.options])
    return None


def among(choices: Sequence[Choice]) -> Find:
    """How some of `choices` are found: those first that begin as typed, all before that."""
    folded = [(fold(choice.label), choice) for choice in choices]

    def find(typed: str) -> Sequence[Choice]:
        words = fold(typed).split()
        hits = [(key, choice) for key, choice in folded if _has_words(key, words)]
        return (
            [choice for _, choice in sorted(hits, key=lambda hit: not hit[0].startswith(words[0]))]
            if words
            else choices
        )

    return find


def choice_lines(row: FieldRow) -> Iterator[str]:
    """The choices of a row as its page's panel draws them; only those of a list have a digit."""
    for number, choice in enumerate(row.choices[:MOST_SHOWN], 1):
        pointer = "▸" if number - 1 == row.pointed else " "
        yield f"{pointer} {'↓' if row.free else number}  {choice.label}"


def communes_like(typed: str) -> Sequence[Choice]:
    """Communes whose name or province has words beginning as typed; none before that."""
    return _find_communes(typed) if typed.strip() else ()


def communes_near(home: str) -> Find:
    """`communes_like` with `home` first, already before anything is typed, then its province."""
    province = places.commune(home).province_code

    def distance(choice: Choice) -> int:
        commune = places.commune(str(choice.value))
        return 0 if commune.code == home else 1 if commune.province_code == province else 2

    def find(typed: str) -> Sequence[Choice]:
        if not typed.strip():
            return (Choice(home, places.commune_label(home)),)
        return sorted(communes_like(typed), key=distance)

    return find


def _has_words(key: str, words: Sequence[str]) -> bool:
    """Whether each typed word begins a word of the folded name."""
    parts = key.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


_find_communes = among([Choice(code, places.commune_label(code)) for code in places.communes()])
