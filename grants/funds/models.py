"""The pot out of which an organisation gives on a part of its own grant."""

from sqlmodel import Field

from core.db import Id, Row, reference

REGRANT = "REGRANT"
"""The source of such a pot in the books: its money has been counted already, where the grant came from."""


class Regrant(Row, table=True):
    """The part of one grant that its organisation gives on through a contest of its own (母项目的再资助).

    The amount is the total of the pot, set once by the agreement; what may be committed and paid is bounded there.
    """

    agreement_id: int = Field(sa_type=Id, unique=True)
    fund_id: int = reference("fund.id", unique=True)
    group_id: int = reference("community_group.id")
    title: str = Field(max_length=80)
