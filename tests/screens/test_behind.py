"""What the application does by itself, while the officer leaves the desk."""

import asyncio
from pathlib import Path

import pytest

from lienthong_tui.desk import backup_rota, intake
from lienthong_tui.screens.host import DeskClosedError, Host
from screens.walk import signed_in


@pytest.mark.asyncio
@pytest.mark.parametrize("what", ["_take_in", "_look_for_backup"])
async def test_whoever_leaves_meanwhile_ends_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The look was under way in the desk's thread when the desk was closed behind it."""
    async with signed_in(tmp_path) as someone:
        app = someone.app
        at_desk = Host.at_desk

        async def late(self: Host, call: object, /, *arguments: object) -> object:
            if call in (backup_rota.due, intake.folders):
                await at_desk(self, self._session.close)
                self.desk = None
            return await at_desk(self, call, *arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(Host, "at_desk", late)
        await asyncio.wait_for(getattr(app, what)(), 10)
        assert app.desk is None


@pytest.mark.asyncio
async def test_a_desk_that_is_open_and_says_it_is_not_is_a_defect(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:

        async def closed(_: Host) -> None:
            raise DeskClosedError

        with pytest.raises(DeskClosedError):
            await someone.app._behind(closed)
