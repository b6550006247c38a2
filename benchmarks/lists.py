"""A list of ten thousand rows beside one of a thousand: looked through, confirmed, read in."""

import io
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from unittest import mock

import django

if __name__ == "__main__":
    django.setup()

from django.utils import timezone

from benchmarks import town
from benchmarks.ratios import Ratio, Side
from cases import tasks
from cases.actions import imports
from cases.models import ImportRow, ListImport
from partners.models import User
from sluta_skjut.town.numbers import Numbers

KEY = "import_10x_over_1x"
FEW, MANY = 1_000, 10_000
# Two of each: the large one is many times as long as anything that could disturb it.
ROUNDS = 2
HEADINGS = "Personnummer;Namn;Påföljd;Övervakning t.o.m."
KILOBYTE = 1024


class NotReadIn(Exception):
    """The list did not end in as many persons as it has rows, so its time says nothing."""


def measure() -> Iterator[Ratio]:
    """In a process of its own, whose memory nothing else has used."""
    command = [sys.executable, "-m", "benchmarks.lists"]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    *times, memory = map(float, told.split())
    yield Ratio(
        KEY,
        Side(f"a list of {MANY} rows, looked through and read in", times[1::2]),
        Side(f"a list of {FEW} rows", times[::2]),
        memory_mb=memory,
    )


def main() -> None:
    """Prints the milliseconds of each list in turn, and the most memory that was in use."""
    person, issued = town.user("greta"), Numbers(10)
    with mock.patch("celery.current_app.send_task"):
        for number in range(ROUNDS):
            for size in (FEW, MANY):
                print(_read_in(_list(issued, size, number), size, by=person))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE)


def _list(issued: Numbers, size: int, number: int) -> bytes:
    """Persons older than anybody in the town, born on so many days that numbers do not run out."""
    first, until = date(1900 + 20 * number, 1, 1), timezone.localdate() + timedelta(days=400)
    born = (first + timedelta(days=n % 6_000) for n in range(size))
    rows = (f"{issued.issue(day).value};Kim {n}son;ST;{until}" for n, day in enumerate(born))
    return "\n".join([HEADINGS, *rows]).encode()


def _read_in(content: bytes, size: int, *, by: User) -> float:
    start, place = perf_counter(), town.as_user(by)
    with place():
        draft = imports.upload(io.BytesIO(content), name="lista.csv", size=len(content), by=by)
        told = {"subject_category": "convicted", "purpose": "Mätning"}
        since = timezone.localdate() - timedelta(days=100)
        columns = draft.columns
        imports.map_columns(draft, columns=columns, supervised_from=since, by=by, **told)
    _work(tasks.read_list, draft, ListImport.State.PREVIEWED, by=by)
    with place():
        imports.confirm(ListImport.objects.get(pk=draft.pk), by=by)
    _work(tasks.carry_out_list, draft, ListImport.State.DONE, by=by)
    taken = (perf_counter() - start) * 1000
    with place():
        if ImportRow.objects.of(draft).filter(state=ImportRow.State.IMPORTED).count() != size:
            raise NotReadIn
    return taken


def _work(job: Any, draft: ListImport, until: str, *, by: User) -> None:
    """As the worker does, which queues the rest again after a while."""
    with mock.patch.object(job, "delay"):
        while True:
            job(str(draft.pk), str(by.pk))
            with town.as_user(by)():
                if ListImport.objects.filter(pk=draft.pk, state=until).exists():
                    return


if __name__ == "__main__":
    main()
