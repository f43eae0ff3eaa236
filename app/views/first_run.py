"""The first start: four short steps to a book, then what to begin with.

``first_run(path, preferences)`` asks for language, business, password and place, makes the book, asks how to begin and
returns the path of the book to open. ``ask_about_book`` is in ``book_problem``.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import i18n
from app.errors import UserError
from app.i18n import LANGUAGES, N_, _
from app.models.countries import country
from app.models.taxpayer import COUNTRY, WORDS
from app.models.vat import EU
from app.preferences import Preferences
from app.views import problems, theme
from app.views.begin_step import BeginStep
from app.views.book_problem import ask_about_book
from app.views.country_names import OTHER, CountryField, currencies
from app.views.first_book import make_first_book, make_sample
from app.views.getting_started import CHECKLIST
from app.views.imports.drops import START_IMPORT
from app.views.password_step import PasswordStep
from app.views.place_step import PlaceStep, step_page
from app.views.progress import Progress
from app.views.sample import OWN_BOOK
from app.views.texts import follow, say, set_language
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, say_button
from app.views.widgets.choices import check_box
from app.views.widgets.form import Form
from app.views.widgets.key_field import KeyField
from app.views.widgets.stepper import Step, Stepper

__all__ = ["FirstRun", "ask_about_book", "first_run"]

_STEPS = (N_("Language"), N_("Business"), N_("Password"), N_("Place"))
PASSWORD, PLACE, BEGIN = 2, 3, 4


def first_run(path: Path, preferences: Preferences) -> Path | None:
    """Make the first book, by default at ``path``; its path, or None if the person gave up."""
    dialog = FirstRun(path, preferences)
    return dialog.made if dialog.exec() == QDialog.DialogCode.Accepted else None


class FirstRun(QDialog):
    """The steps. Back never loses what was typed; nothing is written before the fourth step is done."""

    def __init__(self, path: Path, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("first_run_dialog")
        self.setFixedSize(640, 540)
        self.setWindowTitle("Daybook")
        say(self.setAccessibleName, N_("Your first book"))
        self.made: Path | None = None
        self.path = path
        self._preferences = preferences
        self._pool = ThreadPoolExecutor(1)
        self._work: Future[Path] | None = None
        self._progress = Progress()
        self._then: Callable[[Path], None] = lambda _path: None
        self._poll = QTimer(self)
        self._poll.setInterval(50)
        self._poll.timeout.connect(self._look)

        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        self.stepper = Stepper("first_run_steps")
        column.addWidget(self.stepper)
        self.banner = Banner("first_run_banner")
        column.addWidget(self.banner)
        self.place_step = PlaceStep(self.path)
        self.place, self.place_form = self.place_step.place, self.place_step.form
        self.stack = QStackedWidget()
        self.stack.setObjectName("first_run_stack")
        language, business = self._language_step(), self._business_step()
        self.password_step = PasswordStep(lambda: self.name.text().strip(), lambda: self.owner.text().strip())
        self.begin_step = BeginStep()
        for made in (language, business, self.password_step, self.place_step, self.begin_step):
            self.stack.addWidget(made)
        column.addWidget(self.stack, 1)
        self.bar = QProgressBar()
        self.bar.setObjectName("first_run_progress")
        self.bar.setTextVisible(False)
        say(self.bar.setAccessibleName, N_("Making the book"))
        self.bar.hide()
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.quit = button(N_("Quit"), "first_run_quit", kind="quiet", run=self.reject)
        self.back = button(N_("Back"), "first_run_back", run=lambda: self.go_to(self.stack.currentIndex() - 1))
        self.next = button(N_("Next"), "first_run_next", kind="primary", run=self.go_on)
        row.addWidget(self.quit)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        QShortcut(QKeySequence("Alt+Left"), self, lambda: self.go_to(self.stack.currentIndex() - 1))
        follow(self._show_steps)
        self.go_to(0)
        theme.dress_window(self)

    # Steps

    def _language_step(self) -> QWidget:
        page, column = step_page(
            N_("Welcome to Daybook"), N_("Which language do you work in? You can change it later."), "language_step"
        )
        self.languages = QButtonGroup(self)
        for code, name in LANGUAGES.items():
            choice = QRadioButton(name)
            choice.setObjectName(f"language_{code.lower()}")
            choice.setAccessibleName(name)
            choice.setChecked(code == i18n.language())
            choice.toggled.connect(lambda on, code=code: self._choose_language(code) if on else None)
            self.languages.addButton(choice)
            column.addWidget(choice)
        column.addStretch(1)
        return page

    def _choose_language(self, code: str) -> None:
        set_language(code)
        self._preferences.set("window.language", code)

    def _business_step(self) -> QWidget:
        page, column = step_page(
            N_("Your business"),
            N_("This stands on your documents. Taxes and the look of numbers begin with what is usual in the country."),
            "business_step",
        )
        self.form = Form("first_run_form")
        self.name = QLineEdit()
        self.owner = QLineEdit(_login())
        self.country = CountryField("country")
        self.currency = QComboBox()
        for code in currencies():
            self.currency.addItem(code, code)
        self.form.add("name", N_("Name of the business"), self.name, required=True, row=0, span=2)
        self.form.add("country", N_("Country"), self.country, row=1)
        self.form.add(
            "currency", N_("Currency"), self.currency, row=1, column=1, hint=N_("Fixed once there are orders.")
        )
        self.form.add(
            "owner", N_("Your name"), self.owner, required=True, row=2, span=2, hint=N_("You are the book's owner.")
        )
        self.electronic = check_box(N_("Make electronic invoices (Factur-X)"), "first_run_electronic")
        self.form.add_widget(self.electronic, span=2)
        self.taxpayer = KeyField("first_run_taxpayer", tuple(WORDS.items()))
        self.form.add("taxpayer", N_("Kind of taxpayer"), self.taxpayer, row=3, hint=N_("It can be changed later."))
        self.country.currentIndexChanged.connect(self._country_chosen)
        self.country.set_value("CN" if i18n.language() == "zh_CN" else "US")
        self._country_chosen()
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _country_chosen(self, _index: int = 0) -> None:
        self.currency.setCurrentIndex(self.currency.findData(country(self.country.value()).currency))
        self.electronic.setVisible(self.country.value() in EU)
        self.form.fields["taxpayer"].setVisible(self.country.value() == COUNTRY)

    # Going on and back

    def _show_steps(self) -> None:
        at = self.stack.currentIndex()
        self.stepper.show_steps(
            [Step(_(t), "done" if n < at else "current" if n == at else "ahead") for n, t in enumerate(_STEPS)]
        )

    def go_to(self, number: int) -> None:
        """Show a step; what was typed in the others stays."""
        if not 0 <= number < self.stack.count() or self._work is not None:
            return
        if self.made is not None and number != BEGIN:
            return
        self.banner.dismiss()
        self.stack.setCurrentIndex(number)
        self.back.setVisible(0 < number < BEGIN)
        self.stepper.setVisible(number < BEGIN)
        self.quit.setVisible(number < BEGIN)
        say_button(self.next, {PLACE: N_("Make the book"), BEGIN: N_("Begin")}.get(number, N_("Next")))
        self._show_steps()
        first: tuple[Callable[[], QWidget | None], ...] = (
            lambda: self.languages.checkedButton(),
            lambda: self.name,
            lambda: self.password_step.password,
            lambda: self.place,
            lambda: self.begin_step.beginnings.checkedButton(),
        )
        target = first[number]()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Go to the next step, if this one is answered; after the fourth make the book, after the last begin."""
        if self._work is not None:
            return
        at = self.stack.currentIndex()
        problem = self._problem(at)
        if problem is not None:
            forms = {1: self.form, PASSWORD: self.password_step.form, PLACE: self.place_form}
            forms[at].show_problem(problem)
        elif at == PLACE:
            self._make()
        elif at == BEGIN:
            self._begin()
        else:
            self.go_to(at + 1)

    def _problem(self, at: int) -> UserError | None:
        if at == 1:
            self.form.clear_problems()
            if not self.name.text().strip():
                return UserError(_("The business needs a name."), field="name")
            if not self.owner.text().strip():
                return UserError(_("Please enter your name; it stands beside everything you do."), field="owner")
        if at == PASSWORD:
            return self.password_step.problem()
        if at == PLACE:
            return self.place_step.problem()
        return None

    @property
    def beginning(self) -> str:
        """What was chosen last: ``empty``, ``import`` or ``sample``."""
        return self.begin_step.beginning

    def _make(self) -> None:
        target, code = self.place_step.chosen(), self.country.value()
        values: dict[str, Any] = {
            "name": self.name.text().strip(),
            "owner": self.owner.text().strip(),
            "country": "" if code == OTHER else code,
            "currency": str(self.currency.currentData()),
            "language": i18n.language(),
            "electronic": self.electronic.isChecked() and code in EU,
            "taxpayer": self.taxpayer.key() if code == COUNTRY else "",
        }
        password, sheet = self.password_step.password.text(), self.password_step.code
        self._start(lambda _progress: make_first_book(target, values, password, sheet), self._book_made)

    def _book_made(self, path: Path) -> None:
        self.made = path
        self._preferences.set("window.language", i18n.language())
        self._preferences.set(CHECKLIST, True)
        self.go_to(BEGIN)

    def _begin(self) -> None:
        assert self.made is not None
        own, language = self.made, i18n.language()
        if self.beginning == "sample":
            self._start(lambda progress: make_sample(own, language, progress), self._sample_made)
            return
        if self.beginning == "import":
            self._preferences.set(START_IMPORT, True)
        self.accept()

    def _sample_made(self, path: Path) -> None:
        self._preferences.set(OWN_BOOK, str(self.made))
        self.made = path
        self.accept()

    def _start(self, call: Callable[[Progress], Path], then: Callable[[Path], None]) -> None:
        progress = self._progress = Progress()
        self._then = then
        self._set_busy(True)
        self._work = self._pool.submit(lambda: call(progress))
        self._poll.start()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.stack, self.back, self.next):
            part.setEnabled(not busy)
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.quit.setVisible(busy or self.stack.currentIndex() < BEGIN)
        say_button(self.quit, N_("Cancel") if busy else N_("Quit"))

    def _look(self) -> None:
        if self._progress.whole:
            self.bar.setRange(0, self._progress.whole)
            self.bar.setValue(self._progress.done)
        if self._work is None or not self._work.done():
            return
        self._poll.stop()
        work, self._work = self._work, None
        self._set_busy(False)
        error = work.exception()
        if error is None:
            self._then(work.result())
        else:
            problems.tell(error, self.banner, parent=self)

    def reject(self) -> None:
        if self._work is not None:
            self._progress.cancel()
        elif self.made is not None:
            # The book is made: leaving the question open means beginning with it as it is.
            self.accept()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._poll.stop()
        self._pool.shutdown(wait=False)
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            focused = self.focusWidget()
            if isinstance(focused, QLineEdit) and focused is self.name:
                self.country.setFocus(Qt.FocusReason.TabFocusReason)
            elif focused is self.password_step.password:
                self.password_step.again.setFocus(Qt.FocusReason.TabFocusReason)
            elif isinstance(focused, QPushButton) and focused is not self.next:
                focused.click()
            else:
                self.go_on()
            return
        super().keyPressEvent(event)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
