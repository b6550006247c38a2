"""Many letters as one file to print, with the structure of each kept: still tagged, still UA."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

ROOT, KIDS, PARENT, TREE = "/StructTreeRoot", "/K", "/P", "/ParentTree"


def bind(letters: Sequence[bytes]) -> bytes:
    """The pages of all, in order. What the document says of itself is what the first says."""
    writer = PdfWriter(clone_from=BytesIO(letters[0]))
    structure = writer.root_object[ROOT]
    # Its bookmarks are those of the first letter alone.
    writer.root_object.pop("/Outlines", None)
    for letter in letters[1:]:
        _append(writer, structure, PdfReader(BytesIO(letter)))
    bound = BytesIO()
    writer.write(bound)
    return bound.getvalue()


def _append(writer: PdfWriter, structure: Any, letter: PdfReader) -> None:
    """Its pages, and then what they say: elements find their pages where they were copied to."""
    pages = [(writer.add_page(page), page.get("/StructParents")) for page in letter.pages]
    added: Any = letter.trailer["/Root"][ROOT].clone(writer)  # type: ignore[index]
    numbers = structure[TREE]["/Nums"]
    first = 1 + max(int(number) for number in numbers[::2])
    for page, number in pages:
        if number is not None:
            page[NameObject("/StructParents")] = NumberObject(first + int(number))
    found = added[TREE]["/Nums"]
    for number, elements in zip(found[::2], found[1::2], strict=True):
        numbers.extend([NumberObject(first + int(number)), elements])
    _adopt(structure, added)


def _adopt(structure: Any, added: Any) -> None:
    """The elements on top of the one stand beside those of the other."""
    kids = structure[KIDS]
    if not isinstance(kids, ArrayObject):
        kids = ArrayObject([structure.raw_get(KIDS)])
        structure[NameObject(KIDS)] = kids
    newcomers = added[KIDS]
    if not isinstance(newcomers, ArrayObject):
        newcomers = ArrayObject([added.raw_get(KIDS)])
    for one in newcomers:
        element: DictionaryObject = one.get_object()
        element[NameObject(PARENT)] = structure.indirect_reference
        kids.append(one)
