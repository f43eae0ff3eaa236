"""Who works in the book, and what each may do."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import NeedsConfirmation, UserError
from app.i18n import N_, _
from app.models.actor import ACTS, RIGHTS, ROLE_WORDS, Permission, Role, Scope
from app.operations import users
from app.queries.book_settings import Member, members
from app.queries.columns import Column, Kind, Row
from app.views import problems
from app.views.settings.section import SAVE, Section
from app.views.texts import say
from app.views.values import local_moment, word_of
from app.views.widgets.buttons import button
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.password_field import PasswordField
from app.views.widgets.small_table import SmallTable

_WIDTHS = {
    Role.SALES: 64,
    Role.SERVICE: 132,
    Role.WAREHOUSE: 88,
    Role.FINANCE: 74,
    Role.MANAGER: 82,
    Role.OWNER: 92,
}
_SCOPES = {Scope.ALL: "✓", Scope.OWN: N_("Own"), Scope.NONE: ""}


class PeopleSection(Section):
    """The people with their roles; the owner adds, changes and closes them."""

    key = "people"
    title = N_("People and roles")
    lead = N_("Everybody signs in as themselves; what they do stands under their name. Nobody changes their own roles.")
    icon = "users"
    needs = None
    words = (N_("Users"), N_("Password"), N_("Role"), N_("Rights"))

    def extra(self) -> None:
        card = self.card("people_card")
        columns = (
            Column("name", N_("Name"), Kind.TEXT, 150),
            Column("roles", N_("Roles"), Kind.TEXT, 230),
            Column("password", N_("Password"), Kind.FLAG, 90),
            Column("last", N_("Last sign-in"), Kind.NUMBER, 140),
            Column("active", N_("Signs in"), Kind.FLAG, 90),
        )
        self.table = SmallTable("people_table", self.title, columns, self.desk.currency, most=10)
        self.table.open_asked.connect(lambda _id: self._roles())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        self.owners = [
            button(N_("Add a person…"), "add_person", icon="plus", run=self._add),
            button(N_("Change roles…"), "change_roles", run=self._roles),
        ]
        for made in self.owners:
            row.addWidget(made)
        row.addWidget(button(N_("Set password…"), "set_password", icon="key-round", run=self._password))
        row.addStretch(1)
        self.closing = button(N_("Let sign in no more"), "deactivate_person", kind="danger", run=self._deactivate)
        self.opening = button(N_("Let sign in again"), "activate_person", run=self._activate)
        self.opening.hide()
        self.owners += [self.closing, self.opening]
        row.addWidget(self.closing)
        row.addWidget(self.opening)
        card.body.addLayout(row)
        self.table.chosen.connect(lambda _id: self._offer())
        self.closed = label("", "hint", "people_closed", wrap=True)
        card.body.addWidget(self.closed)
        rights = self.card(
            "rights_card",
            N_("What each role may do"),
            N_("Own means: only their own customers and orders. What is empty is not allowed."),
        )
        head = (Column("act", N_("May"), Kind.TEXT, 176),)
        roles = tuple(Column(str(r), ROLE_WORDS[r], Kind.NUMBER, _WIDTHS[r]) for r in Role)
        self.rights = SmallTable("rights_table", N_("What each role may do"), head + roles, self.desk.currency, most=24)
        rights.body.addWidget(self.rights)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(N_("See Daybook as this role does:"), "muted", "see_as_label"))
        self.role = KeyField("see_as_role", [(str(r), ROLE_WORDS[r]) for r in Role])
        say(self.role.setAccessibleName, N_("See Daybook as this role does:"))
        self.see = button(N_("Show"), "see_as", icon="eye", run=self.see_as)
        row.addWidget(self.role)
        row.addWidget(self.see)
        row.addStretch(1)
        rights.body.addLayout(row)
        self.owners.append(self.see)

    def load(self) -> None:
        self._members = {m.id: m for m in members()}
        self.table.show_rows(
            [
                Row(
                    m.id,
                    (
                        m.shown_name,
                        role_words(m.roles),
                        m.has_password,
                        local_moment(m.last_sign_in) if m.last_sign_in else "",
                        m.active,
                    ),
                )
                for m in self._members.values()
            ]
        )
        owner = self.desk.actor.may(Permission.ADMINISTER)
        for made in self.owners:
            made.setEnabled(owner)
        self._offer()
        say(
            self.closed.setText,
            "" if owner else N_("Only an owner adds people and changes roles. You can set your own password."),
        )
        self.closed.setVisible(not owner)
        self.rights.show_rows(
            [
                Row(
                    number,
                    (
                        _(ACTS[permission]),
                        *(_(_SCOPES[RIGHTS[permission].get(role, Scope.NONE)]) for role in Role),
                    ),
                )
                for number, permission in enumerate(Permission)
            ]
        )

    def _chosen(self) -> Member | None:
        return self.chosen_of(self._members, self.table)

    def _offer(self) -> None:
        """One who no longer signs in can be let in again, anybody else be kept out."""
        member = self._members.get(self.table.current_id() or 0)
        gone = member is not None and not member.active
        self.opening.setVisible(gone)
        self.closing.setVisible(not gone)

    def see_as(self) -> None:
        """Show the whole window as the chosen role sees it."""
        if self.desk.shell is not None:
            self.desk.shell.presence.see_as(Role(self.role.key()))

    def set_own_password(self) -> None:
        """Ask for a new password of whoever is at the desk."""
        self.show_dialog(PasswordDialog(self, self._members[self.desk.actor.user_id]))

    def _add(self) -> None:
        self.show_dialog(PersonDialog(self))

    def _roles(self) -> None:
        member = self._chosen()
        if member is not None and self.desk.actor.may(Permission.ADMINISTER):
            self.show_dialog(RolesDialog(self, member))

    def _password(self) -> None:
        member = self._members.get(self.table.current_id() or self.desk.actor.user_id)
        if member is None or not self.desk.actor.may(Permission.ADMINISTER):
            member = self._members[self.desk.actor.user_id]
        self.show_dialog(PasswordDialog(self, member))

    def _deactivate(self) -> None:
        member = self._chosen()
        if member is None:
            return
        question = NeedsConfirmation(
            "deactivate",
            _("Let {name} sign in no more?").format(name=member.shown_name),
            accept=_("Let sign in no more"),
            details=_("What they did stays under their name."),
        )
        if problems.ask(question, self):
            self.run(
                lambda actor: users.deactivate_user(actor, member.id),
                back=lambda: self.run(lambda actor: users.activate_user(actor, member.id)),
            )

    def _activate(self) -> None:
        member = self._chosen()
        if member is not None:
            self.run(
                lambda actor: users.activate_user(actor, member.id),
                told=_("{name} can sign in again.").format(name=member.shown_name),
            )


def role_words(roles: tuple[str, ...]) -> str:
    """Roles as people call them."""
    return _(", ").join(_(ROLE_WORDS[Role(role)]) for role in roles)


class RoleChoice(QWidget):
    """A tick for each role."""

    def __init__(self, chosen: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.setObjectName("roles")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.ticks: dict[str, QCheckBox] = {}
        for role in Role:
            tick = check_box(lambda role=role: word_of("role", role), f"role_{role}", checked=str(role) in chosen)
            self.ticks[str(role)] = tick
            column.addWidget(tick)

    def value(self) -> list[str]:
        """The chosen roles."""
        return [role for role, tick in self.ticks.items() if tick.isChecked()]


class PersonDialog(FormDialog):
    """A new person."""

    def __init__(self, section: Section) -> None:
        super().__init__(section.desk, "person_dialog", N_("Add a person"), N_("Add"), parent=section)
        self.name, self.full_name, self.password = QLineEdit(), QLineEdit(), PasswordField()
        self.roles = RoleChoice(("sales",))
        self.form.add("name", N_("Name to sign in with"), self.name, required=True)
        self.form.add("full_name", N_("Full name"), self.full_name)
        self.form.add("roles", N_("Roles"), self.roles, required=True)
        self.form.add(
            "password", N_("Password"), self.password, hint=N_("At least 10 characters; several words are easiest.")
        )

    def accept_form(self) -> None:
        told: dict[str, Any] = {
            "name": self.name.text(),
            "full_name": self.full_name.text(),
            "roles": self.roles.value(),
            "password": self.password.text(),
        }
        self.submit(lambda actor: users.add_user(actor, **told))


class RolesDialog(FormDialog):
    """The roles of a person."""

    def __init__(self, section: Section, member: Member) -> None:
        super().__init__(section.desk, "roles_dialog", N_("Change roles"), SAVE, parent=section)
        self._member = member
        self.roles = RoleChoice(member.roles)
        name = member.shown_name
        self.form.add("roles", lambda: name, self.roles)

    def accept_form(self) -> None:
        roles = self.roles.value()
        self.submit(lambda actor: users.change_roles(actor, self._member.id, roles))


class PasswordDialog(FormDialog):
    """A new password, typed twice."""

    def __init__(self, section: Section, member: Member) -> None:
        super().__init__(section.desk, "password_dialog", N_("Set password"), SAVE, parent=section)
        self._member = member
        self.password, self.again = PasswordField(), PasswordField()
        name = member.shown_name
        self.form.add_widget(label(lambda: name, "lead"))
        self.form.add("password", N_("New password"), self.password, required=True, hint=N_("At least 10 characters."))
        self.form.add("again", N_("The same again"), self.again, required=True)

    def accept_form(self) -> None:
        if self.password.text() != self.again.text():
            self.form.clear_problems()
            self.form.show_problem(UserError(_("The two passwords differ. Type them again."), field="again"))
            return
        password = self.password.text()
        self.submit(lambda actor: users.change_password(actor, password, self._member.id))
