"""How a product sells, on its page: its place among all, twelve months as bars, and who buys it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import N_, _
from app.money import QUANTITY, show, show_scaled
from app.queries.columns import Column, Kind, Row
from app.queries.product_sales import Month, Standing
from app.views import theme
from app.views.desk import Desk
from app.views.records import open_record
from app.views.texts import follow
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

HEIGHT, FOOT, HEAD = 148, 20, 22
_BUYERS = (
    Column("customer", N_("Customer"), Kind.TEXT, 200),
    Column("orders", N_("Orders"), Kind.COUNT, 76),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 92),
    Column("revenue", N_("Revenue"), Kind.MONEY, 112),
    Column("last", N_("Last sold"), Kind.DATE, 100),
)


class MonthBars(QWidget):
    """Twelve bars from zero. The pointer or Left and Right choose a month, which is then told in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("product_months")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._desk = desk
        self.months: tuple[Month, ...] = ()
        self.chosen = -1
        self.told = label("", "muted", "product_month_told")
        theme.switch().switched.connect(self.update)
        follow(self._tell)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, HEIGHT)

    def show_months(self, months: Sequence[Month]) -> None:
        """Show these months, the newest chosen."""
        self.months = tuple(months)
        self.chosen = len(self.months) - 1
        self._tell()
        self.update()

    def _values(self) -> list[int]:
        money = all(month.revenue is not None for month in self.months)
        return [int(month.revenue or 0) if money else int(month.quantity) for month in self.months]

    def words(self, month: Month) -> str:
        """A month in words: what was sold, and what it came to where that may be seen."""
        quantity = show_scaled(month.quantity, QUANTITY)
        if month.revenue is None:
            return _("{month}: {quantity} sold").format(month=month.month, quantity=quantity)
        amount = show(month.revenue, self._desk.currency, symbol=True)
        return _("{month}: {quantity} sold for {amount}").format(month=month.month, quantity=quantity, amount=amount)

    def _tell(self) -> None:
        if not 0 <= self.chosen < len(self.months):
            return
        told = self.words(self.months[self.chosen])
        self.told.setText(told)
        self.setAccessibleName(_("Sold by month. {month}").format(month=told))
        best = max(self.months, key=lambda month: month.revenue or month.quantity)
        self.setAccessibleDescription(_("The best month: {month}").format(month=self.words(best)))

    def _choose(self, number: int) -> None:
        number = max(0, min(len(self.months) - 1, number))
        if self.months and number != self.chosen:
            self.chosen = number
            self._tell()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        values, tokens = self._values(), theme.tokens()
        if not values:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, low = max(0, *values), min(0, *values)
        span = max(1, high - low)
        room = HEIGHT - FOOT - HEAD
        zero = HEAD + room * high / span
        step = self.width() / len(values)
        wide = min(40.0, step * 0.62)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(QPointF(0, zero), QPointF(self.width(), zero))
        self._paint_scale(painter, high if high else low, zero)
        for number, value in enumerate(values):
            left = step * number + (step - wide) / 2
            tall = room * abs(value) / span
            box = QRectF(left, zero - tall if value > 0 else zero, wide, max(tall, 1.0) if value else 0.0)
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = number == self.chosen
            painter.setBrush(QColor(tokens.accent if chosen else tokens.border_strong))
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(QColor(tokens.text if chosen else tokens.text2))
            month = self.months[number].month
            text = month[2:].replace("-", "/") if number == 0 or month.endswith("-01") else month[5:]
            painter.drawText(QRectF(step * number, HEIGHT - FOOT, step, FOOT), int(Qt.AlignmentFlag.AlignCenter), text)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, HEIGHT - 2), 6, 6)

    def _paint_scale(self, painter: QPainter, most: int, zero: float) -> None:
        """The line of the largest month with what it stands for."""
        tokens = theme.tokens()
        edge = HEAD if most > 0 else HEIGHT - FOOT
        money = all(month.revenue is not None for month in self.months)
        text = show(most, self._desk.currency, symbol=True) if money else show_scaled(most, QUANTITY)
        painter.setPen(QPen(QColor(tokens.border), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, edge), QPointF(self.width(), edge))
        painter.setPen(QColor(tokens.text2))
        if edge != zero:
            box = QRectF(0, edge - 20, self.width(), 18)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.months:
            self._choose(int(event.position().x() // (self.width() / len(self.months))))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._choose(len(self.months) - 1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: self.chosen - 1, Qt.Key.Key_Right: self.chosen + 1,
                 Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.months) - 1}  # fmt: skip
        if event.key() in moves:
            self._choose(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class StandingCard(Card):
    """Where a product stands among the others, and its months."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("product_standing_card", title=N_("Sales by month"))
        self.rank = label("", "", "product_rank", wrap=True)
        self.bars = MonthBars(desk)
        self.body.addWidget(self.rank)
        self.body.addWidget(self.bars)
        self.body.addWidget(self.bars.told)
        self._standing: Standing | None = None
        follow(self._speak)

    def show_standing(self, standing: Standing) -> None:
        """Show it; a product that was never sold has no bars."""
        self._standing = standing
        sold = any(month.quantity or month.revenue for month in standing.months)
        self.bars.setVisible(sold)
        self.bars.told.setVisible(sold)
        self.bars.show_months(standing.months)
        self._speak()

    def _speak(self) -> None:
        found = self._standing
        if found is None:
            return
        told = []
        if found.rank:
            told.append(
                _("Place {rank} of {among} by revenue in 12 months.").format(
                    rank=f"{found.rank:,}", among=f"{found.among:,}"
                )
            )
        if found.slow:
            told.append(_("Nothing sold for {n} days.").format(n=f"{found.slow:,}"))
        self.rank.setText(" ".join(told) or (_("Nothing was sold.") if not self.bars.isVisibleTo(self) else ""))
        self.rank.setVisible(bool(self.rank.text()))


class BuyersCard(Card):
    """The customers who bought most of a product."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("product_buyers_card", title=N_("Who buys it"))
        self.table = SmallTable("product_buyers_table", N_("Who buys it"), _BUYERS, desk.currency)
        self.table.opens_with(lambda customer, beside: open_record(desk, "customer", customer, beside=beside))
        self.add_table(self.table)

    def show_standing(self, standing: Standing) -> None:
        """Show them; without any the card takes no place."""
        self.table.show_rows(
            [Row(b.customer_id, (b.name, b.orders, b.quantity, b.revenue, b.last)) for b in standing.buyers]
        )
        self.setVisible(bool(standing.buyers))
