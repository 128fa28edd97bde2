"""Exports of the tools that programmes collect with: recognised, read as text, freed of personal
data. Nothing here knows our tables: what a column means to us is the map's business.
"""

from bridgeboard.collected.coding import Code, Coding, Document
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut, Suspect
from bridgeboard.collected.survey import Field, Survey, SurveyTable

__all__ = [
    "Code",
    "Coding",
    "Document",
    "DroppedFile",
    "Field",
    "Kind",
    "LeftOut",
    "Likeness",
    "Survey",
    "SurveyTable",
    "Suspect",
]
