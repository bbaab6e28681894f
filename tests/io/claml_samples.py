"""An invented classification in ClaML, spelled as WHO and the German editions spell theirs."""

from __future__ import annotations

from typing import Final

HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ClaML SYSTEM "ClaML.dtd">
"""
UK_HEAD: Final = '<ClaML version="2.0.0"><Title name="example" version="1">An example</Title>'

TITLE: Final = '<Title name="ICD-10-XX-2031" version="2031" date="2031-05-02">Invented</Title>'
KINDS: Final = """<ClassKinds><ClassKind name="chapter"/><ClassKind name="category"/></ClassKinds>
<UsageKinds><UsageKind name="aster" mark="*"/><UsageKind name="dagger" mark="+"/></UsageKinds>
"""


def rubric(text: str, kind: str = "preferred", lang: str = "en") -> str:
    """Give a rubric with one label."""
    return f'<Rubric kind="{kind}"><Label xml:lang="{lang}">{text}</Label></Rubric>'


def one_class(
    code: str, term: str, inside: str = "", *, kind: str = "category", above: str | None = None
) -> str:
    """Give a class; `inside` stands before its title, as the standard orders it."""
    parent = f'<SuperClass code="{above}"/>' if above else ""
    attributes = f'code="{code}" kind="{kind}"'
    return f"<Class {attributes}>{parent}{inside}{rubric(term)}</Class>\n"


def modifier(code: str, *parts: str) -> str:
    """Give a modifier and its classes from ``part|term`` or ``part|term|inside``."""
    listed = "".join(f'<SubClass code="{part.split("|")[0]}"/>' for part in parts)
    found = f'<Modifier code="{code}">{listed}</Modifier>\n'
    for part in parts:
        name, term, *inside = part.split("|")
        above = f'<SuperClass code="{code}"/>'
        body = f"{''.join(inside)}{above}{rubric(term)}"
        found += f'<ModifierClass code="{name}" modifier="{code}">{body}</ModifierClass>\n'
    return found


def document(*elements: str, title: str = TITLE, head: str = HEAD) -> str:
    """Give a whole document."""
    return f'{head}<ClaML version="2.0.0">\n{title}\n{KINDS}{"".join(elements)}</ClaML>\n'


def modified(code: str, *valid: str, position: int | None = None) -> str:
    """Give a `ModifiedBy`, by all classes of a modifier or by those named."""
    place = "" if position is None else f' position="{position}"'
    if not valid:
        return f'<ModifiedBy code="{code}"{place}/>'
    inside = "".join(f'<ValidModifierClass code="{part}"/>' for part in valid)
    return f'<ModifiedBy code="{code}" all="false"{place}>{inside}</ModifiedBy>'
