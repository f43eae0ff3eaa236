"""Customers who are likely one: equal phone, tax number or name, Chinese names as they are spelled in pinyin."""

from __future__ import annotations

# The search key of a Chinese name begins with its pinyin; other names are compared without case and outer spaces.
_NAME = "iif(unicode(name) >= 0x2e80, substr(search_key, 1, instr(search_key || ' ', ' ') - 1), lower(trim(name)))"
_PHONE = "replace(replace(replace(replace(phone, '-', ''), ' ', ''), '+86', ''), '+', '')"


def _twins(key: str) -> str:
    return (
        f"SELECT id FROM (SELECT id, count(*) OVER (PARTITION BY k) AS twins FROM (SELECT id, {key} AS k FROM customer "
        "WHERE merged_into_id IS NULL) WHERE k <> '') WHERE twins > 1"
    )


DUPLICATES = f"c.id IN ({_twins(_NAME)} UNION {_twins(_PHONE)} UNION {_twins('tax_number')})"
"""The condition for a customer ``c`` who has a likely twin."""
