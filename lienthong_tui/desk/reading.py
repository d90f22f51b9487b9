"""A case file with its papers, read and checked: needs neither a desk nor a sign-in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lienthong_tui.filing import case as cases
from lienthong_tui.filing.case import Case, CaseFile, Misread
from lienthong_tui.filing.checks import Finding, check
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Attached
from lienthong_tui.filing.outline import Outline, implied_links, outline
from lienthong_tui.packets.names import shown
from lienthong_tui.packets.papers import Paper
from lienthong_tui.packets.scans import take
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.loading import Group, in_force


@dataclass(frozen=True)
class Reading:
    """What a case file comes to: its outline, its papers and everything to say about it.

    `absences` are the reasons given, by component that is not attached; `links` the roles that are
    one person, as the file says or its answers imply.
    """

    case: Case
    outlined: Outline
    papers: tuple[tuple[str, Paper], ...]
    findings: tuple[Finding, ...]
    absences: Mapping[str, str]
    links: Mapping[str, str]


@dataclass(frozen=True)
class Decoded:
    """A case file of which something can be made: where its papers lie, what it is read against."""

    folder: Path
    file: CaseFile
    group: Group


def read_case(
    path: Path,
    *,
    now: datetime,
    commune: str | None = None,
    groups: tuple[Group, ...] | None = None,
) -> Reading:
    """Read and check the case at `path`: `decode`, then `judge`."""
    return judge(decode(path, groups), now=now, commune=commune)


def decode(path: Path, groups: tuple[Group, ...] | None = None) -> Decoded:
    """The case file at `path` with the definition in force on its day.

    Errors: Unusable("case-…"), Unusable("group-…"): nothing can be done with the file.
    """
    file = cases.decode(_read(path), path.suffix)
    group = in_force(file.group, local_day(file.received), groups)
    return Decoded(path.parent, file, group)


def judge(
    decoded: Decoded,
    *,
    now: datetime,
    commune: str | None = None,
    relaxed: Iterable[str] = (),
) -> Reading:
    """Read the papers and check everything as of `now`, at the desk of `commune` if at any.

    Whatever is wrong is a finding; `relaxed` are the referrals that this office takes.
    """
    case, misread = cases.read(decoded.file, decoded.group, now=now)
    papers, unfit = _papers(case, decoded.folder)
    misread += unfit
    absences = {a.component: a.absent for a in case.attachments if a.absent is not None}
    today = local_day(case.received)
    outlined = outline(decoded.group, case.answers, today=today, commune=commune)
    links = implied_links(outlined, case.answers) | dict(case.links)
    if links:
        outlined = outline(decoded.group, case.answers, today=today, commune=commune, links=links)
    said = check(
        outlined,
        attachments=[attached(case, component, paper) for component, paper in papers],
        absences=absences,
        reasons=case.reasons,
        noticed=case.notice is not None,
        pledged=case.pledge is not None,
        unread=[m.field for m in misread],
        relaxed=relaxed,
    )
    wrong = [Finding("error", m.step, m.field, m.problem.code, m.problem) for m in misread]
    findings = tuple(sorted([*wrong, *said], key=lambda finding: finding.step))
    return Reading(case, outlined, papers, findings, absences, links)


def verdicts(
    before: Group, after: Group, paths: Iterable[Path]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The cases (by file name) whose verdict differs under `after`: what it says under each.

    Both are asked as if in force on the day of the case. A verdict names the findings with
    their level, the papers required and the procedures. Errors: those of `cases.decode`.
    """
    found = {}
    for path in paths:
        file = cases.decode(_read(path), path.suffix)
        if file.group != before.definition.group:
            continue
        now = file.received + timedelta(days=1)
        said = [_verdict(judge(Decoded(path.parent, file, g), now=now)) for g in (before, after)]
        if said[0] != said[1]:
            found[path.name] = (said[0], said[1])
    return found


def _verdict(read: Reading) -> tuple[str, ...]:
    """What a reading comes to, sorted: `error rule`, `warning rule`, `paper id`, `procedure id`."""
    told = {f"{finding.level} {finding.rule}" for finding in read.findings}
    told |= {f"paper {name}" for name in read.outlined.papers_required}
    told |= {f"procedure {procedure.id}" for procedure in read.outlined.procedures}
    return tuple(sorted(told))


def attached(case: Case, component: str, paper: Paper) -> Attached:
    """The fact that `paper` was given for `component`, with the reason the case gives."""
    reasons = (a.reason for a in case.attachments if a.component == component and a.reason)
    return Attached(
        component=component,
        content=paper.sha256,
        name=paper.name,
        media_type=paper.media_type,
        size=len(paper.data),
        reason=next(reasons, None),
    )


def _read(path: Path) -> bytes:
    name = shown(path.name or str(path))
    try:
        if not path.exists():
            raise Unusable("case-missing", name=name)
        if not path.is_file():
            raise Unusable("case-not-a-file", name=name)
        with path.open("rb") as file:
            return file.read(cases.LARGEST + 1)
    except (OSError, ValueError):
        raise Unusable("case-unreadable", name=name) from None


def _papers(case: Case, root: Path) -> tuple[tuple[tuple[str, Paper], ...], tuple[Misread, ...]]:
    papers, unfit = [], []
    limit = case.group.definition.component_bytes
    known = {component.id for component in case.group.definition.component}
    sizes = Counter[str]()
    names = Counter[tuple[str, str]]()
    for component, file in ((a.component, f) for a in case.attachments for f in a.files):
        # Past the limit one paper more changes nothing, and a file can list thousands.
        if component not in known or sizes[component] > limit:
            continue
        try:
            paper = take(Path(file), root=root, limit=limit).paper
        except Problem as problem:
            unfit.append(Misread(4, component, problem))
            continue
        sizes[component] += len(paper.data)
        names[component, paper.name] += 1
        papers.append((component, _renamed(paper, names[component, paper.name])))
    return tuple(papers), tuple(unfit)


def _renamed(paper: Paper, times: int) -> Paper:
    """The portal refuses two files of one name in a row of papers: the second gets a number."""
    if times == 1:
        return paper
    stem, dot, extension = paper.name.rpartition(".")
    return Paper(f"{stem}-{times}{dot}{extension}", paper.media_type, paper.data, paper.sha256)
