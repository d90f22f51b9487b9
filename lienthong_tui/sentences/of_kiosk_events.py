"""What happened at a kiosk, one sentence for every kind of event."""

from collections.abc import Callable, Mapping
from typing import Any

from lienthong_tui.filing.kiosk_events import Admitted, Checked, HandedIn, HowEnded, Unsure
from lienthong_tui.filing.timeline import Entry
from lienthong_tui.sentences.definition_words import DefinitionWords
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.mask import mask

HANDED_IN: Mapping[HowEnded, str] = {
    "finished": N_("khai xong"),
    "called": N_("gọi người tiếp nhận giữa chừng"),
    "left": N_("rời máy khi chưa khai xong"),
}


def _admitted(_: Entry, payload: Admitted, words: DefinitionWords) -> str:
    text = N_("Vào máy tự kê khai bằng mã, tự khai: {number}")
    if payload.helper:
        text = N_("Vào máy tự kê khai bằng mã, nhập giúp người yêu cầu: {number}")
    return words.say(text, number=mask(payload.id_number))


def _unsure(_: Entry, payload: Unsure, words: DefinitionWords) -> str:
    unsure = [name for name, told in payload.fields.items() if told]
    sure = [name for name, told in payload.fields.items() if not told]
    told = []
    if unsure:
        told.append(words.say(N_("Không biết: {questions}"), questions=words.questions(unsure)))
    if sure:
        text = N_("Bỏ dấu không biết: {questions}")
        told.append(words.say(text, questions=words.questions(sure)))
    return ". ".join(told)


SENTENCES: Mapping[type, Callable[[Entry, Any, DefinitionWords], str]] = {
    Admitted: _admitted,
    Unsure: _unsure,
    HandedIn: lambda _, payload, words: words.say(
        N_("Chuyển từ máy tự kê khai cho người tiếp nhận, số {ticket}: {how}"),
        ticket=payload.ticket,
        how=words.say(HANDED_IN[payload.how]),
    ),
    Checked: lambda _, __, words: words.say(N_("Người tiếp nhận đã kiểm tra lời khai từ máy")),
}
