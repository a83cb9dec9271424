"""The code that is asked again."""

from pydantic import Field

from core.forms import Form, Out

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class ProofBody(Form):
    """A code of the authenticator that is bound to the account."""

    code: str = Field(min_length=6, max_length=8, title="动态码", json_schema_extra=CODE)


class ProofForm(ProofBody):
    """The code, and where its owner was going."""

    next: str = Field(default="/desk", max_length=400, title="", json_schema_extra={"widget": "hidden"})


class ProofOut(Out):
    """Until when the code counts."""

    proven_until: str
