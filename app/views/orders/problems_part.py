"""What is wrong with an order, on its page: each problem with what solves it, and below how others were solved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_
from app.queries.columns import Column, Kind, Row
from app.queries.exceptions import OpenProblem
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.record_page import section
from app.views.widgets.banner import Banner
from app.views.widgets.small_table import SmallTable

_SOLVED = (
    Column("solved_at", N_("Solved"), Kind.MOMENT, 130),
    Column("what", N_("Problem"), Kind.TEXT, 170),
    Column("solution", N_("How it was solved"), Kind.TEXT, 240),
    Column("who", N_("Who"), Kind.TEXT, 110),
)


class ProblemsPart(QWidget):
    """``solve`` gets the topic of the problem that is to be solved; ``card`` holds the solved ones and stands apart."""

    def __init__(self, desk: Desk, solve: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("order_problems")
        self._solve = solve
        self.banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.table = SmallTable("order_solved", N_("Solved problems"), _SOLVED, desk.currency, most=4)
        self.card = section("order_solved_card", N_("Solved problems"), self.table)
        self.hide()

    def show_order(self, order: OrderDetail) -> None:
        """Show the problems of an order; without any the part takes no place."""
        while len(self.banners) < len(order.problems):
            banner = Banner(f"order_problem_{len(self.banners) + 1}")
            self.banners.append(banner)
            self._column.insertWidget(len(self.banners) - 1, banner)
        may = "solve_problem" in order.actions
        for number, banner in enumerate(self.banners):
            if number < len(order.problems):
                self._tell(banner, order.problems[number], may)
            else:
                banner.hide()
        self.table.show_rows(
            [Row(each.id, (each.solved_at, each.title, each.solution, each.solver or "")) for each in order.solved]
        )
        self.card.setVisible(bool(order.solved))
        self.setVisible(bool(order.problems))

    def _tell(self, banner: Banner, problem: OpenProblem, may: bool) -> None:
        banner.tell(
            "danger",
            lambda: problem.reason,
            N_("Solve…") if may else "",
            lambda: self._solve(problem.topic),
            dismissible=False,
        )
