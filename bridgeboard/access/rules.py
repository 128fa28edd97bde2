"""access.toml: whether people sign in, and who has which role."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bridgeboard import settings
from bridgeboard.access.viewer import Role
from bridgeboard.problems import Refusal

_PLACE = r"^[a-z0-9][a-z0-9_-]*/\S+$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Person(_Strict):
    """One person of the e-mail list."""

    email: Annotated[str, Field(pattern=r"^\S+@\S+$")]
    #: none takes away what a claim would give.
    role: Role | Literal["none"]
    sites: tuple[Annotated[str, Field(pattern=_PLACE)], ...] = ()
    programmes: tuple[str, ...] | None = None

    @field_validator("email")
    @classmethod
    def _lower(cls, email: str) -> str:
        return email.casefold()


class Rules(_Strict):
    """Who has which role.

    sign_in:     required, or off: one local user, who sees and may do everything.
    open_to_everyone: with sign_in off, whether to serve others than this machine all the same.
    roles_claim: where a token says roles: keys joined by dots, or a list of keys where these have
                 dots in them; the same for sites_claim ("programme/site") and programmes_claim.
    roles:       words in that claim, and the roles that they give; as they are if there is none.
    trust_unverified_email: take an address from a provider that doesn't say whether it is verified.
    ask:         whom somebody without a role asks for one; only who is signed in reads it.
    hours:       after so many hours somebody signs in again, however long the token is valid.
    """

    sign_in: Literal["required", "off"] = "required"
    open_to_everyone: bool = False
    roles_claim: str | tuple[str, ...] | None = None
    sites_claim: str | tuple[str, ...] | None = None
    programmes_claim: str | tuple[str, ...] | None = None
    roles: dict[str, Role] | None = None
    people: tuple[Person, ...] = ()
    trust_unverified_email: bool = False
    ask: Annotated[str, Field(max_length=200)] = ""
    hours: Annotated[float, Field(gt=0, le=24 * 30)] = 12


def rules() -> Rules | None:
    """The rules as they are on the disk now; None if there is no file.

    Raises: Refusal, naming what is wrong, if the file can't be read: then nobody may see anything.
    """
    path = settings.access_file()
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refusal(f"{path.name} can't be read: {error.strerror}.") from error
    return _read(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Rules:
    try:
        return Rules.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal(f"{path.name} can't be read: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Refusal(f"{path.name}: {where}: {first['msg']}. Mend it there.") from error
