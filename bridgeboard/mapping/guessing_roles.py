"""Who a row is, and what a person is asked about themselves: guessed from what the tool says of its
columns, then from names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bridgeboard.collected import Field, SurveyTable
from bridgeboard.mapping.fitting import values_of
from bridgeboard.mapping.guessed_roles import Roles, named, plain_heading, plain_names, role_of
from bridgeboard.mapping.guessing_places import date_new_waves, guess_site, guess_wave
from bridgeboard.mapping.guessing_values import word_values, wordings
from bridgeboard.mapping.guessing_waves import GuessedWaves
from bridgeboard.mapping.known import Known
from bridgeboard.mapping.survey_map import FromColumn, RespondentRule, RowsLeftOut
from bridgeboard.mapping.value_lookup import plain
from bridgeboard.readers.quoting import listed, quoted

CODES = ("personcode", "participantcode", "staffcode", "code", "participantid", "participant",
          "pid", "studyid", "subjectid", "subject", "respondentid", "respondent", "recordid", "id",
          "staffid", "caseid", "case", "teilnehmer", "teilnehmercode")  # fmt: skip
_PEOPLE = {
    "profession": ("profession", "job", "jobtitle", "occupation", "beruf", "metier", "profesion",
                   "profissao", "kazi", "professionalgroup"),
    "gender": ("gender", "sex", "geschlecht", "sexe", "genre", "sexo", "genero", "jinsia"),
    "years_experience": ("yearsexperience", "experience", "yearsofexperience", "experienceyears",
                         "yearsinmentalhealth", "berufserfahrung", "yearsworked"),
    "prior_peer_support": ("priorpeersupport", "peersupportbefore", "priorpsw",
                           "workedwithpsw", "priorpeersupportexperience"),
}  # fmt: skip
_WORDS = {
    "gender": {w: w for w in ("female", "male", "other", "undisclosed")}
    | {"missing": "undisclosed", "dont_know": "missing", "not_applicable": "missing"},
    "prior_peer_support": {"yes": "yes", "no": "no", "unknown": "unknown", "dont_know": "unknown",
                           "missing": "missing"},
}  # fmt: skip
_STATUS = {"survey preview", "survey test", "spam", "preview"}


def guessed_roles(
    table: SurveyTable,
    known: Known,
    file: str,
    taken: Collection[str],
    waves_of_items: GuessedWaves | None,
) -> Roles:
    """The rules for rows. taken: columns of items; waves_of_items: where waves stand side by side
    in columns."""
    roles = Roles()
    free = [field for field in table.fields if field.column not in taken]
    guess_wave(roles, table, free, known, file, taken, waves_of_items)
    guess_site(roles, table, free, known, file)
    date_new_waves(roles, table, free)
    _respondent(roles, table, free)
    for name in _PEOPLE:
        _person(roles, table, free, name)
    for one in free:
        unwanted = [v for v in values_of(table, one.column)[:50] if plain(v) in _STATUS]
        if one.role == "system" and unwanted:
            roles.rows_left_out.append(RowsLeftOut(one.column, tuple(unwanted)))
            why = f"it marks rows as {listed([quoted(v) for v in unwanted])}"
            roles.why[one.column] = ("rows to leave out", why, 0.95)
    return roles


def _respondent(roles: Roles, table: SurveyTable, free: Sequence[Field]) -> None:
    record = role_of(free, "record")
    coded = [one for one in named(free, CODES, roles) if one.role == "question"
             and table.frame[one.column].is_not_null().any()]  # fmt: skip
    code = next(iter(coded), None)
    prefix = f"{roles.site.always}-" if roles.site.always else ""
    # A record goes on over waves where waves are told inside of the file, not from file to file.
    goes_on = roles.wave.column is not None or roles.wave.per_column or roles.wave.date is not None
    if record is not None:
        person = (
            code
            if code is not None and "code" in plain_heading(code)
            else record
            if goes_on
            else None
        )
        roles.respondent = RespondentRule(
            record=record.column, person_code=person and person.column, prefix=prefix
        )
        roles.why[record.column] = ("the record", "the tool says so", 0.97)
        if person is not None and person is not record:
            roles.why[person.column] = ("the person's code", f"its name is {person.column}", 0.9)
        return
    key = role_of(free, "row_key")
    if key is not None:
        roles.respondent = RespondentRule(
            id=None if roles.wave.per_column else key.column,
            record=key.column if roles.wave.per_column else None,
            person_code=code and code.column,
            prefix=prefix,
        )
        roles.why[key.column] = ("the submission", "the tool says so", 0.9)
        if code is not None:
            roles.why[code.column] = ("the person's code", f"its name is {code.column}", 0.85)
        return
    own = next((one for one in coded if "respondentid" in plain_names(one)), None)
    if code is not None and own is not None and own is not code:
        roles.respondent = RespondentRule(id=own.column, person_code=code.column, prefix=prefix)
        roles.why[own.column] = ("the respondent", f"its name is {own.column}", 0.9)
        roles.why[code.column] = ("the person's code", f"its name is {code.column}", 0.85)
        return
    if code is not None:
        roles.respondent = RespondentRule(
            record=code.column, person_code=code.column, prefix=prefix
        )
        roles.why[code.column] = ("the person's code", f"its name is {code.column}", 0.85)
        return
    roles.respondent = RespondentRule(by_row=True)
    roles.said.append(
        "No column names who answered: rows are numbered, and nobody can be followed over waves."
    )


def _person(roles: Roles, table: SurveyTable, free: Sequence[Field], name: str) -> None:
    for one in named(free, _PEOPLE[name], roles):
        if one.role != "question" or one.takes in ("several", "tick", "file"):
            continue
        values: str | None = None
        if name in _WORDS:
            meant, unclear = word_values(table, one, _WORDS[name])
            if any(cell != meaning for cell, meaning in meant.items()) or unclear:
                values = name
                roles.values[name] = meant
            for cell in unclear:
                meant[cell] = ""
                roles.open.append(f"Say what {quoted(cell)} means, in [values.{name}].")
        elif name == "profession" and one.choices and table.holds == "codes":
            values = name
            roles.values[name] = {
                code: "missing" if code in one.missing or _is_none(label) else label[:80]
                for code, label in one.choices.items()
            }
        roles.people[name] = FromColumn(one.column, values)
        roles.why[one.column] = (name.replace("_", " "), f"its name is {one.column}", 0.85)
        return


def _is_none(label: str) -> bool:
    return wordings().get(plain(label)) in ("missing", "dont_know", "not_applicable")
