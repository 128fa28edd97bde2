"""The map of a survey: what each column of a tool's export means to us, and each value in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bridgeboard.problems import Problem

#: Columns of a respondent that come from a column of the file, or from nowhere.
PERSON_FIELDS = ("profession", "gender", "years_experience", "prior_peer_support")

#: What an answer can be instead of a number.
STATES = ("dont_know", "not_applicable", "missing")

#: A site or wave of this name: the row is none of ours.
LEFT_OUT = "left_out"

#: From what is found in the file to a number, a state, an id or a word of ours.
Values = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class FromColumn:
    """A field that comes from a column. values: name of a value map; None: cells as they stand."""

    column: str
    values: str | None = None


@dataclass(frozen=True, slots=True)
class RespondentRule:
    """Who a row is.

    record: column that holds the tool's record; the respondent is the record at a wave.
    id:     column that holds ids which differ from wave to wave already.
    by_row: nobody is named: the row's number at its site and wave is all there is.
    person_code: column whose code stays the same over waves; often the record.
    prefix: put before ids and codes, where sites count their records for themselves.
    """

    record: str | None = None
    id: str | None = None
    by_row: bool = False
    person_code: str | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Where a row belongs: to one site always, or by a column."""

    always: str | None = None
    column: str | None = None
    values: str | None = None


@dataclass(frozen=True, slots=True)
class WaveRule:
    """When a row was answered: one wave always; by a column; by the day in a column, held against
    the waves' from_on and to_on; or per column: before and after stand side by side in one row."""

    always: str | None = None
    column: str | None = None
    values: str | None = None
    date: str | None = None
    per_column: bool = False


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """A column that holds answers to an item.

    values: name of a value map; None: numbers as they stand, and the instrument's own codes.
    wave_id: of answers in this column, where waves are told per column.
    tick:   what is meant when this column is ticked, where each answer has a column of its own.
    """

    column: str
    instrument_id: str
    item_id: str
    values: str | None = None
    wave_id: str | None = None
    tick: int | str | None = None


@dataclass(frozen=True, slots=True)
class RowsLeftOut:
    """Rows that are none, such as test rows: those with one of these values in a column."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site that the programme gets, if it has it not yet. country_iso3 "" is still open."""

    site_id: str
    site_name: str
    country_iso3: str = ""
    setting: str = "unknown"


@dataclass(frozen=True, slots=True)
class NewWave:
    """A wave that the programme gets, if it has it not yet."""

    wave_id: str
    label: str
    order: int
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class SurveyMap:
    """What each column of an export means.

    kind:   the name of its Kind; table: the sheet or form, "" where there is one only.
    people: by the names of PERSON_FIELDS.
    values: value maps by name, shared by columns.
    left_out:  columns that are left out on purpose.
    confirmed: columns of which a person said that they don't name people.
    """

    name: str
    kind: str
    table: str = ""
    respondent: RespondentRule = RespondentRule()
    site: SiteRule = SiteRule()
    wave: WaveRule = WaveRule()
    people: Mapping[str, FromColumn] = field(default_factory=dict)
    provenance: str = "collected"
    answers: tuple[ItemColumn, ...] = ()
    values: Mapping[str, Values] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    rows_left_out: tuple[RowsLeftOut, ...] = ()
    new_sites: tuple[NewSite, ...] = ()
    new_waves: tuple[NewWave, ...] = ()

    def used(self) -> Iterator[str]:
        """The columns that the map reads, each once."""
        named = [self.respondent.record, self.respondent.id, self.respondent.person_code]
        named += [self.site.column, self.wave.column, self.wave.date]
        named += [rule.column for rule in self.people.values()]
        named += [one.column for one in self.answers]
        named += [rule.column for rule in self.rows_left_out]
        yield from dict.fromkeys(column for column in named if column is not None)

    @property
    def instrument_ids(self) -> tuple[str, ...]:
        """The instruments that it finds answers of."""
        return tuple(dict.fromkeys(one.instrument_id for one in self.answers))

    def to_toml(self, remarks: tuple[str, ...] = ()) -> str:
        """The map as a file for people; remarks stand on top as comments."""
        from bridgeboard.mapping.map_writing import written

        return written(self, remarks)

    @staticmethod
    def from_toml(text: str, file: str) -> SurveyMap | list[Problem]:
        """The map in a file's text, or all that is wrong with it, each with the key."""
        from bridgeboard.mapping.map_reading import read

        return read(text, file)
