"""The first schema"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


# The triggers that keep append-only and frozen rows as they are, per database.
GUARDS = {'postgresql': ['CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'audit_event is append-only'; END $$",
                'CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE '
                'FUNCTION audit_event_refuse()',
                'CREATE OR REPLACE FUNCTION bonus_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'bonus is append-only'; END $$",
                'CREATE TRIGGER bonus_append_only BEFORE UPDATE OR DELETE ON bonus FOR EACH ROW EXECUTE FUNCTION '
                'bonus_refuse()',
                'CREATE OR REPLACE FUNCTION issued_document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                "RAISE EXCEPTION 'issued_document is append-only'; END $$",
                'CREATE TRIGGER issued_document_append_only BEFORE UPDATE OR DELETE ON issued_document FOR EACH ROW '
                'EXECUTE FUNCTION issued_document_refuse()',
                'CREATE OR REPLACE FUNCTION ledger_leg_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'ledger_leg is append-only'; END $$",
                'CREATE TRIGGER ledger_leg_append_only BEFORE UPDATE OR DELETE ON ledger_leg FOR EACH ROW EXECUTE '
                'FUNCTION ledger_leg_refuse()',
                'CREATE OR REPLACE FUNCTION ledger_transaction_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                "RAISE EXCEPTION 'ledger_transaction is append-only'; END $$",
                'CREATE TRIGGER ledger_transaction_append_only BEFORE UPDATE OR DELETE ON ledger_transaction FOR '
                'EACH ROW EXECUTE FUNCTION ledger_transaction_refuse()',
                'CREATE OR REPLACE FUNCTION outlier_note_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'outlier_note is append-only'; END $$",
                'CREATE TRIGGER outlier_note_append_only BEFORE UPDATE OR DELETE ON outlier_note FOR EACH ROW '
                'EXECUTE FUNCTION outlier_note_refuse()',
                'CREATE OR REPLACE FUNCTION panel_vote_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'panel_vote is append-only'; END $$",
                'CREATE TRIGGER panel_vote_append_only BEFORE UPDATE OR DELETE ON panel_vote FOR EACH ROW EXECUTE '
                'FUNCTION panel_vote_refuse()',
                'CREATE OR REPLACE FUNCTION paper_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'paper_entry is append-only'; END $$",
                'CREATE TRIGGER paper_entry_append_only BEFORE UPDATE OR DELETE ON paper_entry FOR EACH ROW EXECUTE '
                'FUNCTION paper_entry_refuse()',
                'CREATE OR REPLACE FUNCTION proposal_read_back_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                "RAISE EXCEPTION 'proposal_read_back is append-only'; END $$",
                'CREATE TRIGGER proposal_read_back_append_only BEFORE UPDATE OR DELETE ON proposal_read_back FOR '
                'EACH ROW EXECUTE FUNCTION proposal_read_back_refuse()',
                'CREATE OR REPLACE FUNCTION proposal_submission_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ '
                "BEGIN RAISE EXCEPTION 'proposal_submission is append-only'; END $$",
                'CREATE TRIGGER proposal_submission_append_only BEFORE UPDATE OR DELETE ON proposal_submission FOR '
                'EACH ROW EXECUTE FUNCTION proposal_submission_refuse()',
                'CREATE OR REPLACE FUNCTION ranking_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'ranking is append-only'; END $$",
                'CREATE TRIGGER ranking_append_only BEFORE UPDATE OR DELETE ON ranking FOR EACH ROW EXECUTE FUNCTION '
                'ranking_refuse()',
                'CREATE OR REPLACE FUNCTION ranking_run_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'ranking_run is append-only'; END $$",
                'CREATE TRIGGER ranking_run_append_only BEFORE UPDATE OR DELETE ON ranking_run FOR EACH ROW EXECUTE '
                'FUNCTION ranking_run_refuse()',
                'CREATE OR REPLACE FUNCTION rating_sheet_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'a submitted sheet is frozen'; END $$",
                'CREATE TRIGGER rating_sheet_frozen BEFORE UPDATE OR DELETE ON rating_sheet FOR EACH ROW WHEN '
                '(OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION rating_sheet_refuse()',
                'CREATE OR REPLACE FUNCTION room_message_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'room_message is append-only'; END $$",
                'CREATE TRIGGER room_message_append_only BEFORE UPDATE OR DELETE ON room_message FOR EACH ROW '
                'EXECUTE FUNCTION room_message_refuse()',
                'CREATE OR REPLACE FUNCTION scheme_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '
                "EXCEPTION 'a published scheme is frozen'; END $$",
                'CREATE TRIGGER scheme_frozen BEFORE UPDATE OR DELETE ON scheme FOR EACH ROW WHEN (OLD.is_published) '
                'EXECUTE FUNCTION scheme_refuse()',
                'CREATE OR REPLACE FUNCTION score_sheet_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ '
                "BEGIN RAISE EXCEPTION 'score_sheet_version is append-only'; END $$",
                'CREATE TRIGGER score_sheet_version_append_only BEFORE UPDATE OR DELETE ON score_sheet_version FOR '
                'EACH ROW EXECUTE FUNCTION score_sheet_version_refuse()'],
 'sqlite': ['CREATE TRIGGER audit_event_append_only_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, '
            "'audit_event is append-only'); END",
            'CREATE TRIGGER audit_event_append_only_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, '
            "'audit_event is append-only'); END",
            "CREATE TRIGGER bonus_append_only_no_update BEFORE UPDATE ON bonus BEGIN SELECT RAISE(ABORT, 'bonus is "
            "append-only'); END",
            "CREATE TRIGGER bonus_append_only_no_delete BEFORE DELETE ON bonus BEGIN SELECT RAISE(ABORT, 'bonus is "
            "append-only'); END",
            'CREATE TRIGGER issued_document_append_only_no_update BEFORE UPDATE ON issued_document BEGIN SELECT '
            "RAISE(ABORT, 'issued_document is append-only'); END",
            'CREATE TRIGGER issued_document_append_only_no_delete BEFORE DELETE ON issued_document BEGIN SELECT '
            "RAISE(ABORT, 'issued_document is append-only'); END",
            'CREATE TRIGGER ledger_leg_append_only_no_update BEFORE UPDATE ON ledger_leg BEGIN SELECT RAISE(ABORT, '
            "'ledger_leg is append-only'); END",
            'CREATE TRIGGER ledger_leg_append_only_no_delete BEFORE DELETE ON ledger_leg BEGIN SELECT RAISE(ABORT, '
            "'ledger_leg is append-only'); END",
            'CREATE TRIGGER ledger_transaction_append_only_no_update BEFORE UPDATE ON ledger_transaction BEGIN '
            "SELECT RAISE(ABORT, 'ledger_transaction is append-only'); END",
            'CREATE TRIGGER ledger_transaction_append_only_no_delete BEFORE DELETE ON ledger_transaction BEGIN '
            "SELECT RAISE(ABORT, 'ledger_transaction is append-only'); END",
            'CREATE TRIGGER outlier_note_append_only_no_update BEFORE UPDATE ON outlier_note BEGIN SELECT '
            "RAISE(ABORT, 'outlier_note is append-only'); END",
            'CREATE TRIGGER outlier_note_append_only_no_delete BEFORE DELETE ON outlier_note BEGIN SELECT '
            "RAISE(ABORT, 'outlier_note is append-only'); END",
            'CREATE TRIGGER panel_vote_append_only_no_update BEFORE UPDATE ON panel_vote BEGIN SELECT RAISE(ABORT, '
            "'panel_vote is append-only'); END",
            'CREATE TRIGGER panel_vote_append_only_no_delete BEFORE DELETE ON panel_vote BEGIN SELECT RAISE(ABORT, '
            "'panel_vote is append-only'); END",
            'CREATE TRIGGER paper_entry_append_only_no_update BEFORE UPDATE ON paper_entry BEGIN SELECT RAISE(ABORT, '
            "'paper_entry is append-only'); END",
            'CREATE TRIGGER paper_entry_append_only_no_delete BEFORE DELETE ON paper_entry BEGIN SELECT RAISE(ABORT, '
            "'paper_entry is append-only'); END",
            'CREATE TRIGGER proposal_read_back_append_only_no_update BEFORE UPDATE ON proposal_read_back BEGIN '
            "SELECT RAISE(ABORT, 'proposal_read_back is append-only'); END",
            'CREATE TRIGGER proposal_read_back_append_only_no_delete BEFORE DELETE ON proposal_read_back BEGIN '
            "SELECT RAISE(ABORT, 'proposal_read_back is append-only'); END",
            'CREATE TRIGGER proposal_submission_append_only_no_update BEFORE UPDATE ON proposal_submission BEGIN '
            "SELECT RAISE(ABORT, 'proposal_submission is append-only'); END",
            'CREATE TRIGGER proposal_submission_append_only_no_delete BEFORE DELETE ON proposal_submission BEGIN '
            "SELECT RAISE(ABORT, 'proposal_submission is append-only'); END",
            'CREATE TRIGGER ranking_append_only_no_update BEFORE UPDATE ON ranking BEGIN SELECT RAISE(ABORT, '
            "'ranking is append-only'); END",
            'CREATE TRIGGER ranking_append_only_no_delete BEFORE DELETE ON ranking BEGIN SELECT RAISE(ABORT, '
            "'ranking is append-only'); END",
            'CREATE TRIGGER ranking_run_append_only_no_update BEFORE UPDATE ON ranking_run BEGIN SELECT RAISE(ABORT, '
            "'ranking_run is append-only'); END",
            'CREATE TRIGGER ranking_run_append_only_no_delete BEFORE DELETE ON ranking_run BEGIN SELECT RAISE(ABORT, '
            "'ranking_run is append-only'); END",
            'CREATE TRIGGER rating_sheet_frozen_no_update BEFORE UPDATE ON rating_sheet WHEN (OLD.submitted_at IS '
            "NOT NULL) BEGIN SELECT RAISE(ABORT, 'a submitted sheet is frozen'); END",
            'CREATE TRIGGER rating_sheet_frozen_no_delete BEFORE DELETE ON rating_sheet WHEN (OLD.submitted_at IS '
            "NOT NULL) BEGIN SELECT RAISE(ABORT, 'a submitted sheet is frozen'); END",
            'CREATE TRIGGER room_message_append_only_no_update BEFORE UPDATE ON room_message BEGIN SELECT '
            "RAISE(ABORT, 'room_message is append-only'); END",
            'CREATE TRIGGER room_message_append_only_no_delete BEFORE DELETE ON room_message BEGIN SELECT '
            "RAISE(ABORT, 'room_message is append-only'); END",
            'CREATE TRIGGER scheme_frozen_no_update BEFORE UPDATE ON scheme WHEN (OLD.is_published) BEGIN SELECT '
            "RAISE(ABORT, 'a published scheme is frozen'); END",
            'CREATE TRIGGER scheme_frozen_no_delete BEFORE DELETE ON scheme WHEN (OLD.is_published) BEGIN SELECT '
            "RAISE(ABORT, 'a published scheme is frozen'); END",
            'CREATE TRIGGER score_sheet_version_append_only_no_update BEFORE UPDATE ON score_sheet_version BEGIN '
            "SELECT RAISE(ABORT, 'score_sheet_version is append-only'); END",
            'CREATE TRIGGER score_sheet_version_append_only_no_delete BEFORE DELETE ON score_sheet_version BEGIN '
            "SELECT RAISE(ABORT, 'score_sheet_version is append-only'); END"]}
FUNCTIONS = ['audit_event_refuse',
 'bonus_refuse',
 'issued_document_refuse',
 'ledger_leg_refuse',
 'ledger_transaction_refuse',
 'outlier_note_refuse',
 'panel_vote_refuse',
 'paper_entry_refuse',
 'proposal_read_back_refuse',
 'proposal_submission_refuse',
 'ranking_refuse',
 'ranking_run_refuse',
 'rating_sheet_refuse',
 'room_message_refuse',
 'scheme_refuse',
 'score_sheet_version_refuse']


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table('account',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('INVITED', 'ACTIVE', 'DISABLED', name='accountstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('sign_in_index', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('sign_in_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sign_in_masked', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('password_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('totp_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('totp_last_step', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lang', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('is_large_print', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('sign_in_index', name=op.f('uq_account_sign_in_index'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_account_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_account_name_id', ['name', 'id'], unique=False)

    op.create_table('area',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('level', sa.Enum('PROVINCE', 'CITY', 'DISTRICT', 'STREET', 'COMMUNITY', name='level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('parent_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('code', name=op.f('uq_area_code'))
    )
    op.create_table('audit_actor',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_audit_actor'))
    )
    op.create_table('audit_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('chain', sqlmodel.sql.sqltypes.AutoString(length=6), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('actor_name', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('on_behalf_of', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('data', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('previous', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event')),
    sa.UniqueConstraint('chain', 'seq', name=op.f('uq_audit_event_chain_seq'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index('ix_audit_event_noun_noun_id', ['noun', 'noun_id'], unique=False)

    op.create_table('audit_head',
    sa.Column('chain', sqlmodel.sql.sqltypes.AutoString(length=6), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', name=op.f('pk_audit_head'))
    )
    op.create_table('base',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('OPEN', 'CLOSED', name='basestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('level', sa.Enum('PROVINCE', 'CITY', 'DISTRICT', 'STREET', 'COMMUNITY', name='base_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kind', sa.Enum('INCUBATOR', 'EXCHANGE', 'HUB', name='basekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('parent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('operator', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('desks', sa.Integer(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('serves', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('is_demo_site', sa.Boolean(), nullable=False),
    sa.CheckConstraint('desks >= 0', name=op.f('ck_base_desks')),
    sa.CheckConstraint('parent_id IS NULL OR parent_id <> id', name=op.f('ck_base_parent_is_another')),
    sa.ForeignKeyConstraint(['parent_id'], ['base.id'], name=op.f('fk_base_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_base')),
    sa.UniqueConstraint('area_code', 'name', name=op.f('uq_base_area_code_name')),
    sa.UniqueConstraint('number', name=op.f('uq_base_number'))
    )
    with op.batch_alter_table('base', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_base_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_base_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_base_parent_id'), ['parent_id'], unique=False)

    op.create_table('codelist',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('items', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_codelist')),
    sa.UniqueConstraint('area_code', 'name', name=op.f('uq_codelist_area_code_name'))
    )
    with op.batch_alter_table('codelist', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_codelist_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_codelist_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_codelist_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_codelist_name_id', ['name', 'id'], unique=False)

    op.create_table('community_group',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('FORMING', 'ACTIVE', 'PAUSED', 'DISSOLVED', name='groupstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('name_sort', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('sanzi_type', sa.Enum('SELF_GOV', 'RECREATION', 'VOLUNTEER', name='sanzitype', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('colour', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('legal_status', sa.Enum('UNFILED', 'FILED', 'REGISTERED', name='legalstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('filing_type', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('filing_number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('uscc', sqlmodel.sql.sqltypes.AutoString(length=18), nullable=True),
    sa.Column('founded_on', sa.Date(), nullable=True),
    sa.Column('intro', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('leader_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('leader_phone_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('leader_phone_masked', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('brand', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('is_leader_public', sa.Boolean(), nullable=False),
    sa.Column('has_turned_public_benefit', sa.Boolean(), nullable=False),
    sa.Column('is_in_federation', sa.Boolean(), nullable=False),
    sa.Column('is_hub', sa.Boolean(), nullable=False),
    sa.Column('blacklisted_until', sa.Date(), nullable=True),
    sa.Column('report_year', sa.Integer(), nullable=True),
    sa.Column('has_passed_report', sa.Boolean(), nullable=True),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('stars_valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('stars BETWEEN 0 AND 5', name=op.f('ck_community_group_stars')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_group')),
    sa.UniqueConstraint('area_code', 'name', name=op.f('uq_community_group_area_code_name')),
    sa.UniqueConstraint('filing_number', name=op.f('uq_community_group_filing_number')),
    sa.UniqueConstraint('number', name=op.f('uq_community_group_number'))
    )
    with op.batch_alter_table('community_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_community_group_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_community_group_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_community_group_stars_id', ['stars', 'id'], unique=False)

    op.create_table('counter',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counter')),
    sa.UniqueConstraint('area_code', 'kind', 'year', name=op.f('uq_counter_area_code_kind_year'))
    )
    op.create_table('formkey',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('key_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('owner', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('path', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('body_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('location', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_formkey')),
    sa.UniqueConstraint('owner', 'key_hash', name=op.f('uq_formkey_owner_key_hash'))
    )
    op.create_table('fund',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('total_fen', sa.BigInteger(), nullable=False),
    sa.Column('reserved_fen', sa.BigInteger(), nullable=False),
    sa.Column('paid_fen', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('reserved_fen >= 0 AND paid_fen >= 0 AND reserved_fen + paid_fen <= total_fen', name=op.f('ck_fund_never_over_committed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund'))
    )
    with op.batch_alter_table('fund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_fund_total_fen_id', ['total_fen', 'id'], unique=False)
        batch_op.create_index('ix_fund_year_id', ['year', 'id'], unique=False)

    op.create_table('ledger_transaction',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('kind', sa.Enum('OPEN', 'TOP_UP', 'RESERVE', 'RELEASE', 'PAY', 'REFUND', 'REVERSE', name='ledgerkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('memo', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reverses_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['reverses_id'], ['ledger_transaction.id'], name=op.f('fk_ledger_transaction_reverses_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_transaction')),
    sa.UniqueConstraint('key', name=op.f('uq_ledger_transaction_key')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_ledger_transaction_reverses_id'))
    )
    with op.batch_alter_table('ledger_transaction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_transaction_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_transaction_noun_id'), ['noun_id'], unique=False)

    op.create_table('menu_edition',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'PUBLISHED', name='editionstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('season', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('how_to_order', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('items', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.CheckConstraint("status NOT IN ('PUBLISHED') OR (published_on IS NOT NULL)", name=op.f('ck_menu_edition_needs_published_on')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_menu_edition')),
    sa.UniqueConstraint('area_code', 'year', 'title', name=op.f('uq_menu_edition_area_code_year_title')),
    sa.UniqueConstraint('number', name=op.f('uq_menu_edition_number'))
    )
    with op.batch_alter_table('menu_edition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_menu_edition_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_menu_edition_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_menu_edition_year_id', ['year', 'id'], unique=False)

    op.create_table('need',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('POSTED', 'REVIEWED', 'MATCHED', 'DONE', 'REJECTED', 'CLOSED', name='needstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('kind', sa.Enum('SERVICE', 'WISH', 'PLAN', name='needkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('people_count', sa.Integer(), nullable=False),
    sa.Column('wished_on', sa.Date(), nullable=True),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('sampled', sa.Integer(), nullable=True),
    sa.Column('matched_noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('matched_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('result', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.CheckConstraint("status NOT IN ('MATCHED', 'DONE') OR (matched_noun IS NOT NULL AND matched_id IS NOT NULL)", name=op.f('ck_need_needs_matched_noun_matched_id')),
    sa.CheckConstraint('people_count >= 0', name=op.f('ck_need_people')),
    sa.CheckConstraint('sampled IS NULL OR sampled > 0', name=op.f('ck_need_sampled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need')),
    sa.UniqueConstraint('number', name=op.f('uq_need_number'))
    )
    with op.batch_alter_table('need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_need_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_need_matched_noun_matched_id'), ['matched_noun', 'matched_id'], unique=False)
        batch_op.create_index('ix_need_people_count_id', ['people_count', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_need_status_area_code'), ['status', 'area_code'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'OPEN', 'CLOSED', 'CONFIRMED', 'WITHDRAWN', name='noticestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('headings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('lines', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('workdays', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.CheckConstraint("status NOT IN ('OPEN', 'CLOSED', 'CONFIRMED') OR (starts_on IS NOT NULL AND ends_on IS NOT NULL)", name=op.f('ck_notice_needs_starts_on_ends_on')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_notice_ends_later')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('number', name=op.f('uq_notice_number'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_noun_noun_id'), ['noun', 'noun_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_status_ends_on'), ['status', 'ends_on'], unique=False)

    op.create_table('outbox_mail',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sent_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('failure', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail'))
    )
    op.create_table('person_key',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('wrapped', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('master', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_key'))
    )
    op.create_table('procurement_threshold',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('threshold_fen', sa.BigInteger(), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.CheckConstraint('threshold_fen > 0', name=op.f('ck_procurement_threshold_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procurement_threshold')),
    sa.UniqueConstraint('area_code', 'from_on', name=op.f('uq_procurement_threshold_area_code_from_on'))
    )
    with op.batch_alter_table('procurement_threshold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procurement_threshold_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_procurement_threshold_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_procurement_threshold_from_on_id', ['from_on', 'id'], unique=False)

    op.create_table('scheme',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('definition', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_published', sa.Boolean(), nullable=False),
    sa.Column('published_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint('NOT is_published OR published_at IS NOT NULL', name=op.f('ck_scheme_published_has_a_date')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme')),
    sa.UniqueConstraint('area_code', 'code', 'version', name=op.f('uq_scheme_area_code_code_version'))
    )
    with op.batch_alter_table('scheme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheme_kind'), ['kind'], unique=False)
        batch_op.create_index('ix_scheme_version_id', ['version', 'id'], unique=False)

    op.create_table('signinfailure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('window_started_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signinfailure')),
    sa.UniqueConstraint('subject', name=op.f('uq_signinfailure_subject'))
    )
    op.create_table('stored_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file')),
    sa.UniqueConstraint('sha256', name=op.f('uq_stored_file_sha256'))
    )
    op.create_table('talent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('CANDIDATE', 'POOLED', 'TEAMED', 'ORGANISED', 'DORMANT', 'WITHDRAWN', name='talentstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('name_sort', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('gender', sa.Enum('FEMALE', 'MALE', name='gender', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('phone_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('phone_index', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('phone_masked', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('categories', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('skills', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('qualifications', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('available_times', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('willingness', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_party_member', sa.Boolean(), nullable=False),
    sa.Column('discover_channel', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('discovered_on', sa.Date(), nullable=True),
    sa.Column('finder', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('referee', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('consent_version', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('consent_channel', sa.Enum('PAPER', 'ONLINE', name='consentchannel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('honours', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('notes', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.CheckConstraint("status NOT IN ('POOLED', 'TEAMED', 'ORGANISED') OR (consent_on IS NOT NULL AND consent_version IS NOT NULL)", name=op.f('ck_talent_needs_consent_on_consent_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talent')),
    sa.UniqueConstraint('area_code', 'phone_index', name=op.f('uq_talent_area_code_phone_index')),
    sa.UniqueConstraint('number', name=op.f('uq_talent_number'))
    )
    with op.batch_alter_table('talent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talent_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_talent_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talent_due_on'), ['due_on'], unique=False)

    op.create_table('workday_override',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('is_working', sa.Boolean(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workday_override')),
    sa.UniqueConstraint('on', name=op.f('uq_workday_override_on'))
    )
    op.create_table('accountsession',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('on_behalf_of', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('behalf_note', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('proven_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('persona_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_accountsession_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accountsession')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_accountsession_token_hash'))
    )
    with op.batch_alter_table('accountsession', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accountsession_account_id'), ['account_id'], unique=False)

    op.create_table('activity',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SUBMITTED', 'CONFIRMED', 'RETURNED', name='activitystatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('start_time', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('end_time', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('content', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('residents', sa.Integer(), nullable=False),
    sa.Column('volunteers', sa.Integer(), nullable=False),
    sa.Column('social_workers', sa.Integer(), nullable=False),
    sa.Column('volunteer_minutes', sa.Integer(), nullable=False),
    sa.Column('safety_note', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('result', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('spending_fen', sa.BigInteger(), nullable=True),
    sa.Column('sampled', sa.Integer(), nullable=False),
    sa.Column('satisfied', sa.Integer(), nullable=False),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('confirmed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('CONFIRMED') OR (confirmed_by IS NOT NULL)", name=op.f('ck_activity_needs_confirmed_by')),
    sa.CheckConstraint("status NOT IN ('SUBMITTED', 'CONFIRMED') OR (submitted_by IS NOT NULL)", name=op.f('ck_activity_needs_submitted_by')),
    sa.CheckConstraint('confirmed_by IS NULL OR (confirmed_by <> submitted_by AND (created_by IS NULL OR confirmed_by <> created_by))', name=op.f('ck_activity_confirmed_by_another')),
    sa.CheckConstraint('residents >= 0 AND volunteers >= 0 AND social_workers >= 0 AND volunteer_minutes >= 0', name=op.f('ck_activity_counts')),
    sa.CheckConstraint('satisfied BETWEEN 0 AND sampled', name=op.f('ck_activity_satisfied_of_sampled')),
    sa.CheckConstraint('spending_fen IS NULL OR spending_fen >= 0', name=op.f('ck_activity_spending')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_activity_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('number', name=op.f('uq_activity_number'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_group_id_on'), ['group_id', 'on'], unique=False)
        batch_op.create_index('ix_activity_on_id', ['on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_project_noun_project_id'), ['project_noun', 'project_id'], unique=False)

    op.create_table('admission',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'APPLIED', 'ACCEPTED', 'NOTICED', 'ADMITTED', 'NURTURE', 'GROW', 'EXIT_REVIEW', 'EXTENDED', 'GRADUATED', 'REFUSED', 'WITHDRAWN', name='admissionstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('base_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('is_virtual', sa.Boolean(), nullable=False),
    sa.Column('desks', sa.Integer(), nullable=False),
    sa.Column('plan', sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
    sa.Column('charter', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('founders', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('has_committed', sa.Boolean(), nullable=False),
    sa.Column('opinion', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('opinion_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reviewed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('extensions', sa.Integer(), nullable=False),
    sa.Column('exited_on', sa.Date(), nullable=True),
    sa.Column('handover_due_on', sa.Date(), nullable=True),
    sa.Column('follow_until', sa.Date(), nullable=True),
    sa.CheckConstraint("status NOT IN ('ADMITTED', 'NURTURE', 'GROW', 'EXIT_REVIEW', 'EXTENDED', 'GRADUATED') OR (starts_on IS NOT NULL AND ends_on IS NOT NULL)", name=op.f('ck_admission_needs_starts_on_ends_on')),
    sa.CheckConstraint("status NOT IN ('GRADUATED', 'WITHDRAWN') OR (exited_on IS NOT NULL)", name=op.f('ck_admission_needs_exited_on')),
    sa.CheckConstraint('desks >= 0 AND (NOT is_virtual OR desks = 0)', name=op.f('ck_admission_desks')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_admission_ends_later')),
    sa.CheckConstraint('reviewed_by IS NULL OR reviewed_by <> submitted_by', name=op.f('ck_admission_reviewed_by_another')),
    sa.ForeignKeyConstraint(['base_id'], ['base.id'], name=op.f('fk_admission_base_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_admission_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admission')),
    sa.UniqueConstraint('number', name=op.f('uq_admission_number'))
    )
    with op.batch_alter_table('admission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admission_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_admission_base_id'), ['base_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_admission_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_admission_group_id'), ['group_id'], unique=False)
        batch_op.create_index('uq_admission_active', ['group_id'], unique=True, sqlite_where=sa.text("status IN ('APPLIED', 'ACCEPTED', 'NOTICED', 'ADMITTED', 'NURTURE', 'GROW', 'EXIT_REVIEW', 'EXTENDED')"), postgresql_where=sa.text("status IN ('APPLIED', 'ACCEPTED', 'NOTICED', 'ADMITTED', 'NURTURE', 'GROW', 'EXIT_REVIEW', 'EXTENDED')"))

    op.create_table('apitoken',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('may_act', sa.Boolean(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('revoked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('proven_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_apitoken_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_apitoken')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_apitoken_token_hash'))
    )
    with op.batch_alter_table('apitoken', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_apitoken_account_id'), ['account_id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slot', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
    sa.Column('caption', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('scan', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('removed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_attachment_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_created_by'), ['created_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_noun_noun_id'), ['noun', 'noun_id'], unique=False)

    op.create_table('community_purse',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_community_purse_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_purse')),
    sa.UniqueConstraint('area_code', 'year', name=op.f('uq_community_purse_area_code_year'))
    )
    with op.batch_alter_table('community_purse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_community_purse_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_community_purse_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_community_purse_fund_id'), ['fund_id'], unique=True)
        batch_op.create_index('ix_community_purse_year_id', ['year', 'id'], unique=False)

    op.create_table('contest',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'PROPOSED', 'OPEN', 'SCREENING', 'JUDGING', 'DECIDING', 'NOTICED', 'AWARDED', 'CLOSED', 'CANCELLED', name='conteststatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('theme', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('intro', sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
    sa.Column('contact', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('opens_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('closes_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('grace_minutes', sa.Integer(), nullable=False),
    sa.Column('categories', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('leagues', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('eligibility', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('payee_kinds', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('backings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('rubric_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('method', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('cost_rules', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('forbidden', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('tranches', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('min_self_percent', sa.Integer(), nullable=False),
    sa.Column('months_max', sa.Integer(), nullable=False),
    sa.Column('notice_workdays', sa.Integer(), nullable=False),
    sa.Column('partners_max', sa.Integer(), nullable=False),
    sa.Column('may_also_lead', sa.Boolean(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("status NOT IN ('OPEN', 'SCREENING', 'JUDGING') OR (rubric_id IS NOT NULL)", name=op.f('ck_contest_needs_rubric_id')),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_contest_closes_after_opening')),
    sa.ForeignKeyConstraint(['rubric_id'], ['scheme.id'], name=op.f('fk_contest_rubric_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest')),
    sa.UniqueConstraint('area_code', 'title', name=op.f('uq_contest_area_code_title')),
    sa.UniqueConstraint('number', name=op.f('uq_contest_number'))
    )
    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contest_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_contest_closes_at_id', ['closes_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contest_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contest_rubric_id'), ['rubric_id'], unique=False)

    op.create_table('feedback',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('sampled', sa.Integer(), nullable=False),
    sa.Column('satisfied', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint('sampled > 0 AND satisfied BETWEEN 0 AND sampled', name=op.f('ck_feedback_satisfied_of_sampled')),
    sa.CheckConstraint('stars IS NULL OR stars BETWEEN 1 AND 5', name=op.f('ck_feedback_stars')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_feedback_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback'))
    )
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_group_id_on'), ['group_id', 'on'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_noun_noun_id'), ['noun', 'noun_id'], unique=False)

    op.create_table('filing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SUBMITTED', 'CHECKED', 'APPROVED', 'RETURNED', 'REJECTED', name='filingstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('FIRST', 'CHANGE', 'DISSOLVE', name='filingkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposed_name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('meeting_place', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('charter', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('leader_statement', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('checked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("status NOT IN ('APPROVED') OR (approved_by IS NOT NULL AND decided_on IS NOT NULL)", name=op.f('ck_filing_needs_approved_by_decided_on')),
    sa.CheckConstraint('approved_by IS NULL OR (approved_by <> submitted_by AND approved_by <> checked_by)', name=op.f('ck_filing_approver_is_another')),
    sa.CheckConstraint('checked_by IS NULL OR checked_by <> submitted_by', name=op.f('ck_filing_checker_is_another')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_filing_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_filing')),
    sa.UniqueConstraint('number', name=op.f('uq_filing_number'))
    )
    with op.batch_alter_table('filing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_filing_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_filing_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_filing_group_id'), ['group_id'], unique=False)

    op.create_table('group_member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('INVITED', 'ACCEPTED', 'DECLINED', 'LEFT', name='memberstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('talent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('role', sa.Enum('LEADER', 'CORE', 'MEMBER', name='memberrole', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('duty', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('is_party_member', sa.Boolean(), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_group_member_account_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_group_member_group_id')),
    sa.ForeignKeyConstraint(['talent_id'], ['talent.id'], name=op.f('fk_group_member_talent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_member'))
    )
    with op.batch_alter_table('group_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_member_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_member_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_member_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_member_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_member_talent_id'), ['talent_id'], unique=False)

    op.create_table('issued_document',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('verify_code', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('missing', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('issued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('issued_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_issued_document_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issued_document')),
    sa.UniqueConstraint('noun', 'noun_id', 'kind', 'version', name=op.f('uq_issued_document_noun_noun_id_kind_version')),
    sa.UniqueConstraint('verify_code', name=op.f('uq_issued_document_verify_code'))
    )
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issued_document_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_number'), ['number'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_sha256'), ['sha256'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('args', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('status', sa.Enum('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', name='jobstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('started_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('finished_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
    sa.Column('result_file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('result_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('result_name', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
    sa.Column('result_type', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('on_behalf_of', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.CheckConstraint("status NOT IN ('DONE', 'FAILED', 'CANCELLED') OR (finished_at IS NOT NULL)", name=op.f('ck_job_needs_finished_at')),
    sa.CheckConstraint("status NOT IN ('RUNNING') OR (started_at IS NOT NULL AND lease_until IS NOT NULL)", name=op.f('ck_job_needs_started_at_lease_until')),
    sa.ForeignKeyConstraint(['result_file_id'], ['stored_file.id'], name=op.f('fk_job_result_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_job_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_created_by'), ['created_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_status_id'), ['status', 'id'], unique=False)

    op.create_table('judge',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('ACTIVE', 'PAUSED', name='judgestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('community_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('fields', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('qualifications', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('load_cap', sa.Integer(), nullable=True),
    sa.CheckConstraint('load_cap IS NULL OR load_cap BETWEEN 1 AND 200', name=op.f('ck_judge_load_cap')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_judge_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judge')),
    sa.UniqueConstraint('account_id', name=op.f('uq_judge_account_id')),
    sa.UniqueConstraint('number', name=op.f('uq_judge_number'))
    )
    with op.batch_alter_table('judge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_judge_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_judge_due_on'), ['due_on'], unique=False)

    op.create_table('ledger_leg',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('transaction_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_fen <> 0', name=op.f('ck_ledger_leg_moves_something')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_ledger_leg_fund_id')),
    sa.ForeignKeyConstraint(['transaction_id'], ['ledger_transaction.id'], name=op.f('fk_ledger_leg_transaction_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_leg'))
    )
    with op.batch_alter_table('ledger_leg', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_leg_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_leg_transaction_id'), ['transaction_id'], unique=False)

    op.create_table('menu_item',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SUBMITTED', 'LISTED', 'RETURNED', 'SUSPENDED', 'WITHDRAWN', name='itemstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('network', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('provider_kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('summary', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('content', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('pricing_mode', sa.Enum('FREE', 'LOW', 'MARKET', name='pricingmode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('price_fen', sa.BigInteger(), nullable=False),
    sa.Column('cost_fen', sa.BigInteger(), nullable=False),
    sa.Column('cost_breakdown', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('min_people', sa.Integer(), nullable=False),
    sa.Column('max_people', sa.Integer(), nullable=False),
    sa.Column('duration_min', sa.Integer(), nullable=False),
    sa.Column('venue_need', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('is_district_wide', sa.Boolean(), nullable=False),
    sa.Column('areas', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=False),
    sa.Column('monthly_capacity', sa.Integer(), nullable=False),
    sa.Column('season', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('staffing', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('safety', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('standards', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('contact', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('directory_code', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('evidence', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('listed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('listed_on', sa.Date(), nullable=True),
    sa.CheckConstraint("pricing_mode <> 'FREE' OR price_fen = 0", name=op.f('ck_menu_item_free_costs_nothing')),
    sa.CheckConstraint("pricing_mode <> 'LOW' OR price_fen <= cost_fen", name=op.f('ck_menu_item_low_fee_within_cost')),
    sa.CheckConstraint("status NOT IN ('LISTED') OR (listed_by IS NOT NULL)", name=op.f('ck_menu_item_needs_listed_by')),
    sa.CheckConstraint("status NOT IN ('SUBMITTED', 'LISTED') OR (submitted_by IS NOT NULL)", name=op.f('ck_menu_item_needs_submitted_by')),
    sa.CheckConstraint('listed_by IS NULL OR listed_by <> submitted_by', name=op.f('ck_menu_item_lister_is_another')),
    sa.CheckConstraint('max_people >= min_people AND min_people >= 1', name=op.f('ck_menu_item_people_in_order')),
    sa.CheckConstraint('price_fen >= 0 AND cost_fen >= 0', name=op.f('ck_menu_item_no_negative_price')),
    sa.CheckConstraint('valid_to > valid_from', name=op.f('ck_menu_item_ends_later')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_menu_item_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_menu_item')),
    sa.UniqueConstraint('number', name=op.f('uq_menu_item_number'))
    )
    with op.batch_alter_table('menu_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_menu_item_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_menu_item_category'), ['category'], unique=False)
        batch_op.create_index(batch_op.f('ix_menu_item_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_menu_item_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_menu_item_price_fen_id', ['price_fen', 'id'], unique=False)

    op.create_table('objection',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('RECEIVED', 'UNDER_REVIEW', 'UPHELD', 'REJECTED', 'WITHDRAWN', name='objectionstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('receipt_code', sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('phone_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('contact_masked', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('phone_index', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('address_index', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('consent', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('content', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('received_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('accepted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('answer_due_on', sa.Date(), nullable=True),
    sa.Column('finding', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('prepared_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.CheckConstraint("status NOT IN ('UNDER_REVIEW', 'UPHELD', 'REJECTED') OR (accepted_by IS NOT NULL AND answer_due_on IS NOT NULL)", name=op.f('ck_objection_needs_accepted_by_answer_due_on')),
    sa.CheckConstraint("status NOT IN ('UPHELD', 'REJECTED') OR (decided_by IS NOT NULL AND decision IS NOT NULL AND answered_on IS NOT NULL AND finding IS NOT NULL)", name=op.f('ck_objection_needs_decided_by_decision_answered_on_finding')),
    sa.CheckConstraint('decided_by IS NULL OR decided_by <> accepted_by', name=op.f('ck_objection_decided_by_another')),
    sa.CheckConstraint('decided_by IS NULL OR decided_by <> prepared_by', name=op.f('ck_objection_decided_by_other_than_preparer')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_objection_notice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection')),
    sa.UniqueConstraint('number', name=op.f('uq_objection_number')),
    sa.UniqueConstraint('receipt_code', name=op.f('uq_objection_receipt_code'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objection_address_index'), ['address_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_phone_index'), ['phone_index'], unique=False)
        batch_op.create_index('ix_objection_received_at_id', ['received_at', 'id'], unique=False)

    op.create_table('onetimelink',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.Enum('INVITE', 'RESET', name='linkpurpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_onetimelink_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_onetimelink')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_onetimelink_token_hash'))
    )
    with op.batch_alter_table('onetimelink', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_onetimelink_account_id'), ['account_id'], unique=False)

    op.create_table('past_import',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PLANNED', 'APPLIED', 'UNDONE', 'DISCARDED', name='paststatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
    sa.Column('sheet', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('ok_count', sa.Integer(), nullable=False),
    sa.Column('duplicate_count', sa.Integer(), nullable=False),
    sa.Column('error_count', sa.Integer(), nullable=False),
    sa.Column('outcomes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('applied_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('APPLIED', 'UNDONE') OR (outcomes IS NOT NULL)", name=op.f('ck_past_import_needs_outcomes')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_past_import_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_import')),
    sa.UniqueConstraint('number', name=op.f('uq_past_import_number'))
    )
    with op.batch_alter_table('past_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_past_import_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_past_import_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_past_import_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_past_import_file_id'), ['file_id'], unique=False)

    op.create_table('payee',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('ENTERED', 'VERIFIED', name='payeestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('OWN', 'HOST', 'HANDLER', name='payeekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('holder', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('bank', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('account_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('account_masked', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('account_index', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('entered_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('VERIFIED') OR (verified_by IS NOT NULL)", name=op.f('ck_payee_needs_verified_by')),
    sa.CheckConstraint('verified_by IS NULL OR verified_by <> entered_by', name=op.f('ck_payee_verifier_is_another')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_payee_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payee'))
    )
    with op.batch_alter_table('payee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payee_account_index'), ['account_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_payee_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_payee_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_payee_group_id'), ['group_id'], unique=False)

    op.create_table('rating_bar',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_rating_bar_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_bar'))
    )
    with op.batch_alter_table('rating_bar', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_bar_group_id'), ['group_id'], unique=False)

    op.create_table('rating_round',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'OPEN', 'CLOSED', name='roundstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('intro', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_rating_round_closes_after_opening')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_rating_round_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_round')),
    sa.UniqueConstraint('area_code', 'year', 'title', name=op.f('uq_rating_round_area_code_year_title')),
    sa.UniqueConstraint('number', name=op.f('uq_rating_round_number'))
    )
    with op.batch_alter_table('rating_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_round_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_rating_round_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rating_round_scheme_id'), ['scheme_id'], unique=False)
        batch_op.create_index('ix_rating_round_year_id', ['year', 'id'], unique=False)

    op.create_table('regrant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('agreement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_regrant_fund_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_regrant_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrant')),
    sa.UniqueConstraint('agreement_id', name=op.f('uq_regrant_agreement_id'))
    )
    with op.batch_alter_table('regrant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_regrant_fund_id'), ['fund_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_regrant_group_id'), ['group_id'], unique=False)

    op.create_table('rolehold',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('ADMIN', 'CENTRE', 'COMMUNITY', 'STREET', 'DISTRICT', 'FINANCE', 'AUDITOR', 'JUDGE', 'TEAM', 'SYSTEM', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('deputy_for', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_rolehold_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rolehold'))
    )
    with op.batch_alter_table('rolehold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rolehold_account_id'), ['account_id'], unique=False)

    op.create_table('talent_follow_up',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('OPEN', 'DONE', 'DROPPED', name='followupstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('talent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('noun_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('next_step', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('advice', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('result', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.CheckConstraint("status NOT IN ('DONE') OR (result IS NOT NULL)", name=op.f('ck_talent_follow_up_needs_result')),
    sa.ForeignKeyConstraint(['talent_id'], ['talent.id'], name=op.f('fk_talent_follow_up_talent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talent_follow_up')),
    sa.UniqueConstraint('talent_id', 'noun', 'noun_id', name=op.f('uq_talent_follow_up_talent_id_noun_noun_id'))
    )
    with op.batch_alter_table('talent_follow_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talent_follow_up_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_talent_follow_up_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_talent_follow_up_talent_id'), ['talent_id'], unique=False)

    op.create_table('talent_import',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PLANNED', 'APPLIED', 'DISCARDED', name='importstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
    sa.Column('sheet', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('ok_count', sa.Integer(), nullable=False),
    sa.Column('duplicate_count', sa.Integer(), nullable=False),
    sa.Column('error_count', sa.Integer(), nullable=False),
    sa.Column('outcomes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('applied_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('consent_version', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('consent_channel', sa.Enum('PAPER', 'ONLINE', name='import_consentchannel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('discover_channel', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.CheckConstraint("status NOT IN ('APPLIED') OR (outcomes IS NOT NULL)", name=op.f('ck_talent_import_needs_outcomes')),
    sa.CheckConstraint('consent_on IS NULL OR consent_channel IS NOT NULL', name=op.f('ck_talent_import_consent_has_a_channel')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_talent_import_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talent_import')),
    sa.UniqueConstraint('number', name=op.f('uq_talent_import_number'))
    )
    with op.batch_alter_table('talent_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talent_import_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_talent_import_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_talent_import_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_talent_import_file_id'), ['file_id'], unique=False)

    op.create_table('type_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('before', sa.Enum('SELF_GOV', 'RECREATION', 'VOLUNTEER', name='sanzitype', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('after', sa.Enum('SELF_GOV', 'RECREATION', 'VOLUNTEER', name='sanzitype_after', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('evidence', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_type_change_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_type_change'))
    )
    with op.batch_alter_table('type_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_type_change_group_id'), ['group_id'], unique=False)

    op.create_table('contest_fund',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('planned_fen', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('planned_fen > 0', name=op.f('ck_contest_fund_positive')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_contest_fund_contest_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_contest_fund_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_fund')),
    sa.UniqueConstraint('contest_id', 'fund_id', name=op.f('uq_contest_fund_contest_id_fund_id'))
    )
    with op.batch_alter_table('contest_fund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contest_fund_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contest_fund_fund_id'), ['fund_id'], unique=False)

    op.create_table('form_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('forms', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_form_version_contest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_version')),
    sa.UniqueConstraint('contest_id', 'number', name=op.f('uq_form_version_contest_id_number'))
    )
    with op.batch_alter_table('form_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_form_version_contest_id'), ['contest_id'], unique=False)

    op.create_table('growth_assessment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'COMPLETED', name='assessmentstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('kind', sa.Enum('BASELINE', 'QUARTERLY', 'EXIT', name='assessmentkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('admission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('marks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('notes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('advice', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('next_plan', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('result', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('total_hundredths', sa.Integer(), nullable=True),
    sa.Column('completed_on', sa.Date(), nullable=True),
    sa.Column('completed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('COMPLETED') OR (result IS NOT NULL AND total_hundredths IS NOT NULL AND completed_on IS NOT NULL)", name=op.f('ck_growth_assessment_needs_result_total_hundredths_completed_on')),
    sa.ForeignKeyConstraint(['admission_id'], ['admission.id'], name=op.f('fk_growth_assessment_admission_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_growth_assessment_group_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_growth_assessment_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_growth_assessment')),
    sa.UniqueConstraint('number', name=op.f('uq_growth_assessment_number'))
    )
    with op.batch_alter_table('growth_assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_growth_assessment_admission_id'), ['admission_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_growth_assessment_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_growth_assessment_assessed_on_id', ['assessed_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_growth_assessment_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_growth_assessment_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_growth_assessment_scheme_id'), ['scheme_id'], unique=False)
        batch_op.create_index('uq_growth_assessment_draft', ['admission_id'], unique=True, sqlite_where=sa.text("status = 'DRAFT'"), postgresql_where=sa.text("status = 'DRAFT'"))

    op.create_table('milestone',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stage', sa.Enum('SCREENING', 'CORRECTION', 'COACHING', 'DECLARATION', 'SCORING', 'ROADSHOW', 'VOTE', 'DECISION', 'NOTICE', 'SIGNING', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_milestone_ends_after_start')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_milestone_contest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone')),
    sa.UniqueConstraint('contest_id', 'stage', name=op.f('uq_milestone_contest_id_stage'))
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_milestone_contest_id'), ['contest_id'], unique=False)

    op.create_table('panel',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('FORMING', 'SCORING', 'OPENING', 'CLOSED', name='panelstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rubric_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rules', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('opens_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('is_named', sa.Boolean(), nullable=False),
    sa.Column('judges_per_proposal', sa.Integer(), nullable=True),
    sa.Column('searched_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('CLOSED') OR (closed_at IS NOT NULL AND closed_by IS NOT NULL)", name=op.f('ck_panel_needs_closed_at_closed_by')),
    sa.CheckConstraint("status NOT IN ('OPENING', 'CLOSED') OR (asked_by IS NOT NULL)", name=op.f('ck_panel_needs_asked_by')),
    sa.CheckConstraint('closed_by IS NULL OR closed_by <> asked_by', name=op.f('ck_panel_opened_by_two')),
    sa.CheckConstraint('due_at > opens_at', name=op.f('ck_panel_due_after_opening')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_panel_contest_id')),
    sa.ForeignKeyConstraint(['rubric_id'], ['scheme.id'], name=op.f('fk_panel_rubric_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel')),
    sa.UniqueConstraint('contest_id', name=op.f('uq_panel_contest_id')),
    sa.UniqueConstraint('number', name=op.f('uq_panel_number'))
    )
    with op.batch_alter_table('panel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_panel_due_at_id', ['due_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_rubric_id'), ['rubric_id'], unique=False)

    op.create_table('past_proposal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('identity', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('edition', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('applicant', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('asked_fen', sa.BigInteger(), nullable=True),
    sa.Column('granted_fen', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.Enum('UNKNOWN', 'FUNDED', 'FINISHED', 'STOPPED', 'NOT_SELECTED', 'INELIGIBLE', 'WITHDRAWN', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('beneficiaries', sa.Integer(), nullable=True),
    sa.Column('summary', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('signature', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('asked_fen IS NULL OR asked_fen >= 0', name=op.f('ck_past_proposal_asked')),
    sa.CheckConstraint('granted_fen IS NULL OR granted_fen >= 0', name=op.f('ck_past_proposal_granted')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_past_proposal_group_id')),
    sa.ForeignKeyConstraint(['import_id'], ['past_import.id'], name=op.f('fk_past_proposal_import_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_proposal')),
    sa.UniqueConstraint('identity', name=op.f('uq_past_proposal_identity')),
    sa.UniqueConstraint('number', name=op.f('uq_past_proposal_number'))
    )
    with op.batch_alter_table('past_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_past_proposal_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_past_proposal_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_past_proposal_import_id'), ['import_id'], unique=False)
        batch_op.create_index('ix_past_proposal_year_id', ['year', 'id'], unique=False)

    op.create_table('proposal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SUBMITTED', 'RETURNED', 'ELIGIBLE', 'COACHED', 'INELIGIBLE', 'SELECTED', 'NOT_SELECTED', 'AWARDED', 'FINISHED', 'WITHDRAWN', name='proposalstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('league', sa.Enum('TEAM', 'FILED', 'REGISTERED', name='league', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('leader_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('leader_phone_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('leader_phone_masked', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('leader_phone_index', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('team_intro', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('summary', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('need_text', sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
    sa.Column('goals', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('beneficiaries', sa.Integer(), nullable=False),
    sa.Column('service_times', sa.Integer(), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('outcomes', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('safety', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('sustain', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('experience', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('payee_kind', sa.Enum('OWN', 'HOST', 'HANDLER', name='payeekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('payee_name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('put_forward_from', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('own_share_fen', sa.BigInteger(), nullable=False),
    sa.Column('need_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('has_promised', sa.Boolean(), nullable=False),
    sa.Column('answers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('precheck', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('touched_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reopened', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('returned_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('signed_off_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('signed_off_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('extended_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('submitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('receipt_number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('snapshot', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('signature', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.CheckConstraint("status NOT IN ('SUBMITTED', 'ELIGIBLE', 'COACHED', 'INELIGIBLE', 'SELECTED', 'NOT_SELECTED', 'AWARDED', 'FINISHED') OR (submitted_at IS NOT NULL AND receipt_number IS NOT NULL AND content_hash IS NOT NULL)", name=op.f('ck_proposal_needs_submitted_at_receipt_number_content_hash')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_proposal_contest_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_proposal_group_id')),
    sa.ForeignKeyConstraint(['put_forward_from'], ['proposal.id'], name=op.f('fk_proposal_put_forward_from')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('number', name=op.f('uq_proposal_number'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_leader_phone_index'), ['leader_phone_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_put_forward_from'), ['put_forward_from'], unique=True)

    op.create_table('ranking_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('run', sa.Integer(), nullable=False),
    sa.Column('cause', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('rules', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('excluded', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('conflicts', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('ballot', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_ranking_run_contest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_run')),
    sa.UniqueConstraint('contest_id', 'run', name=op.f('uq_ranking_run_contest_id_run'))
    )
    with op.batch_alter_table('ranking_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ranking_run_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_run_contest_id'), ['contest_id'], unique=False)

    op.create_table('rehearsal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('RUNNING', 'DISCARDED', name='rehearsalstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('shadow_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('shadow_contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_rehearsal_contest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rehearsal')),
    sa.UniqueConstraint('number', name=op.f('uq_rehearsal_number')),
    sa.UniqueConstraint('shadow_code', name=op.f('uq_rehearsal_shadow_code'))
    )
    with op.batch_alter_table('rehearsal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rehearsal_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_rehearsal_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index('ix_rehearsal_created_at_id', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rehearsal_due_on'), ['due_on'], unique=False)

    op.create_table('service_order',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'REVIEWING', 'REJECTED', 'DISPATCHED', 'ACCEPTED', 'DECLINED', 'SCHEDULED', 'IN_SERVICE', 'DELIVERED', 'VERIFIED', 'DISPUTED', 'RATED', 'SETTLED', 'ARCHIVED', 'CANCELLED', name='orderstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('need_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('description', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('wished_on', sa.Date(), nullable=False),
    sa.Column('wished_time', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('notes', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('person_key_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('contact_name_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('contact_phone_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('contact_masked', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('fiscal_year', sa.Integer(), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('price_fen', sa.BigInteger(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('standards', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('placed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('needs_procurement', sa.Boolean(), nullable=False),
    sa.Column('procurement_basis', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('reviewed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('review_opinion', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('provider_area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('dispatched_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('dispatched_on', sa.Date(), nullable=True),
    sa.Column('dispatch_note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('scheduled_on', sa.Date(), nullable=True),
    sa.Column('scheduled_time', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('staff', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('served_on', sa.Date(), nullable=True),
    sa.Column('delivered_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('sign_in_n', sa.Integer(), nullable=False),
    sa.Column('report', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('acceptance', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('sampled_n', sa.Integer(), nullable=False),
    sa.Column('satisfied_n', sa.Integer(), nullable=False),
    sa.Column('verified_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('remark', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('settled_fen', sa.BigInteger(), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('comment', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('settled_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('payee_name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('slip_number', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.CheckConstraint("status NOT IN ('DISPATCHED', 'ACCEPTED', 'SCHEDULED', 'IN_SERVICE', 'DELIVERED', 'VERIFIED', 'RATED', 'SETTLED', 'ARCHIVED') OR (group_id IS NOT NULL AND reviewed_by IS NOT NULL)", name=op.f('ck_service_order_needs_group_id_reviewed_by')),
    sa.CheckConstraint("status NOT IN ('RATED', 'SETTLED', 'ARCHIVED') OR (rating IS NOT NULL)", name=op.f('ck_service_order_needs_rating')),
    sa.CheckConstraint("status NOT IN ('SETTLED', 'ARCHIVED') OR (settled_by IS NOT NULL AND settled_on IS NOT NULL)", name=op.f('ck_service_order_needs_settled_by_settled_on')),
    sa.CheckConstraint("status NOT IN ('VERIFIED', 'RATED', 'SETTLED', 'ARCHIVED') OR (verified_by IS NOT NULL AND settled_fen IS NOT NULL)", name=op.f('ck_service_order_needs_verified_by_settled_fen')),
    sa.CheckConstraint('amount_fen >= 0 AND amount_fen = price_fen * units', name=op.f('ck_service_order_amount_is_price_by_units')),
    sa.CheckConstraint('rating IS NULL OR rating BETWEEN 1 AND 5', name=op.f('ck_service_order_rating_in_range')),
    sa.CheckConstraint('reviewed_by IS NULL OR reviewed_by <> placed_by', name=op.f('ck_service_order_reviewer_is_another')),
    sa.CheckConstraint('satisfied_n BETWEEN 0 AND sampled_n', name=op.f('ck_service_order_satisfied_within_sample')),
    sa.CheckConstraint('settled_by IS NULL OR (settled_by <> verified_by AND settled_by <> placed_by)', name=op.f('ck_service_order_settler_is_another')),
    sa.CheckConstraint('settled_fen IS NULL OR settled_fen BETWEEN 0 AND amount_fen', name=op.f('ck_service_order_settled_within_amount')),
    sa.CheckConstraint('verified_by IS NULL OR verified_by <> placed_by', name=op.f('ck_service_order_verifier_is_another')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_service_order_fund_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_service_order_group_id')),
    sa.ForeignKeyConstraint(['item_id'], ['menu_item.id'], name=op.f('fk_service_order_item_id')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_service_order_need_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_order')),
    sa.UniqueConstraint('number', name=op.f('uq_service_order_number'))
    )
    with op.batch_alter_table('service_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_order_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_group_id_category_fiscal_year'), ['group_id', 'category', 'fiscal_year'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_item_id_wished_on'), ['item_id', 'wished_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_order_need_id'), ['need_id'], unique=False)
        batch_op.create_index('ix_service_order_wished_on_id', ['wished_on', 'id'], unique=False)

    op.create_table('service_record',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PLANNED', 'DELIVERED', 'CANCELLED', name='servicestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('admission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('topic', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('search_text', sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
    sa.Column('mode', sa.Enum('ON_SITE', 'ONLINE', 'MIXED', name='servicemode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('staff', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('result', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
    sa.Column('satisfaction', sa.Integer(), nullable=True),
    sa.CheckConstraint("status NOT IN ('DELIVERED') OR (result IS NOT NULL AND minutes IS NOT NULL)", name=op.f('ck_service_record_needs_result_minutes')),
    sa.CheckConstraint('people >= 0 AND (minutes IS NULL OR minutes >= 0)', name=op.f('ck_service_record_counts')),
    sa.CheckConstraint('satisfaction IS NULL OR satisfaction BETWEEN 0 AND 100', name=op.f('ck_service_record_satisfaction')),
    sa.ForeignKeyConstraint(['admission_id'], ['admission.id'], name=op.f('fk_service_record_admission_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_service_record_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_record')),
    sa.UniqueConstraint('number', name=op.f('uq_service_record_number'))
    )
    with op.batch_alter_table('service_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_record_admission_id'), ['admission_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_record_admission_id_service'), ['admission_id', 'service'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_record_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_record_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_record_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_service_record_on_id', ['on', 'id'], unique=False)

    op.create_table('service_target',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('admission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('sessions', sa.Integer(), nullable=False),
    sa.Column('goal', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.CheckConstraint('sessions > 0', name=op.f('ck_service_target_sessions')),
    sa.ForeignKeyConstraint(['admission_id'], ['admission.id'], name=op.f('fk_service_target_admission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_target')),
    sa.UniqueConstraint('admission_id', 'service', name=op.f('uq_service_target_admission_id_service'))
    )
    with op.batch_alter_table('service_target', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_target_admission_id'), ['admission_id'], unique=False)

    op.create_table('star_assessment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('SELF', 'APPLIED', 'RECOMMENDED', 'REVIEWED', 'DECIDED', 'NOTICED', 'CONFERRED', 'NOT_RECOMMENDED', 'RETURNED', 'REFUSED', 'NO_STAR', name='assessmentstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('self_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('applied_on', sa.Date(), nullable=True),
    sa.Column('evidence', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('standing', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('recommended_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('community_opinion', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
    sa.Column('sample_n', sa.Integer(), nullable=True),
    sa.Column('satisfied_n', sa.Integer(), nullable=True),
    sa.Column('reviewed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('visited_on', sa.Date(), nullable=True),
    sa.Column('street_opinion', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('district_opinion', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('result', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('certificate_number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.CheckConstraint("status NOT IN ('APPLIED', 'RECOMMENDED', 'REVIEWED', 'DECIDED', 'NOTICED', 'CONFERRED', 'NO_STAR') OR (self_by IS NOT NULL AND applied_on IS NOT NULL)", name=op.f('ck_star_assessment_needs_self_by_applied_on')),
    sa.CheckConstraint("status NOT IN ('CONFERRED') OR (certificate_number IS NOT NULL)", name=op.f('ck_star_assessment_needs_certificate_number')),
    sa.CheckConstraint("status NOT IN ('DECIDED', 'NOTICED', 'CONFERRED', 'NO_STAR') OR (decided_by IS NOT NULL AND stars IS NOT NULL AND result IS NOT NULL)", name=op.f('ck_star_assessment_needs_decided_by_stars_result')),
    sa.CheckConstraint("status NOT IN ('NOTICED', 'CONFERRED') OR (notice_id IS NOT NULL)", name=op.f('ck_star_assessment_needs_notice_id')),
    sa.CheckConstraint("status NOT IN ('RECOMMENDED', 'REVIEWED', 'DECIDED', 'NOTICED', 'CONFERRED', 'NO_STAR') OR (recommended_by IS NOT NULL AND community_opinion IS NOT NULL)", name=op.f('ck_star_assessment_needs_recommended_by_community_opinion')),
    sa.CheckConstraint("status NOT IN ('REVIEWED', 'DECIDED', 'NOTICED', 'CONFERRED', 'NO_STAR') OR (reviewed_by IS NOT NULL AND visited_on IS NOT NULL)", name=op.f('ck_star_assessment_needs_reviewed_by_visited_on')),
    sa.CheckConstraint('decided_by IS NULL OR (decided_by <> self_by AND decided_by <> recommended_by AND decided_by <> reviewed_by)', name=op.f('ck_star_assessment_district_is_another')),
    sa.CheckConstraint('recommended_by IS NULL OR recommended_by <> self_by', name=op.f('ck_star_assessment_community_is_another')),
    sa.CheckConstraint('reviewed_by IS NULL OR (reviewed_by <> self_by AND reviewed_by <> recommended_by)', name=op.f('ck_star_assessment_street_is_another')),
    sa.CheckConstraint('satisfied_n IS NULL OR satisfied_n BETWEEN 0 AND sample_n', name=op.f('ck_star_assessment_satisfied_within_sample')),
    sa.CheckConstraint('stars IS NULL OR stars BETWEEN 0 AND 5', name=op.f('ck_star_assessment_stars_in_range')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_star_assessment_group_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_star_assessment_notice_id')),
    sa.ForeignKeyConstraint(['round_id'], ['rating_round.id'], name=op.f('fk_star_assessment_round_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_star_assessment_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_star_assessment')),
    sa.UniqueConstraint('number', name=op.f('uq_star_assessment_number')),
    sa.UniqueConstraint('round_id', 'group_id', name=op.f('uq_star_assessment_round_id_group_id'))
    )
    with op.batch_alter_table('star_assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_star_assessment_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_assessment_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_assessment_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_assessment_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_assessment_round_id'), ['round_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_assessment_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('assignment_plan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('COMPUTING', 'READY', 'APPLIED', 'DISCARDED', name='planstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('origin', sa.Enum('COMPUTED', 'SHEET', name='planorigin', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('mode', sa.Enum('ENSURE', 'ADD', 'ADJUST', name='assignment_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('each_wants', sa.Integer(), nullable=False),
    sa.Column('apart', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('given', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('dropped', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('unmet', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('problems', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('is_surely_best', sa.Boolean(), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('READY', 'APPLIED') OR (basis IS NOT NULL)", name=op.f('ck_assignment_plan_needs_basis')),
    sa.CheckConstraint('each_wants BETWEEN 1 AND 15', name=op.f('ck_assignment_plan_each')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_assignment_plan_panel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_plan'))
    )
    with op.batch_alter_table('assignment_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_plan_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_plan_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_plan_panel_id'), ['panel_id'], unique=False)

    op.create_table('award',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PROPOSED', 'NOTICED', 'CONFIRMED', 'AGREED', 'REVOKED', name='awardstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('proposed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.CheckConstraint("status NOT IN ('NOTICED', 'CONFIRMED', 'AGREED') OR (approved_by IS NOT NULL)", name=op.f('ck_award_needs_approved_by')),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_award_positive')),
    sa.CheckConstraint('approved_by IS NULL OR approved_by <> proposed_by', name=op.f('ck_award_approver_is_another')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_award_contest_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_award_group_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_award_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('number', name=op.f('uq_award_number'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index('ix_award_amount_fen_id', ['amount_fen', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_proposal_id'), ['proposal_id'], unique=True)

    op.create_table('bonus',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('votes', sa.Integer(), nullable=False),
    sa.Column('raised_fen', sa.BigInteger(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_bonus_contest_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_bonus_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus'))
    )
    with op.batch_alter_table('bonus', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bonus_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_bonus_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bonus_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('budget_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uid', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('item', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price_fen', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.Enum('ASKED', 'SELF', 'SOCIAL', name='moneysource', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.CheckConstraint('quantity > 0 AND price_fen >= 0', name=op.f('ck_budget_line_positive')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_budget_line_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_line')),
    sa.UniqueConstraint('proposal_id', 'uid', name=op.f('uq_budget_line_proposal_id_uid'))
    )
    with op.batch_alter_table('budget_line', schema=None) as batch_op:
        batch_op.create_index('ix_budget_line_like', ['category', 'unit'], unique=False)
        batch_op.create_index(batch_op.f('ix_budget_line_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('coaching',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PLANNED', 'OPEN', 'CLOSED', 'CANCELLED', name='coachingstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('coach_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('meets_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_coaching_coach_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_coaching_group_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_coaching_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coaching'))
    )
    with op.batch_alter_table('coaching', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coaching_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_coaching_coach_id'), ['coach_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_coaching_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_coaching_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_coaching_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index('uq_coaching_live', ['proposal_id'], unique=True, sqlite_where=sa.text("status IN ('PLANNED', 'OPEN')"), postgresql_where=sa.text("status IN ('PLANNED', 'OPEN')"))

    op.create_table('eligibility_check',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('result', sa.Enum('PASS', 'FAIL', 'UNCLEAR', name='checkresult', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('checked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_eligibility_check_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_eligibility_check')),
    sa.UniqueConstraint('proposal_id', 'rule', name=op.f('uq_eligibility_check_proposal_id_rule'))
    )
    with op.batch_alter_table('eligibility_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_eligibility_check_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('moderation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'PUBLISHED', name='moderationstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('present', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('others', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('published_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('published_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('PUBLISHED') OR (published_at IS NOT NULL AND published_by IS NOT NULL)", name=op.f('ck_moderation_needs_published_at_published_by')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_moderation_panel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation')),
    sa.UniqueConstraint('number', name=op.f('uq_moderation_number')),
    sa.UniqueConstraint('panel_id', name=op.f('uq_moderation_panel_id'))
    )
    with op.batch_alter_table('moderation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_due_on'), ['due_on'], unique=False)

    op.create_table('panel_seat',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('INVITED', 'ACCEPTED', 'DECLINED', 'EXCLUDED', name='seatstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('expertise', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('community_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('fields', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('load_cap', sa.Integer(), nullable=True),
    sa.Column('decline_reason', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.CheckConstraint("status NOT IN ('DECLINED') OR (decline_reason IS NOT NULL)", name=op.f('ck_panel_seat_needs_decline_reason')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_panel_seat_account_id')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_panel_seat_panel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_seat')),
    sa.UniqueConstraint('panel_id', 'account_id', name=op.f('uq_panel_seat_panel_id_account_id'))
    )
    with op.batch_alter_table('panel_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_seat_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_seat_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_seat_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_seat_panel_id'), ['panel_id'], unique=False)

    op.create_table('panel_vote',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('assessment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('opinion', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.CheckConstraint('stars BETWEEN 0 AND 5', name=op.f('ck_panel_vote_stars_in_range')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_panel_vote_account_id')),
    sa.ForeignKeyConstraint(['assessment_id'], ['star_assessment.id'], name=op.f('fk_panel_vote_assessment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_vote')),
    sa.UniqueConstraint('assessment_id', 'attempt', 'account_id', name=op.f('uq_panel_vote_assessment_id_attempt_account_id'))
    )
    with op.batch_alter_table('panel_vote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_vote_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_vote_assessment_id'), ['assessment_id'], unique=False)

    op.create_table('past_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('past_proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('item', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price_fen', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity > 0 AND price_fen >= 0', name=op.f('ck_past_line_positive')),
    sa.ForeignKeyConstraint(['past_proposal_id'], ['past_proposal.id'], name=op.f('fk_past_line_past_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_line')),
    sa.UniqueConstraint('past_proposal_id', 'place', name=op.f('uq_past_line_past_proposal_id_place'))
    )
    with op.batch_alter_table('past_line', schema=None) as batch_op:
        batch_op.create_index('ix_past_line_like', ['category', 'unit'], unique=False)
        batch_op.create_index(batch_op.f('ix_past_line_past_proposal_id'), ['past_proposal_id'], unique=False)

    op.create_table('plan_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uid', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('content', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('responsible', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_plan_line_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_line')),
    sa.UniqueConstraint('proposal_id', 'uid', name=op.f('uq_plan_line_proposal_id_uid'))
    )
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_line_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('proposal_backing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('ASKED', 'ACCEPTED', 'DECLINED', 'RECALLED', name='backingstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('COMMUNITY', 'HOST', name='backingkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_in', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('host_group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('terms', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('opinion', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('answered_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("status NOT IN ('ACCEPTED', 'DECLINED') OR (answered_by IS NOT NULL AND answered_at IS NOT NULL)", name=op.f('ck_proposal_backing_needs_answered_by_answered_at')),
    sa.ForeignKeyConstraint(['host_group_id'], ['community_group.id'], name=op.f('fk_proposal_backing_host_group_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_backing_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_backing'))
    )
    with op.batch_alter_table('proposal_backing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_backing_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_backing_asked_in'), ['asked_in'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_backing_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_backing_host_group_id'), ['host_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_backing_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index('uq_backing_live', ['proposal_id', 'kind'], unique=True, sqlite_where=sa.text("status <> 'RECALLED'"), postgresql_where=sa.text("status <> 'RECALLED'"))

    op.create_table('proposal_partner',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('ASKED', 'ACCEPTED', 'DECLINED', 'RECALLED', name='partnerstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_in', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('share_fen', sa.BigInteger(), nullable=False),
    sa.Column('duties', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('terms', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('terms_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('opinion', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('answered_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("status NOT IN ('ACCEPTED', 'DECLINED') OR (answered_by IS NOT NULL AND answered_at IS NOT NULL)", name=op.f('ck_proposal_partner_needs_answered_by_answered_at')),
    sa.CheckConstraint('share_fen > 0', name=op.f('ck_proposal_partner_positive')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_proposal_partner_group_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_partner_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_partner'))
    )
    with op.batch_alter_table('proposal_partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_partner_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_partner_asked_in'), ['asked_in'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_partner_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_partner_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_partner_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index('uq_partner_live', ['proposal_id', 'group_id'], unique=True, sqlite_where=sa.text("status <> 'RECALLED'"), postgresql_where=sa.text("status <> 'RECALLED'"))

    op.create_table('proposal_read_back',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('read_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('heard_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('witness', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('read_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('agreed', sa.Enum('SIGNED', 'PRINTED', 'SPOKEN', name='agreed', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_read_back_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_read_back'))
    )
    with op.batch_alter_table('proposal_read_back', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_read_back_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('proposal_section',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('assigned_to', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('completed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('completed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_section_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_section')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_proposal_section_proposal_id_number'))
    )
    with op.batch_alter_table('proposal_section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_section_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('proposal_submission',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('submitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('receipt_number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('snapshot', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_submission_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_submission')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_proposal_submission_proposal_id_number')),
    sa.UniqueConstraint('receipt_number', name=op.f('uq_proposal_submission_receipt_number'))
    )
    with op.batch_alter_table('proposal_submission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_submission_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('proposal_writer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('role', sa.Enum('LEAD', 'EDITOR', 'READER', name='writerrole', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('invited_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_proposal_writer_account_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_writer_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_writer')),
    sa.UniqueConstraint('proposal_id', 'account_id', name=op.f('uq_proposal_writer_proposal_id_account_id'))
    )
    with op.batch_alter_table('proposal_writer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_writer_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_writer_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('ranking',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('run', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('totals', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('show_totals', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('score', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('raw', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('parts', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('tie_break', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('is_above_line', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_ranking_contest_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_ranking_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking')),
    sa.UniqueConstraint('contest_id', 'run', 'proposal_id', name=op.f('uq_ranking_contest_id_run_proposal_id'))
    )
    with op.batch_alter_table('ranking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ranking_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('rating_sheet',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('assessment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('column', sa.Enum('SELF', 'STREET', 'DISTRICT', name='sheetcolumn', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('marks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('notes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('bonus', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('vetoes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('result', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('submitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['star_assessment.id'], name=op.f('fk_rating_sheet_assessment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_sheet')),
    sa.UniqueConstraint('assessment_id', 'column', 'attempt', name=op.f('uq_rating_sheet_assessment_id_column_attempt'))
    )
    with op.batch_alter_table('rating_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_sheet_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_rating_sheet_assessment_id'), ['assessment_id'], unique=False)

    op.create_table('rehearsal_persona',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('rehearsal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('role', sa.Enum('ADMIN', 'CENTRE', 'COMMUNITY', 'STREET', 'DISTRICT', 'FINANCE', 'AUDITOR', 'JUDGE', 'TEAM', 'SYSTEM', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('link_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('link_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_rehearsal_persona_account_id')),
    sa.ForeignKeyConstraint(['rehearsal_id'], ['rehearsal.id'], name=op.f('fk_rehearsal_persona_rehearsal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rehearsal_persona')),
    sa.UniqueConstraint('account_id', name=op.f('uq_rehearsal_persona_account_id')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_rehearsal_persona_link_hash'))
    )
    with op.batch_alter_table('rehearsal_persona', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rehearsal_persona_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rehearsal_persona_rehearsal_id'), ['rehearsal_id'], unique=False)

    op.create_table('roadshow',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PLANNED', 'RUNNING', 'CLOSED', name='roadshowstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rubric_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('talk_minutes', sa.Integer(), nullable=False),
    sa.Column('question_minutes', sa.Integer(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('present', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('order_kind', sa.Enum('DRAWN', 'FEWEST_MOVES', name='orderkind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('seed', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('seed_source', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('started_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("status NOT IN ('CLOSED') OR (closed_at IS NOT NULL)", name=op.f('ck_roadshow_needs_closed_at')),
    sa.CheckConstraint("status NOT IN ('RUNNING', 'CLOSED') OR (order_kind IS NOT NULL AND started_at IS NOT NULL)", name=op.f('ck_roadshow_needs_order_kind_started_at')),
    sa.CheckConstraint('talk_minutes BETWEEN 1 AND 60 AND question_minutes BETWEEN 0 AND 60', name=op.f('ck_roadshow_minutes')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_roadshow_panel_id')),
    sa.ForeignKeyConstraint(['rubric_id'], ['scheme.id'], name=op.f('fk_roadshow_rubric_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadshow')),
    sa.UniqueConstraint('code', name=op.f('uq_roadshow_code')),
    sa.UniqueConstraint('number', name=op.f('uq_roadshow_number')),
    sa.UniqueConstraint('panel_id', name=op.f('uq_roadshow_panel_id'))
    )
    with op.batch_alter_table('roadshow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadshow_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_rubric_id'), ['rubric_id'], unique=False)
        batch_op.create_index('ix_roadshow_starts_at_id', ['starts_at', 'id'], unique=False)

    op.create_table('room_message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('said_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_judge', sa.Boolean(), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_room_message_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_room_message_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_message'))
    )
    with op.batch_alter_table('room_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_message_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_room_message_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_room_message_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('star',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('VALID', 'REPLACED', 'DOWNGRADED', 'REVOKED', 'EXPIRED', name='starstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assessment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('recheck_on', sa.Date(), nullable=False),
    sa.Column('conferred_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason_code', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('ended_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('return_by', sa.Date(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.CheckConstraint("status NOT IN ('DOWNGRADED', 'REVOKED') OR (reason_code IS NOT NULL AND ended_on IS NOT NULL)", name=op.f('ck_star_needs_reason_code_ended_on')),
    sa.CheckConstraint('stars BETWEEN 1 AND 5', name=op.f('ck_star_stars_in_range')),
    sa.CheckConstraint('valid_to > valid_from', name=op.f('ck_star_ends_later')),
    sa.ForeignKeyConstraint(['assessment_id'], ['star_assessment.id'], name=op.f('fk_star_assessment_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_star_group_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_star_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_star')),
    sa.UniqueConstraint('number', name=op.f('uq_star_number'))
    )
    with op.batch_alter_table('star', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_star_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_assessment_id'), ['assessment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_scheme_id'), ['scheme_id'], unique=False)
        batch_op.create_index('ix_star_stars_id', ['stars', 'id'], unique=False)
        batch_op.create_index('ix_star_valid_to_id', ['valid_to', 'id'], unique=False)
        batch_op.create_index('uq_star_one_valid', ['group_id'], unique=True, sqlite_where=sa.text("status = 'VALID'"), postgresql_where=sa.text("status = 'VALID'"))

    op.create_table('team_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uid', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('skill', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_team_line_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_line')),
    sa.UniqueConstraint('proposal_id', 'uid', name=op.f('uq_team_line_proposal_id_uid'))
    )
    with op.batch_alter_table('team_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_line_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('agreement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SIGNED', 'ENDED', 'TERMINATED', name='agreementstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('award_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint("status NOT IN ('SIGNED', 'ENDED') OR (signed_on IS NOT NULL AND starts_on IS NOT NULL AND ends_on IS NOT NULL)", name=op.f('ck_agreement_needs_signed_on_starts_on_ends_on')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_agreement_award_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_agreement_group_id')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_agreement_payee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
    sa.UniqueConstraint('number', name=op.f('uq_agreement_number'))
    )
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_award_id'), ['award_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_agreement_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_payee_id'), ['payee_id'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('why', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_assignment_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_assignment_proposal_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['panel_seat.id'], name=op.f('fk_assignment_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('seat_id', 'proposal_id', name=op.f('uq_assignment_seat_id_proposal_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_seat_id'), ['seat_id'], unique=False)

    op.create_table('award_share',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('award_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_award_share_positive')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_award_share_award_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_award_share_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_share')),
    sa.UniqueConstraint('award_id', 'fund_id', name=op.f('uq_award_share_award_id_fund_id'))
    )
    with op.batch_alter_table('award_share', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_share_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_share_fund_id'), ['fund_id'], unique=False)

    op.create_table('coaching_advice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('coaching_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('section', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('advice', sqlmodel.sql.sqltypes.AutoString(length=800), nullable=False),
    sa.Column('uptake', sa.Enum('TAKEN', 'PARTLY', 'NOT_TAKEN', name='uptake', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('response', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['coaching_id'], ['coaching.id'], name=op.f('fk_coaching_advice_coaching_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coaching_advice')),
    sa.UniqueConstraint('coaching_id', 'section', name=op.f('uq_coaching_advice_coaching_id_section'))
    )
    with op.batch_alter_table('coaching_advice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coaching_advice_coaching_id'), ['coaching_id'], unique=False)

    op.create_table('conflict_declaration',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('PROPOSED', 'CONFIRMED', 'DISMISSED', name='conflictstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('origin', sa.Enum('JUDGE', 'OFFICE', 'RECORDS', 'APPLICANT', name='declaredby', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("origin <> 'OFFICE' OR (reason IS NOT NULL AND note <> '')", name=op.f('ck_conflict_declaration_office_says_why')),
    sa.CheckConstraint("origin <> 'RECORDS' OR kind <> ''", name=op.f('ck_conflict_declaration_a_trace_has_a_kind')),
    sa.CheckConstraint("status = 'CONFIRMED' OR reason IS NOT NULL", name=op.f('ck_conflict_declaration_only_conflicts_are_decided')),
    sa.CheckConstraint("status NOT IN ('DISMISSED') OR (decision IS NOT NULL AND decided_by IS NOT NULL)", name=op.f('ck_conflict_declaration_needs_decision_decided_by')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_conflict_declaration_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_conflict_declaration_proposal_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['panel_seat.id'], name=op.f('fk_conflict_declaration_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_declaration')),
    sa.UniqueConstraint('seat_id', 'proposal_id', 'origin', 'kind', name=op.f('uq_conflict_declaration_seat_id_proposal_id_origin_kind'))
    )
    with op.batch_alter_table('conflict_declaration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_declaration_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_declaration_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_declaration_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_declaration_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_declaration_seat_id'), ['seat_id'], unique=False)

    op.create_table('moderation_item',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('moderation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('before', sa.Enum('FUND', 'IMPROVE', 'REFUSE', name='recommended_before', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('recommendation', sa.Enum('FUND', 'IMPROVE', 'REFUSE', name='recommendation', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('discussed', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.ForeignKeyConstraint(['moderation_id'], ['moderation.id'], name=op.f('fk_moderation_item_moderation_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_moderation_item_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_item')),
    sa.UniqueConstraint('moderation_id', 'proposal_id', name=op.f('uq_moderation_item_moderation_id_proposal_id'))
    )
    with op.batch_alter_table('moderation_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_item_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_item_moderation_id'), ['moderation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_item_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('outlier_note',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_outlier_note_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_outlier_note_proposal_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['panel_seat.id'], name=op.f('fk_outlier_note_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outlier_note'))
    )
    with op.batch_alter_table('outlier_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outlier_note_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_outlier_note_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outlier_note_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outlier_note_seat_id'), ['seat_id'], unique=False)

    op.create_table('paper_sheet',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('TYPING', 'DIFFERENT', 'SEALED', 'VOID', name='paperstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stage', sa.Enum('DOCUMENT', 'ROADSHOW', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('pages', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('scan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scan_name', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
    sa.Column('scan_type', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('scan_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('commitment', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint("status <> 'VOID' OR commitment IS NULL", name=op.f('ck_paper_sheet_void_was_never_sealed')),
    sa.CheckConstraint("status NOT IN ('SEALED') OR (commitment IS NOT NULL)", name=op.f('ck_paper_sheet_needs_commitment')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_paper_sheet_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_paper_sheet_proposal_id')),
    sa.ForeignKeyConstraint(['scan_id'], ['stored_file.id'], name=op.f('fk_paper_sheet_scan_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['panel_seat.id'], name=op.f('fk_paper_sheet_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_sheet')),
    sa.UniqueConstraint('number', name=op.f('uq_paper_sheet_number'))
    )
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_sheet_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_sheet_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_sheet_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_sheet_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_sheet_scan_id'), ['scan_id'], unique=False)
        batch_op.create_index('uq_paper_sheet_open', ['seat_id', 'proposal_id', 'stage'], unique=True, sqlite_where=sa.text("status IN ('TYPING', 'DIFFERENT')"), postgresql_where=sa.text("status IN ('TYPING', 'DIFFERENT')"))

    op.create_table('roadshow_item',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('WAITING', 'RUNNING', 'DONE', 'ABSENT', name='itemstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('roadshow_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('started_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('called_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('RUNNING', 'DONE') OR (started_at IS NOT NULL)", name=op.f('ck_roadshow_item_needs_started_at')),
    sa.CheckConstraint('place > 0', name=op.f('ck_roadshow_item_place')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_roadshow_item_proposal_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_roadshow_item_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadshow_item')),
    sa.UniqueConstraint('roadshow_id', 'proposal_id', name=op.f('uq_roadshow_item_roadshow_id_proposal_id'))
    )
    with op.batch_alter_table('roadshow_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadshow_item_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_item_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_item_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_item_roadshow_id'), ['roadshow_id'], unique=False)
        batch_op.create_index('uq_roadshow_item_running', ['roadshow_id'], unique=True, sqlite_where=sa.text("status = 'RUNNING'"), postgresql_where=sa.text("status = 'RUNNING'"))

    op.create_table('score_sheet',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SUBMITTED', 'REOPENED', name='sheetstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stage', sa.Enum('DOCUMENT', 'ROADSHOW', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('commitment', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('submitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('is_paper', sa.Boolean(), nullable=False),
    sa.Column('revealed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('marks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('total', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
    sa.Column('comment', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('recommendation', sa.Enum('FUND', 'IMPROVE', 'REFUSE', name='recommendation', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('suggested_fen', sa.BigInteger(), nullable=True),
    sa.Column('nonce', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint("status NOT IN ('SUBMITTED') OR (commitment IS NOT NULL)", name=op.f('ck_score_sheet_needs_commitment')),
    sa.CheckConstraint('revealed_at IS NOT NULL OR (marks IS NULL AND total IS NULL)', name=op.f('ck_score_sheet_sealed_until_closing')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_score_sheet_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_score_sheet_proposal_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['panel_seat.id'], name=op.f('fk_score_sheet_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_sheet')),
    sa.UniqueConstraint('seat_id', 'proposal_id', 'stage', name=op.f('uq_score_sheet_seat_id_proposal_id_stage'))
    )
    with op.batch_alter_table('score_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_sheet_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_seat_id'), ['seat_id'], unique=False)

    op.create_table('score_sheet_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('sheet_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('panel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stage', sa.Enum('DOCUMENT', 'ROADSHOW', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('commitment', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('submitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('cause', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_score_sheet_version_panel_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_score_sheet_version_proposal_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['panel_seat.id'], name=op.f('fk_score_sheet_version_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_sheet_version'))
    )
    with op.batch_alter_table('score_sheet_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_sheet_version_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_version_panel_id'), ['panel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_version_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_version_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheet_version_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('paper_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('paper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('typed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper_sheet.id'], name=op.f('fk_paper_entry_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_entry')),
    sa.UniqueConstraint('paper_id', 'place', name=op.f('uq_paper_entry_paper_id_place'))
    )
    with op.batch_alter_table('paper_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_entry_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_entry_paper_id'), ['paper_id'], unique=False)

    op.create_table('project',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('RUNNING', 'MIDTERM_PASSED', 'RECTIFYING', 'ACCEPTED', 'FAILED', 'CLOSED', 'TERMINATED', name='projectstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('agreement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('award_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('grade', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_project_ends_after_start')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_project_agreement_id')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_project_award_id')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_project_contest_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_project_group_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_project_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('number', name=op.f('uq_project_number'))
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_agreement_id'), ['agreement_id'], unique=True)
        batch_op.create_index('ix_project_amount_fen_id', ['amount_fen', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_award_id'), ['award_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_project_contest_id'), ['contest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_project_ends_on_id', ['ends_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_proposal_id'), ['proposal_id'], unique=True)

    op.create_table('balance_return',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('slip_number', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('returned_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_balance_return_fund_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_balance_return_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_balance_return')),
    sa.UniqueConstraint('project_id', 'fund_id', 'slip_number', name=op.f('uq_balance_return_project_id_fund_id_slip_number'))
    )
    with op.batch_alter_table('balance_return', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_balance_return_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_balance_return_project_id'), ['project_id'], unique=False)

    op.create_table('expense',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('RECORDED', 'CONFIRMED', 'VOID', name='expensestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('item', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('invoice_number', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('confirmed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_expense_positive')),
    sa.CheckConstraint('confirmed_by IS NULL OR confirmed_by <> created_by', name=op.f('ck_expense_confirmer_is_another')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_expense_group_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_expense_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expense')),
    sa.UniqueConstraint('invoice_number', name=op.f('uq_expense_invoice_number'))
    )
    with op.batch_alter_table('expense', schema=None) as batch_op:
        batch_op.create_index('ix_expense_amount_fen_id', ['amount_fen', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_expense_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_expense_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_expense_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_expense_on_id', ['on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_expense_project_id'), ['project_id'], unique=False)

    op.create_table('payment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('REQUESTED', 'CHECKED', 'APPROVED', 'PAID', 'RETURNED', 'REVERSED', name='paymentstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payee_version', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('trigger', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('requested_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('checked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('paid_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('paid_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('slip_number', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    sa.CheckConstraint("status NOT IN ('APPROVED', 'PAID') OR (checked_by IS NOT NULL AND approved_by IS NOT NULL)", name=op.f('ck_payment_needs_checked_by_approved_by')),
    sa.CheckConstraint("status NOT IN ('PAID') OR (paid_by IS NOT NULL AND paid_at IS NOT NULL AND slip_number IS NOT NULL)", name=op.f('ck_payment_needs_paid_by_paid_at_slip_number')),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_payment_positive')),
    sa.CheckConstraint('approved_by IS NULL OR (approved_by <> requested_by AND approved_by <> checked_by)', name=op.f('ck_payment_approver_is_another')),
    sa.CheckConstraint('checked_by IS NULL OR checked_by <> requested_by', name=op.f('ck_payment_checker_is_another')),
    sa.CheckConstraint('paid_by IS NULL OR (paid_by <> requested_by AND paid_by <> approved_by)', name=op.f('ck_payment_payer_is_another')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_payment_group_id')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_payment_payee_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_payment_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('number', name=op.f('uq_payment_number'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index('ix_payment_amount_fen_id', ['amount_fen', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_payee_id'), ['payee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_project_id'), ['project_id'], unique=False)
        batch_op.create_index('uq_payment_live_tranche', ['project_id', 'step'], unique=True, sqlite_where=sa.text("status IN ('REQUESTED', 'CHECKED', 'APPROVED', 'PAID')"), postgresql_where=sa.text("status IN ('REQUESTED', 'CHECKED', 'APPROVED', 'PAID')"))

    op.create_table('project_check',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('area_code', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('status_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('DRAFT', 'SUBMITTED', 'PASSED', 'RECTIFY', 'FAILED', name='checkstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('MIDTERM', 'ACCEPTANCE', name='checkkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('summary', sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
    sa.Column('problems', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('plans', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('own_marks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('marks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('opinion', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('total', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
    sa.Column('grade', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('submitted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('checked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("status NOT IN ('PASSED', 'FAILED') OR (checked_by IS NOT NULL AND total IS NOT NULL)", name=op.f('ck_project_check_needs_checked_by_total')),
    sa.CheckConstraint('checked_by IS NULL OR checked_by <> submitted_by', name=op.f('ck_project_check_checker_is_another')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_project_check_group_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_check_project_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_project_check_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project_check')),
    sa.UniqueConstraint('number', name=op.f('uq_project_check_number'))
    )
    with op.batch_alter_table('project_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_check_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_check_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_check_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_check_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_check_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('payment_share',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_payment_share_positive')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_payment_share_fund_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_share_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_share')),
    sa.UniqueConstraint('payment_id', 'fund_id', name=op.f('uq_payment_share_payment_id_fund_id'))
    )
    with op.batch_alter_table('payment_share', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_share_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_share_payment_id'), ['payment_id'], unique=False)

    # ### end Alembic commands ###

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table('payment_share', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_share_payment_id'))
        batch_op.drop_index(batch_op.f('ix_payment_share_fund_id'))

    op.drop_table('payment_share')
    with op.batch_alter_table('project_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_check_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_project_check_project_id'))
        batch_op.drop_index(batch_op.f('ix_project_check_group_id'))
        batch_op.drop_index(batch_op.f('ix_project_check_due_on'))
        batch_op.drop_index(batch_op.f('ix_project_check_area_code'))

    op.drop_table('project_check')
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.drop_index('uq_payment_live_tranche', sqlite_where=sa.text("status IN ('REQUESTED', 'CHECKED', 'APPROVED', 'PAID')"), postgresql_where=sa.text("status IN ('REQUESTED', 'CHECKED', 'APPROVED', 'PAID')"))
        batch_op.drop_index(batch_op.f('ix_payment_project_id'))
        batch_op.drop_index(batch_op.f('ix_payment_payee_id'))
        batch_op.drop_index(batch_op.f('ix_payment_group_id'))
        batch_op.drop_index(batch_op.f('ix_payment_due_on'))
        batch_op.drop_index(batch_op.f('ix_payment_area_code'))
        batch_op.drop_index('ix_payment_amount_fen_id')

    op.drop_table('payment')
    with op.batch_alter_table('expense', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_expense_project_id'))
        batch_op.drop_index('ix_expense_on_id')
        batch_op.drop_index(batch_op.f('ix_expense_group_id'))
        batch_op.drop_index(batch_op.f('ix_expense_due_on'))
        batch_op.drop_index(batch_op.f('ix_expense_area_code'))
        batch_op.drop_index('ix_expense_amount_fen_id')

    op.drop_table('expense')
    with op.batch_alter_table('balance_return', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_balance_return_project_id'))
        batch_op.drop_index(batch_op.f('ix_balance_return_fund_id'))

    op.drop_table('balance_return')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_project_group_id'))
        batch_op.drop_index('ix_project_ends_on_id')
        batch_op.drop_index(batch_op.f('ix_project_due_on'))
        batch_op.drop_index(batch_op.f('ix_project_contest_id'))
        batch_op.drop_index(batch_op.f('ix_project_award_id'))
        batch_op.drop_index(batch_op.f('ix_project_area_code'))
        batch_op.drop_index('ix_project_amount_fen_id')
        batch_op.drop_index(batch_op.f('ix_project_agreement_id'))

    op.drop_table('project')
    with op.batch_alter_table('paper_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_entry_paper_id'))
        batch_op.drop_index(batch_op.f('ix_paper_entry_area_code'))

    op.drop_table('paper_entry')
    with op.batch_alter_table('score_sheet_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_sheet_version_sheet_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_version_seat_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_version_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_version_panel_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_version_area_code'))

    op.drop_table('score_sheet_version')
    with op.batch_alter_table('score_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_sheet_seat_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_panel_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_due_on'))
        batch_op.drop_index(batch_op.f('ix_score_sheet_area_code'))

    op.drop_table('score_sheet')
    with op.batch_alter_table('roadshow_item', schema=None) as batch_op:
        batch_op.drop_index('uq_roadshow_item_running', sqlite_where=sa.text("status = 'RUNNING'"), postgresql_where=sa.text("status = 'RUNNING'"))
        batch_op.drop_index(batch_op.f('ix_roadshow_item_roadshow_id'))
        batch_op.drop_index(batch_op.f('ix_roadshow_item_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_roadshow_item_due_on'))
        batch_op.drop_index(batch_op.f('ix_roadshow_item_area_code'))

    op.drop_table('roadshow_item')
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.drop_index('uq_paper_sheet_open', sqlite_where=sa.text("status IN ('TYPING', 'DIFFERENT')"), postgresql_where=sa.text("status IN ('TYPING', 'DIFFERENT')"))
        batch_op.drop_index(batch_op.f('ix_paper_sheet_scan_id'))
        batch_op.drop_index(batch_op.f('ix_paper_sheet_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_paper_sheet_panel_id'))
        batch_op.drop_index(batch_op.f('ix_paper_sheet_due_on'))
        batch_op.drop_index(batch_op.f('ix_paper_sheet_area_code'))

    op.drop_table('paper_sheet')
    with op.batch_alter_table('outlier_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outlier_note_seat_id'))
        batch_op.drop_index(batch_op.f('ix_outlier_note_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_outlier_note_panel_id'))
        batch_op.drop_index(batch_op.f('ix_outlier_note_area_code'))

    op.drop_table('outlier_note')
    with op.batch_alter_table('moderation_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_item_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_moderation_item_moderation_id'))
        batch_op.drop_index(batch_op.f('ix_moderation_item_area_code'))

    op.drop_table('moderation_item')
    with op.batch_alter_table('conflict_declaration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_declaration_seat_id'))
        batch_op.drop_index(batch_op.f('ix_conflict_declaration_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_conflict_declaration_panel_id'))
        batch_op.drop_index(batch_op.f('ix_conflict_declaration_due_on'))
        batch_op.drop_index(batch_op.f('ix_conflict_declaration_area_code'))

    op.drop_table('conflict_declaration')
    with op.batch_alter_table('coaching_advice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coaching_advice_coaching_id'))

    op.drop_table('coaching_advice')
    with op.batch_alter_table('award_share', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_share_fund_id'))
        batch_op.drop_index(batch_op.f('ix_award_share_award_id'))

    op.drop_table('award_share')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_seat_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_panel_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_area_code'))

    op.drop_table('assignment')
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_payee_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_group_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_due_on'))
        batch_op.drop_index(batch_op.f('ix_agreement_award_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_area_code'))

    op.drop_table('agreement')
    with op.batch_alter_table('team_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_line_proposal_id'))

    op.drop_table('team_line')
    with op.batch_alter_table('star', schema=None) as batch_op:
        batch_op.drop_index('uq_star_one_valid', sqlite_where=sa.text("status = 'VALID'"), postgresql_where=sa.text("status = 'VALID'"))
        batch_op.drop_index('ix_star_valid_to_id')
        batch_op.drop_index('ix_star_stars_id')
        batch_op.drop_index(batch_op.f('ix_star_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_star_group_id'))
        batch_op.drop_index(batch_op.f('ix_star_due_on'))
        batch_op.drop_index(batch_op.f('ix_star_assessment_id'))
        batch_op.drop_index(batch_op.f('ix_star_area_code'))

    op.drop_table('star')
    with op.batch_alter_table('room_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_message_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_room_message_panel_id'))
        batch_op.drop_index(batch_op.f('ix_room_message_area_code'))

    op.drop_table('room_message')
    with op.batch_alter_table('roadshow', schema=None) as batch_op:
        batch_op.drop_index('ix_roadshow_starts_at_id')
        batch_op.drop_index(batch_op.f('ix_roadshow_rubric_id'))
        batch_op.drop_index(batch_op.f('ix_roadshow_due_on'))
        batch_op.drop_index(batch_op.f('ix_roadshow_area_code'))

    op.drop_table('roadshow')
    with op.batch_alter_table('rehearsal_persona', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rehearsal_persona_rehearsal_id'))
        batch_op.drop_index(batch_op.f('ix_rehearsal_persona_account_id'))

    op.drop_table('rehearsal_persona')
    with op.batch_alter_table('rating_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_sheet_assessment_id'))
        batch_op.drop_index(batch_op.f('ix_rating_sheet_area_code'))

    op.drop_table('rating_sheet')
    with op.batch_alter_table('ranking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ranking_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_ranking_contest_id'))
        batch_op.drop_index(batch_op.f('ix_ranking_area_code'))

    op.drop_table('ranking')
    with op.batch_alter_table('proposal_writer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_writer_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_writer_account_id'))

    op.drop_table('proposal_writer')
    with op.batch_alter_table('proposal_submission', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_submission_proposal_id'))

    op.drop_table('proposal_submission')
    with op.batch_alter_table('proposal_section', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_section_proposal_id'))

    op.drop_table('proposal_section')
    with op.batch_alter_table('proposal_read_back', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_read_back_proposal_id'))

    op.drop_table('proposal_read_back')
    with op.batch_alter_table('proposal_partner', schema=None) as batch_op:
        batch_op.drop_index('uq_partner_live', sqlite_where=sa.text("status <> 'RECALLED'"), postgresql_where=sa.text("status <> 'RECALLED'"))
        batch_op.drop_index(batch_op.f('ix_proposal_partner_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_partner_group_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_partner_due_on'))
        batch_op.drop_index(batch_op.f('ix_proposal_partner_asked_in'))
        batch_op.drop_index(batch_op.f('ix_proposal_partner_area_code'))

    op.drop_table('proposal_partner')
    with op.batch_alter_table('proposal_backing', schema=None) as batch_op:
        batch_op.drop_index('uq_backing_live', sqlite_where=sa.text("status <> 'RECALLED'"), postgresql_where=sa.text("status <> 'RECALLED'"))
        batch_op.drop_index(batch_op.f('ix_proposal_backing_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_backing_host_group_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_backing_due_on'))
        batch_op.drop_index(batch_op.f('ix_proposal_backing_asked_in'))
        batch_op.drop_index(batch_op.f('ix_proposal_backing_area_code'))

    op.drop_table('proposal_backing')
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_line_proposal_id'))

    op.drop_table('plan_line')
    with op.batch_alter_table('past_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_past_line_past_proposal_id'))
        batch_op.drop_index('ix_past_line_like')

    op.drop_table('past_line')
    with op.batch_alter_table('panel_vote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_vote_assessment_id'))
        batch_op.drop_index(batch_op.f('ix_panel_vote_account_id'))

    op.drop_table('panel_vote')
    with op.batch_alter_table('panel_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_seat_panel_id'))
        batch_op.drop_index(batch_op.f('ix_panel_seat_due_on'))
        batch_op.drop_index(batch_op.f('ix_panel_seat_area_code'))
        batch_op.drop_index(batch_op.f('ix_panel_seat_account_id'))

    op.drop_table('panel_seat')
    with op.batch_alter_table('moderation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_due_on'))
        batch_op.drop_index(batch_op.f('ix_moderation_area_code'))

    op.drop_table('moderation')
    with op.batch_alter_table('eligibility_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_eligibility_check_proposal_id'))

    op.drop_table('eligibility_check')
    with op.batch_alter_table('coaching', schema=None) as batch_op:
        batch_op.drop_index('uq_coaching_live', sqlite_where=sa.text("status IN ('PLANNED', 'OPEN')"), postgresql_where=sa.text("status IN ('PLANNED', 'OPEN')"))
        batch_op.drop_index(batch_op.f('ix_coaching_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_coaching_group_id'))
        batch_op.drop_index(batch_op.f('ix_coaching_due_on'))
        batch_op.drop_index(batch_op.f('ix_coaching_coach_id'))
        batch_op.drop_index(batch_op.f('ix_coaching_area_code'))

    op.drop_table('coaching')
    with op.batch_alter_table('budget_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_budget_line_proposal_id'))
        batch_op.drop_index('ix_budget_line_like')

    op.drop_table('budget_line')
    with op.batch_alter_table('bonus', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bonus_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_bonus_contest_id'))
        batch_op.drop_index(batch_op.f('ix_bonus_area_code'))

    op.drop_table('bonus')
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_award_group_id'))
        batch_op.drop_index(batch_op.f('ix_award_due_on'))
        batch_op.drop_index(batch_op.f('ix_award_contest_id'))
        batch_op.drop_index(batch_op.f('ix_award_area_code'))
        batch_op.drop_index('ix_award_amount_fen_id')

    op.drop_table('award')
    with op.batch_alter_table('assignment_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_plan_panel_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_plan_due_on'))
        batch_op.drop_index(batch_op.f('ix_assignment_plan_area_code'))

    op.drop_table('assignment_plan')
    with op.batch_alter_table('star_assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_star_assessment_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_star_assessment_round_id'))
        batch_op.drop_index(batch_op.f('ix_star_assessment_notice_id'))
        batch_op.drop_index(batch_op.f('ix_star_assessment_group_id'))
        batch_op.drop_index(batch_op.f('ix_star_assessment_due_on'))
        batch_op.drop_index(batch_op.f('ix_star_assessment_area_code'))

    op.drop_table('star_assessment')
    with op.batch_alter_table('service_target', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_target_admission_id'))

    op.drop_table('service_target')
    with op.batch_alter_table('service_record', schema=None) as batch_op:
        batch_op.drop_index('ix_service_record_on_id')
        batch_op.drop_index(batch_op.f('ix_service_record_group_id'))
        batch_op.drop_index(batch_op.f('ix_service_record_due_on'))
        batch_op.drop_index(batch_op.f('ix_service_record_area_code'))
        batch_op.drop_index(batch_op.f('ix_service_record_admission_id_service'))
        batch_op.drop_index(batch_op.f('ix_service_record_admission_id'))

    op.drop_table('service_record')
    with op.batch_alter_table('service_order', schema=None) as batch_op:
        batch_op.drop_index('ix_service_order_wished_on_id')
        batch_op.drop_index(batch_op.f('ix_service_order_need_id'))
        batch_op.drop_index(batch_op.f('ix_service_order_item_id_wished_on'))
        batch_op.drop_index(batch_op.f('ix_service_order_item_id'))
        batch_op.drop_index(batch_op.f('ix_service_order_group_id_category_fiscal_year'))
        batch_op.drop_index(batch_op.f('ix_service_order_group_id'))
        batch_op.drop_index(batch_op.f('ix_service_order_fund_id'))
        batch_op.drop_index(batch_op.f('ix_service_order_due_on'))
        batch_op.drop_index(batch_op.f('ix_service_order_area_code'))

    op.drop_table('service_order')
    with op.batch_alter_table('rehearsal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rehearsal_due_on'))
        batch_op.drop_index('ix_rehearsal_created_at_id')
        batch_op.drop_index(batch_op.f('ix_rehearsal_contest_id'))
        batch_op.drop_index(batch_op.f('ix_rehearsal_area_code'))

    op.drop_table('rehearsal')
    with op.batch_alter_table('ranking_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ranking_run_contest_id'))
        batch_op.drop_index(batch_op.f('ix_ranking_run_area_code'))

    op.drop_table('ranking_run')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_put_forward_from'))
        batch_op.drop_index(batch_op.f('ix_proposal_leader_phone_index'))
        batch_op.drop_index(batch_op.f('ix_proposal_group_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_due_on'))
        batch_op.drop_index(batch_op.f('ix_proposal_contest_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_area_code'))

    op.drop_table('proposal')
    with op.batch_alter_table('past_proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_past_proposal_year_id')
        batch_op.drop_index(batch_op.f('ix_past_proposal_import_id'))
        batch_op.drop_index(batch_op.f('ix_past_proposal_group_id'))
        batch_op.drop_index(batch_op.f('ix_past_proposal_area_code'))

    op.drop_table('past_proposal')
    with op.batch_alter_table('panel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_rubric_id'))
        batch_op.drop_index(batch_op.f('ix_panel_due_on'))
        batch_op.drop_index('ix_panel_due_at_id')
        batch_op.drop_index(batch_op.f('ix_panel_area_code'))

    op.drop_table('panel')
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_milestone_contest_id'))

    op.drop_table('milestone')
    with op.batch_alter_table('growth_assessment', schema=None) as batch_op:
        batch_op.drop_index('uq_growth_assessment_draft', sqlite_where=sa.text("status = 'DRAFT'"), postgresql_where=sa.text("status = 'DRAFT'"))
        batch_op.drop_index(batch_op.f('ix_growth_assessment_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_growth_assessment_group_id'))
        batch_op.drop_index(batch_op.f('ix_growth_assessment_due_on'))
        batch_op.drop_index('ix_growth_assessment_assessed_on_id')
        batch_op.drop_index(batch_op.f('ix_growth_assessment_area_code'))
        batch_op.drop_index(batch_op.f('ix_growth_assessment_admission_id'))

    op.drop_table('growth_assessment')
    with op.batch_alter_table('form_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_form_version_contest_id'))

    op.drop_table('form_version')
    with op.batch_alter_table('contest_fund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contest_fund_fund_id'))
        batch_op.drop_index(batch_op.f('ix_contest_fund_contest_id'))

    op.drop_table('contest_fund')
    with op.batch_alter_table('type_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_type_change_group_id'))

    op.drop_table('type_change')
    with op.batch_alter_table('talent_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_talent_import_file_id'))
        batch_op.drop_index(batch_op.f('ix_talent_import_due_on'))
        batch_op.drop_index('ix_talent_import_created_at_id')
        batch_op.drop_index(batch_op.f('ix_talent_import_area_code'))

    op.drop_table('talent_import')
    with op.batch_alter_table('talent_follow_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_talent_follow_up_talent_id'))
        batch_op.drop_index(batch_op.f('ix_talent_follow_up_due_on'))
        batch_op.drop_index(batch_op.f('ix_talent_follow_up_area_code'))

    op.drop_table('talent_follow_up')
    with op.batch_alter_table('rolehold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rolehold_account_id'))

    op.drop_table('rolehold')
    with op.batch_alter_table('regrant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_regrant_group_id'))
        batch_op.drop_index(batch_op.f('ix_regrant_fund_id'))

    op.drop_table('regrant')
    with op.batch_alter_table('rating_round', schema=None) as batch_op:
        batch_op.drop_index('ix_rating_round_year_id')
        batch_op.drop_index(batch_op.f('ix_rating_round_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_rating_round_due_on'))
        batch_op.drop_index(batch_op.f('ix_rating_round_area_code'))

    op.drop_table('rating_round')
    with op.batch_alter_table('rating_bar', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_bar_group_id'))

    op.drop_table('rating_bar')
    with op.batch_alter_table('payee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payee_group_id'))
        batch_op.drop_index(batch_op.f('ix_payee_due_on'))
        batch_op.drop_index(batch_op.f('ix_payee_area_code'))
        batch_op.drop_index(batch_op.f('ix_payee_account_index'))

    op.drop_table('payee')
    with op.batch_alter_table('past_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_past_import_file_id'))
        batch_op.drop_index(batch_op.f('ix_past_import_due_on'))
        batch_op.drop_index('ix_past_import_created_at_id')
        batch_op.drop_index(batch_op.f('ix_past_import_area_code'))

    op.drop_table('past_import')
    with op.batch_alter_table('onetimelink', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_onetimelink_account_id'))

    op.drop_table('onetimelink')
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.drop_index('ix_objection_received_at_id')
        batch_op.drop_index(batch_op.f('ix_objection_phone_index'))
        batch_op.drop_index(batch_op.f('ix_objection_notice_id'))
        batch_op.drop_index(batch_op.f('ix_objection_due_on'))
        batch_op.drop_index(batch_op.f('ix_objection_area_code'))
        batch_op.drop_index(batch_op.f('ix_objection_address_index'))

    op.drop_table('objection')
    with op.batch_alter_table('menu_item', schema=None) as batch_op:
        batch_op.drop_index('ix_menu_item_price_fen_id')
        batch_op.drop_index(batch_op.f('ix_menu_item_group_id'))
        batch_op.drop_index(batch_op.f('ix_menu_item_due_on'))
        batch_op.drop_index(batch_op.f('ix_menu_item_category'))
        batch_op.drop_index(batch_op.f('ix_menu_item_area_code'))

    op.drop_table('menu_item')
    with op.batch_alter_table('ledger_leg', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_leg_transaction_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_leg_fund_id'))

    op.drop_table('ledger_leg')
    with op.batch_alter_table('judge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_judge_due_on'))
        batch_op.drop_index(batch_op.f('ix_judge_area_code'))

    op.drop_table('judge')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_status_id'))
        batch_op.drop_index(batch_op.f('ix_job_created_by'))
        batch_op.drop_index('ix_job_created_at_id')
        batch_op.drop_index(batch_op.f('ix_job_area_code'))

    op.drop_table('job')
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issued_document_sha256'))
        batch_op.drop_index(batch_op.f('ix_issued_document_number'))
        batch_op.drop_index(batch_op.f('ix_issued_document_file_id'))
        batch_op.drop_index(batch_op.f('ix_issued_document_area_code'))

    op.drop_table('issued_document')
    with op.batch_alter_table('group_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_member_talent_id'))
        batch_op.drop_index(batch_op.f('ix_group_member_group_id'))
        batch_op.drop_index(batch_op.f('ix_group_member_due_on'))
        batch_op.drop_index(batch_op.f('ix_group_member_area_code'))
        batch_op.drop_index(batch_op.f('ix_group_member_account_id'))

    op.drop_table('group_member')
    with op.batch_alter_table('filing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_filing_group_id'))
        batch_op.drop_index(batch_op.f('ix_filing_due_on'))
        batch_op.drop_index(batch_op.f('ix_filing_area_code'))

    op.drop_table('filing')
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_noun_noun_id'))
        batch_op.drop_index(batch_op.f('ix_feedback_group_id_on'))
        batch_op.drop_index(batch_op.f('ix_feedback_group_id'))
        batch_op.drop_index(batch_op.f('ix_feedback_area_code'))

    op.drop_table('feedback')
    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contest_rubric_id'))
        batch_op.drop_index(batch_op.f('ix_contest_due_on'))
        batch_op.drop_index('ix_contest_closes_at_id')
        batch_op.drop_index(batch_op.f('ix_contest_area_code'))

    op.drop_table('contest')
    with op.batch_alter_table('community_purse', schema=None) as batch_op:
        batch_op.drop_index('ix_community_purse_year_id')
        batch_op.drop_index(batch_op.f('ix_community_purse_fund_id'))
        batch_op.drop_index(batch_op.f('ix_community_purse_due_on'))
        batch_op.drop_index(batch_op.f('ix_community_purse_area_code'))

    op.drop_table('community_purse')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_noun_noun_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_file_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_created_by'))
        batch_op.drop_index(batch_op.f('ix_attachment_area_code'))

    op.drop_table('attachment')
    with op.batch_alter_table('apitoken', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_apitoken_account_id'))

    op.drop_table('apitoken')
    with op.batch_alter_table('admission', schema=None) as batch_op:
        batch_op.drop_index('uq_admission_active', sqlite_where=sa.text("status IN ('APPLIED', 'ACCEPTED', 'NOTICED', 'ADMITTED', 'NURTURE', 'GROW', 'EXIT_REVIEW', 'EXTENDED')"), postgresql_where=sa.text("status IN ('APPLIED', 'ACCEPTED', 'NOTICED', 'ADMITTED', 'NURTURE', 'GROW', 'EXIT_REVIEW', 'EXTENDED')"))
        batch_op.drop_index(batch_op.f('ix_admission_group_id'))
        batch_op.drop_index(batch_op.f('ix_admission_due_on'))
        batch_op.drop_index(batch_op.f('ix_admission_base_id'))
        batch_op.drop_index(batch_op.f('ix_admission_area_code'))

    op.drop_table('admission')
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_project_noun_project_id'))
        batch_op.drop_index('ix_activity_on_id')
        batch_op.drop_index(batch_op.f('ix_activity_group_id_on'))
        batch_op.drop_index(batch_op.f('ix_activity_group_id'))
        batch_op.drop_index(batch_op.f('ix_activity_due_on'))
        batch_op.drop_index(batch_op.f('ix_activity_area_code'))

    op.drop_table('activity')
    with op.batch_alter_table('accountsession', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_accountsession_account_id'))

    op.drop_table('accountsession')
    op.drop_table('workday_override')
    with op.batch_alter_table('talent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_talent_due_on'))
        batch_op.drop_index('ix_talent_created_at_id')
        batch_op.drop_index(batch_op.f('ix_talent_area_code'))

    op.drop_table('talent')
    op.drop_table('stored_file')
    op.drop_table('signinfailure')
    with op.batch_alter_table('scheme', schema=None) as batch_op:
        batch_op.drop_index('ix_scheme_version_id')
        batch_op.drop_index(batch_op.f('ix_scheme_kind'))
        batch_op.drop_index(batch_op.f('ix_scheme_area_code'))

    op.drop_table('scheme')
    with op.batch_alter_table('procurement_threshold', schema=None) as batch_op:
        batch_op.drop_index('ix_procurement_threshold_from_on_id')
        batch_op.drop_index(batch_op.f('ix_procurement_threshold_due_on'))
        batch_op.drop_index(batch_op.f('ix_procurement_threshold_area_code'))

    op.drop_table('procurement_threshold')
    op.drop_table('person_key')
    op.drop_table('outbox_mail')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_status_ends_on'))
        batch_op.drop_index(batch_op.f('ix_notice_noun_noun_id'))
        batch_op.drop_index(batch_op.f('ix_notice_due_on'))
        batch_op.drop_index(batch_op.f('ix_notice_area_code'))

    op.drop_table('notice')
    with op.batch_alter_table('need', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_need_status_area_code'))
        batch_op.drop_index('ix_need_people_count_id')
        batch_op.drop_index(batch_op.f('ix_need_matched_noun_matched_id'))
        batch_op.drop_index(batch_op.f('ix_need_due_on'))
        batch_op.drop_index(batch_op.f('ix_need_area_code'))

    op.drop_table('need')
    with op.batch_alter_table('menu_edition', schema=None) as batch_op:
        batch_op.drop_index('ix_menu_edition_year_id')
        batch_op.drop_index(batch_op.f('ix_menu_edition_due_on'))
        batch_op.drop_index(batch_op.f('ix_menu_edition_area_code'))

    op.drop_table('menu_edition')
    with op.batch_alter_table('ledger_transaction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_transaction_noun_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_transaction_area_code'))

    op.drop_table('ledger_transaction')
    with op.batch_alter_table('fund', schema=None) as batch_op:
        batch_op.drop_index('ix_fund_year_id')
        batch_op.drop_index('ix_fund_total_fen_id')
        batch_op.drop_index(batch_op.f('ix_fund_area_code'))

    op.drop_table('fund')
    op.drop_table('formkey')
    op.drop_table('counter')
    with op.batch_alter_table('community_group', schema=None) as batch_op:
        batch_op.drop_index('ix_community_group_stars_id')
        batch_op.drop_index(batch_op.f('ix_community_group_due_on'))
        batch_op.drop_index(batch_op.f('ix_community_group_area_code'))

    op.drop_table('community_group')
    with op.batch_alter_table('codelist', schema=None) as batch_op:
        batch_op.drop_index('ix_codelist_name_id')
        batch_op.drop_index(batch_op.f('ix_codelist_due_on'))
        batch_op.drop_index('ix_codelist_created_at_id')
        batch_op.drop_index(batch_op.f('ix_codelist_area_code'))

    op.drop_table('codelist')
    with op.batch_alter_table('base', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_base_parent_id'))
        batch_op.drop_index(batch_op.f('ix_base_due_on'))
        batch_op.drop_index(batch_op.f('ix_base_area_code'))

    op.drop_table('base')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_event_noun_noun_id')

    op.drop_table('audit_event')
    op.drop_table('audit_actor')
    op.drop_table('area')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index('ix_account_name_id')
        batch_op.drop_index(batch_op.f('ix_account_due_on'))
        batch_op.drop_index('ix_account_created_at_id')
        batch_op.drop_index(batch_op.f('ix_account_area_code'))

    op.drop_table('account')
    # ### end Alembic commands ###
