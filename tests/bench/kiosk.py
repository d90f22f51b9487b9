"""What a whole filing costs a relative at the kiosk: keys pressed, words read.

`make bench ONLY=kiosk`. One JSON line for each comparison. The rules:

* every shipped sample is declared at a kiosk as far as the kiosk asks: each question is answered
  with what the sample says, or "I do not know" where it says nothing; nothing is scanned;
* a key is a key: a digit that chooses, a letter, `Enter`; of a commune only the letters until the
  wanted one is among the choices, and its digit. The code, the notice and each reading back count;
* the baseline of `keys` is the answers themselves as one would write them down: their letters, and
  one stroke each; of `turns` it is how many answers the officer gives to the same filing;
* `words` are those of a turn's question, its reason and its example. The baseline is what the
  officer's page says of the same questions, label, help and law.
"""

import re
import statistics
import tempfile
from pathlib import Path
from typing import Any

from kiosk.sample import GRANDSON, Hall

from bench.line import tell
from lienthong_tui.desk.demo import samples
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.interview import Question, ReadBack
from lienthong_tui.kiosk import sitting
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.sentences import interview_words
from lienthong_tui.sentences.wording import answer_label

_BEFORE = len("2") + len(GRANDSON) + 1 + 6 + 1 + len("111")  # up to the first question
_AFTER = len("11")
_MOST = 7  # choices on the page


def words(*texts: str) -> int:
    """How many words there are to read."""
    return len(re.findall(r"\w+", " ".join(texts)))


class Relative:
    """Declares a sample, and counts."""

    def __init__(self, hall: Hall, path: Path) -> None:
        self.answers = read_case(path, now=hall.now, commune=hall.pairing.commune).case.answers
        self.keys, self.plain = _BEFORE + _AFTER, 0
        self.read: list[int] = []
        self.official: list[int] = []

    def declare(self, talk: Conversation) -> None:
        """Go through every turn."""
        while (step := talk.step) is not None:
            if isinstance(step, ReadBack):
                self.keys += 1
                talk.go_on()
                continue
            self._look(talk, step)
            given = [self.answers.get(box) for box in step.boxes]
            if all(value is None for value in given):
                self.keys += 1
                talk.unknown()
                continue
            self._answer(talk, step)

    def _look(self, talk: Conversation, step: Question) -> None:
        asked = interview_words.asked(step, talk.now, "vi")
        field = talk.now.group.fields[step.field]
        self.read.append(words(asked.text, asked.why, asked.example))
        self.official.append(
            words(field.label.vi, field.help.vi if field.help else "", field.law or "")
        )

    def _answer(self, talk: Conversation, step: Question) -> None:
        field = talk.now.group.fields[step.field]
        value: Any = self.answers.get(step.field, "")
        asked = interview_words.asked(step, talk.now, "vi")
        if len(step.boxes) > 1:
            text = " ".join(str(self.answers[box]) for box in step.boxes if box in self.answers)
            self.keys += len(text) + 1
            self.plain += len(text) + 1
            talk.answer(text)
            return
        label = answer_label(field, value, "vi")
        self.plain += len(label) + 1
        if asked.few:
            place = [choice.value for choice in asked.few].index(value)
            self.keys += 1 + (place // _MOST if len(asked.few) > _MOST else 0)
        elif asked.find is not None:
            for letters in range(len(label) + 1):
                shown = [choice.value for choice in asked.find(label[:letters])[:_MOST]]
                if value in shown:
                    break
            self.keys += letters + 1
        else:
            self.keys += len(label) + 1
        talk.answer(value if isinstance(value, bool) else str(value))


def main() -> None:
    """Every sample, one after another."""
    read: list[int] = []
    official: list[int] = []
    with tempfile.TemporaryDirectory() as place:
        hall = Hall(Path(place))
        for path in samples():
            relative = Relative(hall, path)
            group = read_case(path, now=hall.now, commune=hall.pairing.commune).case.group
            name = group.definition.group
            with hall.kiosk() as kiosk:
                talk = Conversation(kiosk)
                sitting.clear(kiosk)
                hall.now += sitting.KEPT
                talk.admit(GRANDSON, name, hall.code(GRANDSON, name))
                talk.declare(helper=True)
                relative.declare(talk)
                talk.hand_in("finished")
            tell(f"kiosk/{path.stem}/keys", relative.keys, relative.plain, None, "keys")
            tell(
                f"kiosk/{path.stem}/turns", len(relative.read), len(relative.answers), None, "turns"
            )
            read += relative.read
            official += relative.official
    tell("kiosk/words-median", statistics.median(read), statistics.median(official), None, "words")
    tell("kiosk/words-most", max(read), max(official), None, "words")


if __name__ == "__main__":
    main()
