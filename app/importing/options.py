"""What a person, a profile or the command line may decide about reading a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """Decisions about one import; everything left empty is found out from the file.

    ``sheet`` name of the sheet; ``header_row`` its row number as shown in a spreadsheet (1 is the first);
    ``mapping`` column position → field key, replacing what was recognised; ``profile`` a profile's name or the path of
    a TOML file, ``"none"`` to use none; ``channel`` where the orders came from; ``currency`` the book's ISO code,
    checked
    against the file's; ``rates`` foreign code → price of one unit in the book's currency as decimal text;
    ``as_book_currency`` takes all amounts to be in the book's currency whatever sign they carry;
    ``decimals`` "." or ","; ``day_first`` how 03/04/2026 is to be read; ``value_map`` field key → word of the file →
    English key; ``create_numbers`` a file without order numbers makes one order of each row;
    ``fixes`` row number and column position → what is read instead of what stands there.
    """

    sheet: str = ""
    header_row: int = 0
    mapping: Mapping[int, str] | None = None
    profile: str = ""
    channel: str = ""
    currency: str = ""
    rates: Mapping[str, str] = field(default_factory=dict)
    as_book_currency: bool = False
    decimals: str = ""
    day_first: bool | None = None
    encoding: str = ""
    delimiter: str = ""
    value_map: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    create_numbers: bool = True
    fixes: Mapping[tuple[int, int], str] = field(default_factory=dict)
