"""Personal values: sealed for one place, found without being read, gone when the person asks."""

import pytest
from cryptography.exceptions import InvalidTag

from core import vault
from core.permissions import Role
from incubator.people import actions
from incubator.people.forms import TalentForm
from tests import factories
from tests.factories import COMMUNITY_A
from tests.grants.story import Story


def test_a_value_opens_only_where_it_was_sealed(session):
    key, other = vault.new_person_key(session), vault.new_person_key(session)
    sealed = vault.seal(session, key, "talent", "phone", "13900000001")
    assert "13900000001" not in sealed
    assert sealed != vault.seal(session, key, "talent", "phone", "13900000001")
    assert vault.unseal(session, key, "talent", "phone", sealed) == "13900000001"
    with pytest.raises(vault.Erased):
        vault.unseal(session, other, "talent", "phone", sealed)
    for table, field in (("talent", "account"), ("account", "phone")):
        with pytest.raises(InvalidTag):
            vault.unseal(session, key, table, field, sealed)


def test_destroying_the_key_erases_what_it_sealed(session):
    key = vault.new_person_key(session)
    sealed = vault.seal(session, key, "talent", "phone", "13900000001")
    vault.destroy(session, key)
    with pytest.raises(vault.Erased):
        vault.unseal(session, key, "talent", "phone", sealed)


def test_equal_values_are_found_by_purpose():
    index = vault.blind_index("13900000001", "phone")
    assert index == vault.blind_index("13900000001", "phone")
    assert index != vault.blind_index("13900000001", "account")
    assert index != vault.blind_index("13900000002", "phone")


def test_masks():
    assert vault.mask_phone("13812345678") == "138****5678"
    assert vault.mask_phone("1381") == "****"
    assert vault.mask_account("6222020200112233") == "**** 2233"


def test_planted_numbers_stand_nowhere_in_the_files(sqlite_database, tmp_path):
    """After a story with a talent and a payee: neither number in the database file or its log."""
    phone, account = "13815908377", "6222000011112222"
    with sqlite_database.writing() as session:
        worker = factories.make_actor(session, Role.COMMUNITY, COMMUNITY_A)
        data = TalentForm(
            name="周小满", area_code=COMMUNITY_A, phone=phone, categories=["CRAFT"], discover_channel="SELF"
        )
        actions.add_talent(session, worker, data)
        Story(session, lambda *who: factories.make_actor(session, *who)).running()
    files = [*tmp_path.glob("test.db*")]
    assert any(path.name.endswith("-wal") for path in files)
    found = [path.name for path in files if any(n.encode() in path.read_bytes() for n in (phone, account))]
    assert found == []
    assert any("周小满".encode() in path.read_bytes() for path in files), "what is not sealed is found this way"
