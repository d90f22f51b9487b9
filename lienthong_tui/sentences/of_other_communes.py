"""What the hub answers of a filing of another commune, in words."""

from collections.abc import Iterator
from typing import cast

from lienthong_tui.filing.deadlines import local_day, local_time
from lienthong_tui.filing.filing import State
from lienthong_tui.filing.public_status import PublicStatus
from lienthong_tui.procedures import loading
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_citizens import STATES, stands
from lienthong_tui.sentences.wording import day


def told_elsewhere(status: PublicStatus, language: Language) -> Iterator[str]:
    """The state, each procedure with the day it is expected by, and how old the answer is.

    A later version of the program may know more groups, procedures and states: they stand as ids.
    """
    groups = {g.definition.group: g.definition for g in loading.shipped()}
    known = groups.get(status.group)
    names = {p.id: pick(p.name, language) for p in known.procedure} if known else {}
    state = STATES.get(cast(State, status.state), status.state)
    yield f"{pick(known.short, language) if known else status.group}: {tr(state, language)}"
    for each in status.procedures:
        told = f"- {names.get(each.id, each.id)}: {stands(each.status, language)}"
        if each.since:
            told += tr(N_(", từ {day}"), language).format(day=day(local_day(each.since), language))
        if each.due and status.state != "completed":
            told += tr(N_("; dự kiến {day}"), language).format(day=day(each.due, language))
        yield told
    if status.state == "completed":  # nobody is to wait for a day that runs for nobody
        yield tr(N_("Ngày dự kiến tính từ khi Cổng tiếp nhận hồ sơ."), language)
    yield ""
    text = N_("Theo việc quầy ấy ghi gần nhất, lúc {time}. Hỏi kỹ hơn: gọi quầy ghi trên phiếu.")
    yield tr(text, language).format(time=local_time(status.at))
