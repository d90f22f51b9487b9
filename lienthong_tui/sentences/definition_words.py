"""The names a definition gives to its questions, papers and people, in one language."""

from collections.abc import Sequence
from typing import Any

from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.procedures import letters, notice
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import status_label

_MOST_NAMED = 3  # questions named by their labels; of more, only the sections they stand in


class DefinitionWords:
    """The words of one definition in one language."""

    def __init__(self, definition: Definition, language: Language) -> None:
        self.definition = definition
        self.language = language

    def say(self, text: str, **params: Any) -> str:
        """A sentence of the program, its blanks filled."""
        return tr(text, self.language).format(**params)

    def component(self, component: str) -> str:
        """What a paper is called."""
        names = {part.id: pick(part.name, self.language) for part in self.definition.component}
        return names.get(component, component)

    def beyond(self, extra: str) -> str:
        """What is asked for beyond the filing."""
        names = {each.id: pick(each.text, self.language) for each in notice.shipped().extra}
        return names.get(extra, extra)

    def letters(self, ids: Sequence[str]) -> str:
        """Letters of the desk by number and title."""
        titles = {form.id: pick(form.title, self.language) for form in letters.shipped().letter}
        return ", ".join(f"{each} {titles.get(each, '')}".strip() for each in ids)

    def procedure(self, procedure: str) -> str:
        """What a procedure is called."""
        names = {part.id: pick(part.name, self.language) for part in self.definition.procedure}
        return names.get(procedure, procedure)

    def outcome(self, outcome: str) -> str:
        """What came of a procedure."""
        return status_label(outcome, self.language)

    def result(self, result: str) -> str:
        """What a procedure yields."""
        labels = {part.id: pick(part.label, self.language) for part in self.definition.result}
        return labels.get(result, result)

    def item(self, item: Wanted) -> str:
        """What an agency wants mended, with the paper or question it is about."""
        if item.component:
            return f"{self.component(item.component)}: {item.text}"
        fields = {field.id: pick(field.label, self.language) for field in self.definition.field}
        return f"{fields[item.field]}: {item.text}" if item.field in fields else item.text

    def person(self, role: str) -> str:
        """Whose role it is."""
        people = {p.role: pick(p.label, self.language) for p in self.definition.person}
        return people.get(role, role)

    def paper(self, paper: str) -> str:
        """What is handed back: the paper of a component, or somebody's card."""
        kind, _, role = paper.partition(":")
        if kind != "id-card":
            return self.component(paper)
        return self.say(N_("CCCD: {person}"), person=self.person(role).lower())

    def papers(self, papers: Sequence[str]) -> str:
        """Papers in a row."""
        return ", ".join(map(self.paper, papers))

    def questions(self, fields: Sequence[str]) -> str:
        """Section by section, as they are asked: a few by their labels, many only counted."""
        titles = {part.id: pick(part.title, self.language) for part in self.definition.section}
        labels: dict[str, list[str]] = {}
        for field in self.definition.field:
            if field.id in fields:
                label = pick(field.label, self.language)
                labels.setdefault(titles[field.section], []).append(label)
        if len(fields) > _MOST_NAMED:
            return ", ".join(f"{title} ({len(named)})" for title, named in labels.items())
        return "; ".join(f"{', '.join(named)} ({title})" for title, named in labels.items())
