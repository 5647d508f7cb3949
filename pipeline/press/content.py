"""Whether all that is painted on a page is tagged.

Enters: pages of an open PDF. Leaves: yes or no. Guaranteed: what paints (ISO 32000-1, table 51) counts as tagged inside
marked content that has an identifier or is an artifact; forms that are shown outside of any are looked into (PDF/UA-1,
7.1).
"""

from __future__ import annotations

from pipeline.press.boxes import Thing

_PAINTING = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Tj", "TJ", "'", '"', "INLINE IMAGE"))
_WANTED = "BMC BDC EMC Do S s f F f* B B* b b* sh Tj TJ ' \" BI ID EI"
_DEEPEST = 20


def all_tagged(page: Thing, resources: Thing) -> bool:
    """Whether nothing on *page* is painted outside of marked content."""
    return _tagged(page, resources, set(), 0)


def _tagged(holder: Thing, resources: Thing, known: set[tuple[int, int]], depth: int) -> bool:
    """Whether nothing in the content of a page or form is painted outside of marked content."""
    import pikepdf

    if depth > _DEEPEST:
        return False
    inside: list[bool] = []
    for instruction in pikepdf.parse_content_stream(holder, _WANTED):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            inside.append((bool(inside) and inside[-1]) or _is_mark(instruction.operands, resources))
        elif operator == "EMC":
            if inside:
                inside.pop()
        elif inside and inside[-1]:
            continue
        elif operator == "Do":
            thing = _named(resources, "/XObject", instruction.operands[0])
            if str(thing.get("/Subtype", "")) != "/Form":
                return False
            if thing.objgen not in known:
                known.add(thing.objgen)
                if not _tagged(thing, thing.get("/Resources", resources), known, depth + 1):
                    return False
        elif operator in _PAINTING:
            return False
    return True


def _is_mark(operands: Thing, resources: Thing) -> bool:
    """Whether marked content of these operands belongs to an element, or is an artifact."""
    import pikepdf

    if str(operands[0]) == "/Artifact":
        return True
    given = operands[1] if len(operands) > 1 else None
    if isinstance(given, pikepdf.Name):
        given = _named(resources, "/Properties", given)
    return isinstance(given, pikepdf.Dictionary) and "/MCID" in given


def _named(resources: Thing, kind: str, name: Thing) -> Thing:
    """Return a resource; an empty dictionary when there is none of that name."""
    import pikepdf

    found = resources.get(kind, {}) if resources is not None else {}
    return found.get(str(name), pikepdf.Dictionary())
