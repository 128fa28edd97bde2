"""The kinds of files that a form is written as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridgeboard.forms.csv_form import csv_form
from bridgeboard.forms.form import Form
from bridgeboard.forms.printable import printable
from bridgeboard.forms.redcap import redcap, redcap_instrument
from bridgeboard.forms.xlsform import xlsform


@dataclass(frozen=True, slots=True)
class FormKind:
    """A kind of file.

    label: what pages and the command line call it; ending: of its name, with the dot.
    """

    name: str
    label: str
    ending: str
    write: Callable[[Form], bytes]


#: In the order in which they are offered.
FORM_KINDS: dict[str, FormKind] = {
    kind.name: kind
    for kind in (
        FormKind("xlsform", "XLSForm for KoboToolbox and ODK", ".xlsx", xlsform),
        FormKind("redcap", "REDCap data dictionary, for a new project", ".csv", redcap),
        FormKind(
            "redcap-zip", "REDCap instrument, for a project there is", ".zip", redcap_instrument
        ),
        FormKind("html", "Sheet to print and tick", ".html", printable),
        FormKind("csv", "CSV to fill in, one row a person", ".csv", csv_form),
    )
}
