"""Lists of names that the office keeps: channels, reasons, words about customers."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.i18n import N_, _
from app.operations.channels import add_channel, change_channel
from app.queries import hold_texts
from app.queries.book_settings import ChannelUse, channel_uses
from app.queries.carriers import SETTING as CARRIERS
from app.queries.carriers import usual_carriers
from app.queries.columns import Column, Kind, Row
from app.queries.reasons import SETTING, TOPICS, usual_reasons
from app.queries.word_lists import SETTING as WORDS
from app.queries.word_lists import WORD_LISTS, usual_words
from app.views.settings.items import Group, Item
from app.views.settings.section import SAVE, Section
from app.views.widgets.buttons import button
from app.views.widgets.form import Form, FormDialog
from app.views.widgets.small_table import SmallTable


class ChannelSection(Section):
    """Where orders come from."""

    key = "channels"
    title = N_("Channels")
    lead = N_("Where orders come from. A new name holds for the orders that a channel has already, too.")
    icon = "send"
    words = (N_("Website"), N_("Marketplace"), N_("Phone"))

    def extra(self) -> None:
        card = self.card("channels_card")
        columns = (
            Column("name", N_("Name"), Kind.TEXT, 280),
            Column("orders", N_("Orders"), Kind.COUNT, 110),
            Column("active", N_("Offered"), Kind.FLAG, 100),
        )
        self.table = SmallTable("channels_table", self.title, columns, self.desk.currency, most=10)
        self.table.open_asked.connect(lambda _id: self._rename())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(button(N_("New name…"), "rename_channel", icon="pencil", run=self._rename))
        row.addWidget(button(N_("Offer or not"), "toggle_channel", run=self._toggle))
        row.addStretch(1)
        card.body.addLayout(row)
        row = QHBoxLayout()
        self.form = Form("channel_form")
        self.name = QLineEdit()
        self.form.add("name", N_("New channel"), self.name)
        row.addWidget(self.form, 1)
        row.addWidget(button(N_("Add"), "add_channel", icon="plus", run=self.add))
        card.body.addLayout(row)
        self._channels: dict[int, ChannelUse] = {}

    def load(self) -> None:
        # Counting the orders of a large book takes a moment.
        self.desk.read(channel_uses, self._found, key="settings.channels", owner=self)

    def _found(self, found: tuple[ChannelUse, ...]) -> None:
        self._channels = {c.id: c for c in found}
        self.table.show_rows([Row(c.id, (_(c.name), c.orders, c.active)) for c in found])

    def _chosen(self) -> ChannelUse | None:
        return self.chosen_of(self._channels, self.table)

    def _rename(self) -> None:
        channel = self._chosen()
        if channel is not None and self.allowed:
            self.show_dialog(ChannelDialog(self, channel))

    def _toggle(self) -> None:
        channel = self._chosen()
        if channel is not None:
            self.run(lambda actor: change_channel(actor, channel.id, channel.name, not channel.active), undoable=True)

    def add(self) -> None:
        """Add the channel whose name was typed."""
        name = self.name.text()
        self.run(lambda actor: add_channel(actor, name), form=self.form, on_done=lambda _done: self.name.clear())


class ChannelDialog(FormDialog):
    """Another name for a channel."""

    def __init__(self, section: Section, channel: ChannelUse) -> None:
        super().__init__(section.desk, "channel_dialog", N_("New name"), SAVE, parent=section)
        self._channel = channel
        self.name = QLineEdit(_(channel.name))
        self.form.add("name", N_("Name"), self.name, required=True)

    def accept_form(self) -> None:
        name, channel = self.name.text(), self._channel
        if name.strip() == _(channel.name):
            self.accept()
            return
        self.submit(lambda actor: change_channel(actor, channel.id, name, channel.active))


class ReasonSection(Section):
    """The reasons that are offered where one is asked for."""

    key = "reasons"
    title = N_("Reasons")
    lead = N_("They are offered where something asks for a reason; another one can always be typed. One per line.")
    icon = "clipboard-check"
    words = (N_("Cancel order"), N_("Suggestions"))
    groups = (
        Group(
            "reasons_card",
            items=tuple(
                Item(
                    SETTING.format(topic=topic),
                    title,
                    "text",
                    (),
                    "book",
                    show=lambda kept, topic=topic: "\n".join(kept if isinstance(kept, list) else usual_reasons(topic)),
                    take=lambda typed: [reason.strip() for reason in typed.splitlines() if reason.strip()],
                )
                for topic, (title, _usual) in TOPICS.items()
            ),
        ),
    )


class WordSection(Section):
    """The words that are offered for customers and the contacts with them."""

    key = "words"
    title = N_("Words about customers")
    lead = N_("They are offered while somebody types; another one can always be typed. One per line.")
    icon = "tag"
    words = (N_("Grade"), N_("Source"), N_("Tags"), N_("Stage"), N_("Suggestions"))
    groups = (
        Group(
            "words_card",
            items=tuple(
                Item(
                    WORDS.format(name=name),
                    words.title,
                    "text",
                    (),
                    "book",
                    show=lambda kept, name=name: "\n".join(kept if isinstance(kept, list) else usual_words(name)),
                    take=lambda typed: [word.strip() for word in typed.splitlines() if word.strip()],
                )
                for name, words in WORD_LISTS.items()
            ),
        ),
    )


def _hold_item(reason: str, title: str, language: str) -> Item:
    usual = partial(hold_texts.usual_text, reason, language)
    return Item(
        hold_texts.SETTING.format(reason=reason, language=language),
        title,
        "text",
        "",
        "book",
        show=lambda kept: kept or usual(),
        take=lambda typed: "" if typed.strip() == usual() else typed.strip(),
    )


class HoldTextSection(Section):
    """What is written to customers whose order is on hold."""

    key = "hold_texts"
    title = N_("Texts to customers")
    lead = N_(
        "They are offered when an order is put on hold. {customer}, {order}, {amount}, {reason} and {company} are "
        "filled in."
    )
    icon = "mail"
    words = (N_("Put on hold"),)
    groups = tuple(
        Group(
            f"hold_texts_{language}",
            title,
            items=tuple(_hold_item(reason, word, language) for reason, word in hold_texts.REASONS.items()),
        )
        for language, title in (("en", N_("On hold, in English")), ("zh_CN", N_("On hold, in Chinese")))
    )


class CarrierSection(Section):
    """Those who carry goods, as they are offered where something is shipped."""

    key = "carriers"
    title = N_("Carriers")
    lead = N_("They are offered where goods go out; another one can always be typed. One per line.")
    icon = "truck"
    words = (N_("Shipments"), N_("Tracking number"))
    groups = (
        Group(
            "carriers_card",
            items=(
                Item(
                    CARRIERS,
                    N_("Who carries goods"),
                    "text",
                    (),
                    "book",
                    show=lambda kept: "\n".join(kept if isinstance(kept, list) else usual_carriers()),
                    take=lambda typed: [name.strip() for name in typed.splitlines() if name.strip()],
                ),
            ),
        ),
    )
