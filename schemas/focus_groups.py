"""Focus groups: the groups that were held."""

from schemas._table import PROVENANCE, Table, column

_WHEN = r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"


class FocusGroups(Table):
    """A group held at one site and wave."""

    group_id: str = column("Short name of the group", identifier=True)
    site_id: str = column("Where it was held", refers_to="sites.site_id")
    wave_id: str = column("When it was held", refers_to="waves.wave_id")
    held_in: str = column(
        "Day, month (2019-11) or period (2019-11/2020-01), as exactly as the source says",
        nullable=True,
        str_matches=rf"^{_WHEN}(/{_WHEN})?$",
        form="a year, month or day such as 2019, 2019-11 or 2019-11-30, or two of them with / "
        "between for a period",
    )
    stakeholder: str = column(
        "Who took part", allowed=("MHW", "PSW", "service user", "key informant")
    )
    n_participants: int = column("People who took part", unit="people", nullable=True, ge=1, le=100)
    language: str = column("Spoken in the group", nullable=True)
    minutes: float = column("Length", unit="minutes", nullable=True, ge=0, le=600)
    non_participants_present: str = column(
        "Others in the room, such as an assistant or a PSW in a group of MHWs", nullable=True
    )
    transcript_label: str = column("How transcript references name this group", nullable=True)
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    source_location: str = column("Place in the source", nullable=True, max_length=500)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per group."""

        metadata = {"table": "focus_groups", "key": ["group_id"]}
