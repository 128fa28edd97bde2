"""What is simulated: sites, waves, how many people answer, and who drops out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bridgeboard.problems import Refusal
from bridgeboard.simulation.draws import Draws

#: The demonstration's seed, picked so that attitudes truly fall at one of its sites. Any other
#: makes another programme of the same kind.
SEED = 20_230_213

#: Each site says so itself, wherever it is shown.
INVENTED = "Invented site: it stands for no real place."

#: Every row's source, named in programme.toml.
SOURCE = "simulation"

#: Streams of chance, one per purpose (see Draws). Numbers stay with their purpose.
SIZES, SITES, PEOPLE, ANSWERS, GROUPS, TALK, RATINGS, CONTEXT, PAYMENTS, STEPS = range(1, 11)
OUTCOMES = 11


@dataclass(frozen=True, slots=True)
class Country:
    """A real country, for its income level; nothing else about it is used."""

    iso3: str
    currency: str
    language: str
    income_as_reported: str
    monthly_wage: int


@dataclass(frozen=True, slots=True)
class WavePlan:
    """A wave; progress is the share of a site's full shift that is reached by then."""

    wave_id: str
    label: str
    months: int
    from_on: date
    to_on: date
    progress: float
    has_pcat: bool
    has_groups: bool


@dataclass(frozen=True, slots=True)
class SitePlan:
    """An invented site in a real country; people holds the respondents of each wave held."""

    site_id: str
    name: str
    country: Country
    setting: str
    people: dict[str, int]
    comparable: str = "yes"
    note: str = INVENTED


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme to simulate."""

    programme_id: str
    name: str
    seed: int
    sites: tuple[SitePlan, ...]
    waves: tuple[WavePlan, ...]
    straight_liner: tuple[str, str] | None

    def held(self, site: SitePlan) -> tuple[WavePlan, ...]:
        """The waves that took place at the site."""
        return tuple(wave for wave in self.waves if wave.wave_id in site.people)


#: Wages are round inventions in the country's currency. Zambia is low income at the first wave and
#: lower-middle from 1 July 2023 on: a level is a dated fact.
GERMANY = Country("DEU", "EUR", "German", "high", 2900)
ISRAEL = Country("ISR", "ILS", "Hebrew", "high", 8200)
SOUTH_AFRICA = Country("ZAF", "ZAR", "English", "upper-middle", 11500)
COLOMBIA = Country("COL", "COP", "Spanish", "upper-middle", 1800000)
INDIA = Country("IND", "INR", "Gujarati", "lower-middle", 19000)
KENYA = Country("KEN", "KES", "Swahili", "lower-middle", 34000)
UGANDA = Country("UGA", "UGX", "English", "low", 650000)
ZAMBIA = Country("ZMB", "ZMW", "English", "low", 4200)

#: Name, country, setting, usual number of respondents a wave.
SITES_OF_DEMONSTRATION = (
    ("lakeside", "Lakeside", GERMANY, "hospital", 24),
    ("stonebridge", "Stonebridge", GERMANY, "community", 12),
    ("cedar-court", "Cedar Court", ISRAEL, "both", 18),
    ("meadowfield", "Meadowfield", SOUTH_AFRICA, "hospital", 27),
    ("tall-pines", "Tall Pines", SOUTH_AFRICA, "community", 9),
    ("hillcrest", "Hillcrest", COLOMBIA, "community", 13),
    ("riverside", "Riverside", INDIA, "hospital", 21),
    ("palm-garden", "Palm Garden", INDIA, "both", 8),
    ("old-orchard", "Old Orchard", KENYA, "hospital", 15),
    ("sunrise-hill", "Sunrise Hill", UGANDA, "both", 19),
    ("quiet-shore", "Quiet Shore", UGANDA, "community", 4),
    ("windmill-field", "Windmill Field", ZAMBIA, "hospital", 11),
)

WAVES = (
    WavePlan("before", "Before", -2, date(2023, 2, 6), date(2023, 3, 10), 0.0, True, True),
    WavePlan("m06", "6 months", 6, date(2023, 10, 2), date(2023, 11, 3), 0.4, False, False),
    WavePlan("m12", "12 months", 12, date(2024, 4, 8), date(2024, 5, 10), 0.8, True, True),
    WavePlan("m18", "18 months", 18, date(2024, 9, 30), date(2024, 11, 1), 1.0, True, True),
)

#: First day of peer support at the sites.
STARTED_ON = date(2023, 4, 1)

FOUR_PEOPLE = "quiet-shore"
NO_LATER_WAVE = "hillcrest"
LARGEST_SITES = 2_000
LARGEST_RESPONDENTS = 100_000


def demonstration(seed: int = SEED) -> Plan:
    """The shipped programme: 12 sites, 5 to 30 people a site and wave, and two odd sites."""
    draws = Draws(seed, SIZES)
    sites = []
    for site_id, name, country, setting, usual in SITES_OF_DEMONSTRATION:
        people = {}
        for wave in WAVES:
            size = min(30, max(5, usual + draws.between(-4, 4)))
            people[wave.wave_id] = 4 if site_id == FOUR_PEOPLE else size
        note = INVENTED
        if site_id == NO_LATER_WAVE:
            people = {WAVES[0].wave_id: people[WAVES[0].wave_id]}
            note += " It left the programme after the first wave."
        sites.append(
            SitePlan(
                site_id,
                name,
                country,
                setting,
                people,
                comparable="unknown" if site_id == "palm-garden" else "yes",
                note=note,
            )
        )
    return Plan(
        programme_id="demonstration",
        name="Demonstration (simulated)",
        seed=seed,
        sites=tuple(sites),
        waves=WAVES,
        straight_liner=("meadowfield", "m12"),
    )


def scaled(sites: int, respondents: int | None, seed: int = SEED) -> Plan:
    """A programme of any size: the same people a site and wave, or 5 to 30 if not given.

    Raises: Refusal if there would be no site, nobody, or more than fits a file.
    """
    if not 1 <= sites <= LARGEST_SITES:
        raise Refusal(f"--sites is {sites}: choose a number from 1 to {LARGEST_SITES}.")
    if respondents is not None and not 1 <= respondents <= LARGEST_RESPONDENTS:
        raise Refusal(
            f"--respondents is {respondents}: choose a number from 1 to {LARGEST_RESPONDENTS}, "
            "the people at one site and wave."
        )
    draws = Draws(seed, SIZES)
    planned = []
    for number in range(sites):
        lap, place = divmod(number, len(SITES_OF_DEMONSTRATION))
        site_id, name, country, setting, _ = SITES_OF_DEMONSTRATION[place]
        people = {wave.wave_id: respondents or draws.between(5, 30) for wave in WAVES}
        planned.append(
            SitePlan(
                f"{site_id}-{lap + 1}" if lap else site_id,
                f"{name} {lap + 1}" if lap else name,
                country,
                setting,
                people,
            )
        )
    return Plan(
        programme_id="simulated",
        name=f"Simulated programme of {sites} sites",
        seed=seed,
        sites=tuple(planned),
        waves=WAVES,
        straight_liner=None,
    )
