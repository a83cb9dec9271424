"""Personal values: sealed per person with AES-256-GCM, found by blind index, masked on screen, erased by their key."""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete
from sqlmodel import Field, Session, col, select

from core.db import ERASES, Row
from core.errors import NotFound

VERSION = "v1"
NONCE_BYTES = 12


class PersonKey(Row, table=True):
    """The data key of one person, wrapped by the master key; deleting it makes all that it sealed unreadable."""

    __tablename__ = "person_key"

    wrapped: str
    master: str = Field(max_length=16)


class Erased(NotFound):
    """这项个人信息已按本人要求删除。"""


_keys: dict[str, bytes] = {}


def configure(secret: str) -> None:
    """Derive the master key and the index key from the deployment's secret (HKDF-SHA256)."""
    for purpose in ("wrap", "index", "note"):
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"miaopu {purpose}".encode())
        _keys[purpose] = derive.derive(secret.encode())


def _master_id() -> str:
    return hashlib.sha256(_keys["wrap"]).hexdigest()[:16]


def _encrypt(key: bytes, text: bytes, bound_to: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())).decode()


def _decrypt(key: bytes, sealed: str, bound_to: str) -> bytes:
    raw = base64.urlsafe_b64decode(sealed)
    return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode())


def new_person_key(session: Session) -> int:
    """A fresh data key for one person; its number goes into the row that holds the sealed values."""
    row = PersonKey(wrapped=_encrypt(_keys["wrap"], secrets.token_bytes(32), "person_key"), master=_master_id())
    session.add(row)
    session.flush()
    return row.id or 0


def _data_key(session: Session, person_key_id: int) -> bytes:
    row = session.get(PersonKey, person_key_id)
    if row is None:
        raise Erased
    return _decrypt(_keys["wrap"], row.wrapped, "person_key")


def unreadable_keys(session: Session) -> list[int]:
    """The numbers of the keys of persons that this deployment's secret does not open."""
    found = []
    for row in session.exec(select(PersonKey)):
        try:
            _decrypt(_keys["wrap"], row.wrapped, "person_key")
        except (InvalidTag, ValueError):
            found.append(row.id or 0)
    return found


def seal(session: Session, person_key_id: int, table: str, field: str, text: str) -> str:
    """The value encrypted for this table, person and field: moved elsewhere it does not open."""
    bound = f"{table}:{person_key_id}:{field}"
    return f"{VERSION}:{person_key_id}:" + _encrypt(_data_key(session, person_key_id), text.encode(), bound)


def unseal(session: Session, person_key_id: int, table: str, field: str, sealed: str) -> str:
    """The value again; Erased when the person's key was destroyed."""
    version, key_id, content = sealed.split(":", 2)
    if version != VERSION or int(key_id) != person_key_id:
        raise Erased
    return _decrypt(_data_key(session, person_key_id), content, f"{table}:{person_key_id}:{field}").decode()


def open_if_kept(session: Session, person_key_id: int | None, table: str, field: str, sealed: str) -> str:
    """The value again, or nothing where none was given or its person has been erased."""
    try:
        return unseal(session, person_key_id, table, field, sealed) if sealed and person_key_id else ""
    except Erased:
        return ""


def destroy(session: Session, person_key_id: int) -> None:
    """Forget a person: what was sealed under this key can never be read again, and no log of the database keeps it."""
    session.info[ERASES] = True
    session.execute(delete(PersonKey).where(col(PersonKey.id) == person_key_id))


def blind_index(text: str, purpose: str) -> str:
    """A keyed digest by which an equal value is found without being readable."""
    return hmac.new(_keys["index"], f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def seal_note(text: str, bound_to: str) -> str:
    """A short secret that travels through a page and comes back, such as one that is not confirmed yet."""
    return _encrypt(_keys["note"], text.encode(), bound_to)


def seal_under(words: str, text: str) -> str:
    """Text that only opens again for who says the same words, which are kept nowhere."""
    return _encrypt(_key_of(words), text.encode(), "words")


def open_under(words: str, sealed: str) -> str:
    return _decrypt(_key_of(words), sealed, "words").decode()


def _key_of(words: str) -> bytes:
    return hmac.new(_keys["note"], words.encode(), hashlib.sha256).digest()


def open_note(sealed: str, bound_to: str) -> str | None:
    try:
        return _decrypt(_keys["note"], sealed, bound_to).decode()
    except (InvalidTag, ValueError):
        return None


def mask_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_account(account: str) -> str:
    return "**** " + account[-4:] if len(account) >= 8 else "****"
