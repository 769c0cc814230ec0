#!/usr/bin/env python3
"""Prints Indonesia's holidays as an independent reference (PyPI `holidays`) knows them.

First one line per date, sorted: YYYY-MM-DD<TAB>libur|cuti-bersama
Then one line per year:          hari-kerja<TAB>YYYY<TAB>number of working days, Monday to Friday

Needs the packages pinned in requirements.txt:
    python3 -m pip install --require-hashes -r requirements.txt
"""

import datetime
import sys

import holidays

VERSION = "0.108"
YEARS = range(2023, 2028)
KINDS = {"public": "libur", "government": "cuti-bersama"}


def days_off(year):
    """The set of (date, kind) of one year."""
    return {
        (day, kind)
        for category, kind in KINDS.items()
        for day in holidays.country_holidays("ID", years=year, categories=(category,))
    }


def working_days(year, off):
    """Mondays to Fridays of the year that are not in `off`."""
    first = datetime.date(year, 1, 1)
    length = (datetime.date(year + 1, 1, 1) - first).days
    days = (first + datetime.timedelta(days=n) for n in range(length))
    return sum(1 for day in days if day.weekday() < 5 and day not in off)


def main():
    if holidays.__version__ != VERSION:
        sys.exit(f"compare.py needs holidays {VERSION}, found {holidays.__version__}")
    by_year = {year: days_off(year) for year in YEARS}
    lines = [f"{day.isoformat()}\t{kind}" for days in by_year.values() for day, kind in sorted(days)]
    lines += [
        f"hari-kerja\t{year}\t{working_days(year, {day for day, _ in days})}"
        for year, days in by_year.items()
    ]
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("ascii"))


if __name__ == "__main__":
    main()
