"""A German office issues: the electronic invoice lies inside the kept PDF, and says what the office knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import facturx
import pytest

from app.cli import main
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.models.einvoice_checks import BIC, CITY, POSTAL_CODE, SETTING, lacks
from app.operations.batches_invoices import issue_invoices
from app.operations.company import change_setting
from app.operations.credit_notes import credit_invoice
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment
from app.operations.shipments import ship_order
from app.queries.documents import invoice_document, invoice_file
from app.queries.einvoice import business_remarks, lacking
from app.reports.factur_x import factur_x
from app.reports.issued import issued_files
from app.views.papers import keep_paper
from tests.einvoice.conftest import Checker
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, cents, close, new_book, value


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestBook]:
    """A business in Germany that makes electronic invoices."""
    made = new_book(
        tmp_path,
        country="DE",
        name="Birkenau Papier GmbH",
        tax_number="DE136695976",
        address="Lindenhof 4",
        bank_account="DE89 3704 0044 0532 0130 00",
    )
    for name, said in ((SETTING, True), (CITY, "Birkenau"), (POSTAL_CODE, "69488"), (BIC, "COBADEFFXXX")):
        change_setting(made.owner, name, said)
    yield made
    close(made)


def tax(code: str) -> int:
    return int(value("SELECT id FROM tax_code WHERE code = ?", code))


def french(actor: Actor, **fields: str) -> int:
    told = {"country": "FR", "tax_number": "FR83404833048", "city": "Strasbourg", "postal_code": "67000"}
    return a_customer(actor, "Atelier du Canal", address="3 quai des Tanneurs", **{**told, **fields})


def issued(office: TestBook, order: int) -> DocumentSnapshot:
    return invoice_document(office.owner, issue_invoice(office.owner, [order]).value)


def test_an_order_that_was_shipped_and_partly_paid_becomes_an_electronic_invoice(
    office: TestBook, checker: Checker
) -> None:
    actor = office.owner
    lamp = a_product(actor, "Lamp", unit="box")
    order = an_order(
        actor, french(actor), a_line("24.90", 3, product_id=lamp, tax_code_id=tax("standard")), discount_amount=500
    )
    ship_order(actor, order)
    record_payment(
        actor, cents("20"), "cash", value("SELECT customer_id FROM sales_order"), parts=[(order, cents("20"))]
    )
    snapshot = issued(office, order)
    assert lacking(snapshot) == ()
    xml = factur_x(snapshot)
    assert checker.problems(xml) == []
    for said in (
        b">Birkenau<", b">69488<", b">COBADEFFXXX<", b">Strasbourg<", b">67000<", b'"VA">FR83404833048<',
        b"TotalPrepaidAmount>20.00<", f">{office.owner.today():%Y%m%d}<".encode(),
    ):  # fmt: skip
        assert said in xml


def test_a_tax_free_supply_within_the_eu_names_delivery_country_and_reason(office: TestBook, checker: Checker) -> None:
    actor = office.owner
    order = an_order(actor, french(actor), a_line("100", 2, tax_code_id=tax("intra_eu")), ship_country="FR")
    assert [lack.code for lack in lacks(issued(office, order))] == ["delivery"]
    other = an_order(actor, value("SELECT id FROM customer"), a_line("100", tax_code_id=tax("intra_eu")))
    ship_order(actor, other)
    snapshot = issued(office, other)
    assert lacks(snapshot) == ()
    xml = factur_x(snapshot)
    assert checker.problems(xml) == []
    assert b"VATEX-EU-IC" in xml
    assert b"tax-free supply within the EU" in xml


def test_the_kept_pdf_holds_the_kept_xml_and_a_credit_note_names_its_invoice(
    office: TestBook, checker: Checker
) -> None:
    actor = office.owner
    order = an_order(actor, french(actor), a_line("10", 3, tax_code_id=tax("reduced")))
    invoice = issue_invoice(actor, [order]).value
    keep_paper(actor, invoice)
    pdf, xml = invoice_file(actor, invoice), invoice_file(actor, invoice, "xml")
    assert pdf is not None
    assert xml is not None
    name, inside = facturx.get_facturx_xml_from_pdf(pdf)
    assert (name, inside) == ("factur-x.xml", xml)
    note = credit_invoice(actor, invoice, "correction", "wrong price", amount=cents("10.70")).value
    keep_paper(actor, note)
    written = invoice_file(actor, note, "xml")
    assert written is not None
    assert checker.problems(written) == []
    assert b">381<" in written
    assert b"IssuerAssignedID>INV-" in written


def test_keeping_twice_changes_nothing(office: TestBook) -> None:
    actor = office.owner
    invoice = issue_invoice(actor, [an_order(actor, french(actor), a_line("10", tax_code_id=tax("standard")))]).value
    keep_paper(actor, invoice)
    before = value("SELECT group_concat(sha256) FROM invoice_file")
    keep_paper(actor, invoice)
    assert value("SELECT group_concat(sha256) FROM invoice_file") == before
    assert value("SELECT count(*) FROM invoice_file") == 2


def test_what_lacks_something_is_kept_as_paper_alone(office: TestBook) -> None:
    actor = office.owner
    order = an_order(actor, french(actor, country=""), a_line("10", tax_code_id=tax("standard")))
    snapshot = issued(office, order)
    assert [lack.code for lack in lacking(snapshot)] == ["buyer_country"]
    assert [file.kind for file in issued_files(snapshot, electronic=True)] == ["pdf"]
    change_setting(actor, SETTING, None)
    assert lacking(snapshot) == ()


def test_what_the_business_lacks_is_said_before_anything_is_issued(office: TestBook) -> None:
    assert business_remarks() == ()
    office.set_company(bank_account="12 34", tax_number="044/123/45678")
    change_setting(office.owner, BIC, "COBA")
    told = " ".join(business_remarks())
    assert "IBAN" in told
    assert "VAT number" in told
    assert "BIC" in told
    office.set_company(bank_account="", tax_number="")
    assert "VAT number of the business is missing" in business_remarks()[0]


def test_the_file_for_machines_is_made_again_from_the_frozen_content(office: TestBook) -> None:
    actor = office.owner
    order = an_order(actor, french(actor), a_line("10", tax_code_id=tax("standard")))
    snapshot = issued(office, order)
    change_setting(actor, CITY, "Heppenheim")
    office.set_company(tax_number="DE999999999")
    assert factur_x(DocumentSnapshot.from_json(snapshot.to_json())) == factur_x(snapshot)
    assert b">Birkenau<" in factur_x(snapshot)


def test_a_batch_says_which_invoices_stay_paper_before_it_is_run(office: TestBook) -> None:
    actor = office.owner
    complete = an_order(actor, french(actor), a_line("10", tax_code_id=tax("standard")))
    nowhere = a_customer(actor, "Nobody knows where")
    lacking_country = an_order(actor, nowhere, a_line("10", tax_code_id=tax("standard")))
    told = issue_invoices.rehearse(actor, [complete, lacking_country])
    (group,) = told.otherwise
    assert "electronic invoice" in group
    assert told.otherwise[group] == (lacking_country,)
    assert value("SELECT count(*) FROM invoice") == 0
    change_setting(actor, SETTING, None)
    assert issue_invoices.rehearse(actor, [complete, lacking_country]).otherwise == {}


def test_the_command_line_puts_the_xml_beside_the_pdf(
    office: TestBook, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = office.owner
    invoice = issue_invoice(actor, [an_order(actor, french(actor), a_line("10", tax_code_id=tax("standard")))]).value
    number = value("SELECT number FROM invoice WHERE id = ?", invoice)
    close(office)
    monkeypatch.setattr("app.commands.desk.getpass.getuser", lambda: "owner")
    target = tmp_path / "one.pdf"
    assert main(["print", "invoice", number, "--pdf", str(target), "--book", str(office.path)]) == 0
    assert "one.xml" in capsys.readouterr().out
    _name, inside = facturx.get_facturx_xml_from_pdf(target.read_bytes())
    assert (tmp_path / "one.xml").read_bytes() == inside
