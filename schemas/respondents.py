"""Respondents: who answered a survey."""

from schemas._table import PROVENANCE, Table, column


class Respondents(Table):
    """One person at one wave.

    The same person at two waves is two rows with one person_code; without codes nobody can be
    followed, and waves are compared as groups.
    """

    respondent_id: str = column("This person at this wave; never a name", identifier=True)
    site_id: str = column("Where they work", refers_to="sites.site_id")
    wave_id: str = column("When they answered", refers_to="waves.wave_id")
    person_code: str = column(
        "Code that stays the same over waves; never a name", identifier=True, nullable=True
    )
    profession: str = column("As the programme words it", nullable=True, max_length=80)
    gender: str = column(
        "As stated", allowed=("female", "male", "other", "undisclosed"), nullable=True
    )
    years_experience: float = column(
        "In mental health work", unit="years", nullable=True, ge=0, le=70
    )
    prior_peer_support: str = column(
        "Worked with PSWs before the programme?", allowed=("yes", "no", "unknown"), nullable=True
    )
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)

    class Config(Table.Config):
        """One row per person and wave; a person_code occurs once a wave."""

        metadata = {
            "table": "respondents",
            "key": ["respondent_id"],
            "also_unique": [["person_code", "wave_id"]],
        }
