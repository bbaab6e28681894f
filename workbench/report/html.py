"""One page that holds everything and asks for nothing: it opens offline, from a disk or an e-mail.

The Content-Security-Policy in the page allows its two scripts by their hash and nothing else, so
that not even a hole in the escaping could run a script or send a request. Plotly stands in the
page once. The same impact gives the same page, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import resources

from workbench.analysis.impact_result import Impact
from workbench.report.markup import Markup, element, joined, raw_element
from workbench.report.provenance import coded_in, title
from workbench.report.sections_codelists import codelist_section
from workbench.report.sections_figures import figures_of, flow_section, residual_section
from workbench.report.sections_head import answer_section, basis_section
from workbench.report.sections_layers import layers_section
from workbench.report.sections_tables import (
    definitions_section,
    dropped_section,
    limits_section,
    measures_section,
    merges_section,
    open_section,
)
from workbench.report.wording import amount, counted, system_name, year_name

__all__ = ["html_report"]

_CONTENTS = (
    ("answer", "Five sentences"),
    ("basis", "Where from"),
    ("layers", "Layers"),
    ("flow", "Chapter flow"),
    ("residual", "Other and unspecified"),
    ("open", "Codes to decide on"),
    ("merges", "Shared targets"),
    ("lists", "Code lists"),
    ("measures", "Every measure"),
    ("dropped", "Left out"),
    ("limits", "Not told here"),
    ("definitions", "Definitions"),
)


def html_report(impact: Impact) -> str:
    """Give the report as one self-contained HTML page.

    Parameters
    ----------
    impact
        What a move would change.

    Returns
    -------
    str
        About 5 MB, nearly all of it Plotly; valid for any browser of the last years.
    """
    from plotly.offline import get_plotlyjs

    scripts = (get_plotlyjs(), _asset("report.js"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(scripts)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title(impact)),
        raw_element("style", _asset("report.css")),
    )
    body = element(
        "body",
        element("a", "Skip to the report", href="#report", class_="skip"),
        element("div", _header(impact), _contents(impact), _main(impact), class_="frame"),
        raw_element("script", _figures(impact), type="application/json", id="figures"),
        *(raw_element("script", script) for script in scripts),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en-GB')}\n"


def _asset(name: str) -> str:
    return (resources.files("workbench.report") / name).read_text(encoding="utf-8")


def _policy(scripts: tuple[str, ...]) -> str:
    """Allow the page's own scripts by hash, its styles, and pictures it makes itself."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _figures(impact: Impact) -> str:
    """Give the figures as JSON that can neither end nor open an element."""
    text = json.dumps(figures_of(impact), ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _header(impact: Impact) -> Markup:
    releases, dataset = impact.releases, impact.dataset
    source, target = system_name(releases.source), system_name(releases.target)
    joins = f"{coded_in(impact)} → {releases.target}, {year_name(dataset.year)}"
    words = (
        f"{counted(dataset.codes, 'code')} and {amount(dataset.activity)} in activity "
        f"({dataset.unit}), followed along the map {releases.map}."
    )
    return element(
        "header",
        element("p", joins, class_="eyebrow"),
        element("h1", "What a move from ", _whole(source), " to ", _whole(target), " would change"),
        element("p", words, class_="standfirst"),
    )


def _whole(name: str) -> Markup:
    """Keep a name with a hyphen on one line."""
    return element("span", name, class_="whole")


def _contents(impact: Impact) -> Markup:
    absent = {
        name
        for name, held in (("lists", impact.codelists), ("layers", impact.releases.layers))
        if not held
    }
    shown = [(name, words) for name, words in _CONTENTS if name not in absent]
    items = (element("li", element("a", words, href=f"#{name}")) for name, words in shown)
    return element("nav", element("ul", *items), aria_label="Contents")


def _main(impact: Impact) -> Markup:
    sections = joined(
        answer_section(impact),
        basis_section(impact),
        layers_section(impact),
        flow_section(impact),
        residual_section(impact),
        open_section(impact),
        merges_section(impact),
        codelist_section(impact),
        measures_section(impact),
        dropped_section(impact),
        limits_section(impact),
        definitions_section(impact),
    )
    return element("main", sections, id="report", tabindex=-1)
