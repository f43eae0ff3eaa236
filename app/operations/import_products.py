"""Storing what a workbook of products holds: new ones are added, known ones (by code) get what the file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

from app.errors import Problems, UserError
from app.i18n import _, ngettext
from app.importing.products import GRADE_KEY, ProductPlan, ProductRow, RowProblem
from app.models.actor import Permission
from app.models.product import Category, Product, ProductAlias, ProductPrice
from app.models.shelf import one_place
from app.operations.categories import PATH
from app.operations.operation import operation
from app.operations.product_prices import Grades
from app.operations.products import ProductInput, store_change, store_new
from app.operations.tax_words import tax_named
from app.operations.work import Work

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of a row: ``state`` is new, changed, same or refused; ``fields`` are the keys that change."""

    row: int
    code: str
    name: str
    state: str
    fields: tuple[str, ...] = ()
    reason: str = ""
    column: str = ""
    product_id: int = 0


@dataclass
class ProductImport:
    """What an import of products did, or would do, row by row in the order of the file."""

    rows: list[RowOutcome] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many rows end so."""
        return sum(1 for row in self.rows if row.state == state)


@operation("import products", needs=Permission.IMPORT, undoable=True)
def import_products(work: Work, plan: ProductPlan) -> ProductImport:
    """Store a workbook of products in one go that one undo takes back; rows that cannot be taken are told.

    A row with a known code changes that product where the file says something else; an empty cell changes nothing.
    """
    found = ProductImport([_problem(problem) for problem in plan.problems])
    seen: dict[str, int] = {}
    grades = Grades()
    headers = {key: header for header, key in plan.columns if key}
    for number, row in enumerate(plan.rows):
        work.actor.progress(number, len(plan.rows))
        code = str(row.values.get("code") or row.values.get("name") or "")
        earlier = seen.setdefault(code, row.row)
        if earlier != row.row:
            reason = _("Row {row} has the same code. A product can stand in a file once.").format(row=earlier)
            found.rows.append(_refused(row, code, reason, headers.get("code", "")))
            continue
        try:
            found.rows.append(work.attempt(partial(_take, row, code, grades)))
        except UserError as problem:
            grades.forget()
            first = problem.problems[0] if isinstance(problem, Problems) else problem
            found.rows.append(_refused(row, code, first.message, headers.get(first.field, "")))
    found.rows.sort(key=lambda outcome: outcome.row)
    stored = found.count(NEW) + found.count(CHANGED)
    work.tell(file=plan.file, added=found.count(NEW), changed=found.count(CHANGED), refused=found.count(REFUSED))
    if stored:
        work.happened("import finished")
    work.label(ngettext("import {n} product", "import {n} products", stored).format(n=f"{stored:,}"))
    return found


def _problem(problem: RowProblem) -> RowOutcome:
    return RowOutcome(problem.row, problem.code, problem.name, REFUSED, reason=problem.reason, column=problem.column)


def _refused(row: ProductRow, code: str, reason: str, column: str) -> RowOutcome:
    return RowOutcome(row.row, code, str(row.values.get("name", "")), REFUSED, reason=reason, column=column)


def _take(row: ProductRow, code: str, grades: Grades, work: Work) -> RowOutcome:
    known = work.find(Product, "code = ?", (code,))
    product = known[0] if known else None
    if product is None:
        return _add(row, code, grades, work)
    if product.merged_into_id is not None:
        raise UserError(_("This product was merged into another one."), field="code", code="merged")
    before = _content(work, product)
    after, active = _changed(work, before, row.values), bool(row.values.get("active", product.active))
    altered = tuple(f.name for f in fields(ProductInput) if getattr(before, f.name) != getattr(after, f.name))
    if active != product.active:
        altered = (*altered, "active")
    if not altered:
        return RowOutcome(row.row, code, product.name, SAME, product_id=product.id)
    product.active = active
    store_change(work, product, after, grades)
    return RowOutcome(row.row, code, product.name, CHANGED, altered, product_id=product.id)


def _add(row: ProductRow, code: str, grades: Grades, work: Work) -> RowOutcome:
    content = _changed(work, ProductInput(name="", code=code), row.values)
    if not content.name:
        raise UserError(
            _("No product has the code {code}, and a new one needs a name.").format(code=code),
            field="name",
            code="no_name",
        )
    product = store_new(work, content, grades)
    if row.values.get("active") is False:
        product.active = False
        work.save(product)
    return RowOutcome(row.row, product.code, product.name, NEW, product_id=product.id)


def _content(work: Work, product: Product) -> ProductInput:
    aliases = [alias.name for alias in work.find(ProductAlias, "product_id = ?", (product.id,))]
    prices = [(p.grade, p.price) for p in work.find(ProductPrice, "product_id = ?", (product.id,), order="grade")]
    return ProductInput(
        name=product.name,
        code=product.code,
        specification=product.specification,
        unit=product.unit,
        category=category_path(work, product.category_id),
        list_price=product.list_price,
        floor_price=product.floor_price,
        cost=product.cost,
        tax_code_id=product.tax_code_id,
        tax_class=product.tax_class,
        tax_class_name=product.tax_class_name,
        stock_kept=bool(product.stock_kept),
        low_stock=product.low_stock,
        place=product.place,
        aliases=tuple(aliases),
        prices=tuple(sorted(prices)),
        note=product.note,
    )


def category_path(work: Work, category_id: int | None) -> str:
    """A category as people write it, with the one above it."""
    if category_id is None:
        return ""
    category = work.known(Category, category_id)
    if category.parent_id is None:
        return str(category.name)
    return f"{work.known(Category, category.parent_id).name} {PATH} {category.name}"


def _changed(work: Work, before: ProductInput, said: Mapping[str, Any]) -> ProductInput:
    values = {key: value for key, value in said.items() if key in _PLAIN and value != getattr(before, key)}
    if "category" in said and said["category"].casefold() not in _ways(before.category):
        values["category"] = said["category"]
    if "place" in said and one_place(said["place"]) != before.place:
        values["place"] = said["place"]
    if "aliases" in said and set(said["aliases"]) != set(before.aliases):
        values["aliases"] = said["aliases"]
    if "tax_code" in said:
        values["tax_code_id"] = tax_named(work, said["tax_code"])
    grades = {key.removeprefix(GRADE_KEY): value for key, value in said.items() if key.startswith(GRADE_KEY)}
    if grades:
        values["prices"] = tuple(sorted({**dict(before.prices or ()), **grades}.items()))
    return replace(before, **values)


def _ways(path: str) -> frozenset[str]:
    """The ways in which a category may be written: with the one above it, or alone."""
    whole = path.casefold()
    return frozenset({whole, whole.replace(f" {PATH} ", PATH), whole.rpartition(PATH)[2].strip()})


_PLAIN = frozenset(
    {
        "name", "code", "specification", "unit", "list_price", "floor_price", "cost", "tax_class",
        "tax_class_name", "stock_kept", "low_stock", "note",
    }
)  # fmt: skip
