"""Where orders come from: adding channels, renaming them, offering them or no longer."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import Channel
from app.operations.operation import operation
from app.operations.work import Work


@operation("add channel", needs=Permission.ADMINISTER)
def add_channel(work: Work, name: str) -> int:
    """Add a place where orders come from; returns the id."""
    channel = work.add(Channel(name=_free_name(work, name), active=True))
    work.about(channel, channel.name)
    return int(channel.id)


@operation("change channel", needs=Permission.ADMINISTER, undoable=True)
def change_channel(work: Work, channel_id: int, name: str, active: bool) -> None:
    """Rename a channel, for the orders it has too, and offer it for new orders or no longer."""
    channel = work.get(Channel, channel_id)
    channel.name = _free_name(work, name, but=channel_id)
    channel.active = active
    work.save(channel)
    if not work.value("SELECT count(*) FROM channel WHERE active = 1"):
        raise UserError(_("At least one channel must stay in use."), code="last_channel")
    work.about(channel, channel.name)
    work.label(_("change channel"))


def _free_name(work: Work, name: str, *, but: int = 0) -> str:
    name = name.strip()
    if not name:
        raise UserError(_("A channel needs a name."), field="name", code="no_name")
    if work.value("SELECT 1 FROM channel WHERE name = ? COLLATE NOCASE AND id <> ?", (name, but)):
        raise UserError(_("There is a channel {name} already.").format(name=name), field="name", code="taken")
    return name
