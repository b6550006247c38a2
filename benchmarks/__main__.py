"""Measures everything on the large town that the environment points at; `manage.py bench`."""

import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up just above

from benchmarks import doors, lists, pages, papers, report, search, town  # noqa: E402


def main() -> None:
    # With DEBUG on, Django keeps a list of all queries.
    settings.DEBUG = False
    ratios = []
    town.settle()
    for measurement in (papers, doors, pages, search, lists):
        print(f"Measuring {measurement.__name__.removeprefix('benchmarks.')} …", file=sys.stderr)
        ratios += measurement.measure()
    report.write(ratios)
    print(*report.lines(ratios), sep="\n")


main()
