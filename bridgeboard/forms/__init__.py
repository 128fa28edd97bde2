"""Forms to collect with, whose exports load back without a map."""

from bridgeboard.forms.form import Choice, Form, Question, Section, form_of
from bridgeboard.forms.kinds import FORM_KINDS, FormKind
from bridgeboard.forms.places import Places, places_of_folder

__all__ = [
    "FORM_KINDS",
    "Choice",
    "Form",
    "FormKind",
    "Places",
    "Question",
    "Section",
    "form_of",
    "places_of_folder",
]
