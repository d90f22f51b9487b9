"""The least that Textual can do with a question: a label, a field, the keys."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Input, Label


class Minimal(App[None]):
    """One field."""

    def compose(self) -> ComposeResult:
        """Label, field, keys."""
        yield Label("Số định danh hoặc tên")
        yield Input()
        yield Footer()


if __name__ == "__main__":
    Minimal().run()
