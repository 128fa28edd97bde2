"""Answers as survey tools give them: a row a respondent and a column an item.

Another shape of the table answers, and no other rules: which numbers can be ticked, and who may be
a respondent, is said where it is said of answers.
"""

from collections.abc import Mapping, Sequence

from schemas._table import Table, column
from schemas.answers import Answers


def wide_answers(name: str, items: Mapping[str, str], states: Mapping[str, int]) -> type[Table]:
    """One respondent's answers to one instrument. An empty cell is an item without an answer row.

    name: of the file or sheet; items: the instrument's, with their labels; states: of answers
        without a value, and the number that each is kept as.
    """
    declared = Answers.to_schema().columns["respondent_id"]
    fields = {
        "respondent_id": column(
            declared.description, refers_to=declared.metadata["refers_to"], nullable=False
        ),
        **{one: column(label, words=states, nullable=True) for one, label in items.items()},
    }

    class Config(Table.Config):
        """One row per respondent."""

        metadata = _metadata(name, list(items))

    types = {"respondent_id": str, **dict.fromkeys(items, int)}
    return type("WideAnswers", (Table,), {**fields, "__annotations__": types, "Config": Config})


def _metadata(name: str, items: Sequence[str]) -> dict[str, object]:
    # A wrong cell is one answer; a wrong respondent is the whole row.
    return {"table": name, "key": ["respondent_id"], "apart": items}
