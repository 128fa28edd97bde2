"""All tables, in order."""

from schemas._table import Table, table_name
from schemas.answers import Answers
from schemas.cfir_2009 import Cfir2009
from schemas.cfir_constructs import CfirConstructs
from schemas.cfir_eric import CfirEric
from schemas.context import Context
from schemas.eric_strategies import EricStrategies
from schemas.focus_groups import FocusGroups
from schemas.income_groups import IncomeGroups
from schemas.influences import Influences
from schemas.milestones import Milestones
from schemas.outcomes import Outcomes
from schemas.payments import Payments
from schemas.published_ratings import PublishedRatings
from schemas.ratings import Ratings
from schemas.respondents import Respondents
from schemas.sites import Sites
from schemas.statements import Statements
from schemas.strategy_endorsements import StrategyEndorsements
from schemas.themes import Themes
from schemas.waves import Waves

#: The tables a programme brings, in the order in which they refer to each other.
PROGRAMME_TABLES: dict[str, type[Table]] = {
    table_name(model): model
    for model in (
        Sites,
        Waves,
        Respondents,
        Answers,
        FocusGroups,
        Themes,
        Statements,
        Ratings,
        Context,
        Payments,
        Milestones,
        Outcomes,
        StrategyEndorsements,
    )
}

#: The tables that we ship: files under data/reference, but for what is made from other files.
REFERENCE_TABLES: dict[str, type[Table]] = {
    table_name(model): model
    for model in (
        CfirConstructs,
        Cfir2009,
        EricStrategies,
        CfirEric,
        IncomeGroups,
        Influences,
        PublishedRatings,
    )
}
