"""Words of the section on milestones."""

TITLE = "Milestones"
RULE = (
    "A step is overdue when its planned day has passed and it is not done. A step that nobody "
    "wrote down is “not on record”, which is not “not done”."
)
NOTHING = "No milestone is on record here."
HOW_TO_GET = (
    "Add milestones.csv to the programme's folder, one step a row: site, stage, milestone, planned "
    "day, and the day it was done if it is. Stages and the steps expected of every site stand in "
    "programme.toml under [[stages]]; without any, eight stages in three phases are taken. Then "
    "publish it, or take away a filter in the sidebar."
)
STEP = "Overdue step"
ADD = "Make this step an action"
SITE = "Site"
