-- A database of Sluice 0.1.0, at schema version 21. Written by tests/upgrade/make.ts; all people are made up.

-- 0000_schema_migrations.sql
create table if not exists schema_migrations (
  version integer not null,
  name varchar not null,
  applied_at timestamp not null
);

-- 0001_import_jobs.sql
-- One row an import, from the first byte fetched to its end or its undoing.
-- No key and no index: an UPDATE of an indexed table runs as delete + insert, which does not conflict
-- with a plain UPDATE of the same row, and a claim could then be lost.
create table import_jobs (
  job_id uuid not null,
  dataset varchar not null,
  project_id varchar,
  title varchar not null,
  status varchar not null check (status in (
    'preparing', 'ready', 'processing', 'paused', 'finalizing', 'completed', 'failed', 'cancelled',
    'rolling_back', 'rolled_back')),
  outcome varchar check (outcome in ('complete', 'partial_failure', 'failed')),
  dry_run boolean not null,
  options json not null,
  source json not null,
  content_hash varchar,
  extract_number integer,
  extract_type varchar,
  snapshot_date date,
  warnings json not null,
  result json,
  undo_progress json,
  schema_version integer not null,
  started_by varchar not null,
  started_at timestamp not null,
  prepared_at timestamp,
  finished_at timestamp,
  rollback_completed_at timestamp,
  updated_at timestamp not null
);

-- 0002_import_job_batches.sql
-- One row a batch: a range of staged rows, or of entity keys, of one table and one operation.
-- No key and no index, and never deleted while its job lives: see 0001.
create table import_job_batches (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  batch_number integer not null,
  position bigint not null,
  phase integer not null,
  waits_for varchar[] not null,
  mode varchar not null,
  row_from bigint,
  row_to bigint,
  key_from bigint,
  key_to bigint,
  records bigint not null,
  careful boolean not null,
  status varchar not null check (status in ('pending', 'processing', 'completed', 'failed')),
  attempt integer not null,
  max_attempts integer not null,
  lease_token uuid,
  lease_until timestamp,
  not_before timestamp,
  driver_id varchar,
  driver_label varchar,
  started_at timestamp,
  completed_at timestamp,
  duration_ms double,
  rows_read bigint not null,
  inserted bigint not null,
  updated bigint not null,
  merged bigint not null,
  skipped bigint not null,
  unchanged bigint not null,
  duplicates bigint not null,
  failed_rows bigint not null,
  matched bigint not null,
  unmatched bigint not null,
  closed bigint not null,
  drift bigint not null,
  error varchar,
  error_code varchar,
  retryable boolean
);

-- 0003_import_job_files.sql
-- How far each file of a job is staged. Two rows a file: chunks are staged two at a time and each writes its
-- own row, so that they do not collide; a chunk only commits on top of the one two before it.
create table import_job_files (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  file varchar not null,
  lane integer not null,
  chunk integer not null,
  last_row bigint not null,
  rows_staged bigint not null,
  rows_failed bigint not null,
  bytes_read bigint not null,
  bytes_total bigint not null,
  done boolean not null,
  passes_done integer not null,
  staged_at timestamp not null
);

-- 0004_import_row_errors.sql
create table import_row_errors (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  file varchar not null,
  line bigint,
  row_no bigint,
  column_name varchar,
  value varchar,
  code varchar not null,
  message varchar not null,
  category varchar not null check (category in ('validation', 'conflict', 'database', 'system')),
  record json
);

-- 0005_import_audit.sql
-- Every change of state of a job or a batch, and who made it.
create table import_audit (
  job_id uuid not null,
  happened_at timestamp not null,
  actor varchar not null,
  event varchar not null,
  from_status varchar,
  to_status varchar,
  detail varchar
);

-- 0006_import_undo.sql
-- What a batch overwrote where the target keeps no history: the row before and after, by its key.
-- before is null for a row that was not there.
create table import_undo (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  batch_number integer not null,
  row_key varchar not null,
  before json,
  after json
);

-- 0007_import_locks.sql
-- Rows to update where "check, then insert" must not happen twice at once: snapshot isolation alone
-- would let both commit.
create table import_locks (
  name varchar not null,
  version bigint not null
);
insert into import_locks values ('admission', 0), ('split', 0);

-- 0008_import_staging_duplicates.sql
-- Staged rows that lose against a later row of the same identity, found once at the end of prepare.
create table import_staging_duplicates (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  row_no bigint not null
);

-- 0010_kbo_targets.sql
-- The register's seven tables with their history, and its code list. No key and no index: a primary key
-- makes a load 2.3 times slower and the file 4.6 times larger; `_entity_key` is what batches look rows up by.

create table enterprise (
  entity_number varchar,
  status varchar,
  juridical_situation varchar,
  type_of_enterprise varchar,
  juridical_form varchar,
  juridical_form_cac varchar,
  start_date date,
  primary_name varchar,
  primary_name_language varchar,
  primary_name_nl varchar,
  primary_name_fr varchar,
  primary_name_de varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table establishment (
  entity_number varchar,
  start_date date,
  enterprise_number varchar,
  commercial_name varchar,
  commercial_name_language varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table denomination (
  entity_number varchar,
  language varchar,
  type_of_denomination varchar,
  denomination varchar,
  entity_type varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table address (
  entity_number varchar,
  type_of_address varchar,
  country_nl varchar,
  country_fr varchar,
  zipcode varchar,
  municipality_nl varchar,
  municipality_fr varchar,
  street_nl varchar,
  street_fr varchar,
  house_number varchar,
  box varchar,
  extra_address_info varchar,
  date_striking_off date,
  entity_type varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table contact (
  entity_number varchar,
  entity_contact varchar,
  contact_type varchar,
  value varchar,
  entity_type varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table activity (
  entity_number varchar,
  activity_group varchar,
  nace_version varchar,
  nace_code varchar,
  classification varchar,
  entity_type varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table branch (
  id varchar,
  start_date date,
  enterprise_number varchar,
  _entity_key bigint not null,
  _snapshot_date date not null,
  _extract_number integer not null,
  _is_current boolean not null,
  _deleted_at_extract integer,
  _job_id uuid not null,
  _closed_job_id uuid
);

create table code (
  category varchar,
  code varchar,
  language varchar,
  description varchar,
  _job_id uuid not null
);

-- 0011_kbo_staging.sql
-- One typed staging table a target: a job's rows in file order until they are applied.

create table import_staging_enterprise (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  entity_number varchar,
  status varchar,
  juridical_situation varchar,
  type_of_enterprise varchar,
  juridical_form varchar,
  juridical_form_cac varchar,
  start_date date
);

create table import_staging_establishment (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  entity_number varchar,
  start_date date,
  enterprise_number varchar
);

create table import_staging_denomination (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  entity_number varchar,
  language varchar,
  type_of_denomination varchar,
  denomination varchar
);

create table import_staging_address (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  entity_number varchar,
  type_of_address varchar,
  country_nl varchar,
  country_fr varchar,
  zipcode varchar,
  municipality_nl varchar,
  municipality_fr varchar,
  street_nl varchar,
  street_fr varchar,
  house_number varchar,
  box varchar,
  extra_address_info varchar,
  date_striking_off date
);

create table import_staging_contact (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  entity_number varchar,
  entity_contact varchar,
  contact_type varchar,
  value varchar
);

create table import_staging_activity (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  entity_number varchar,
  activity_group varchar,
  nace_version varchar,
  nace_code varchar,
  classification varchar
);

create table import_staging_branch (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  _entity_key bigint,
  id varchar,
  start_date date,
  enterprise_number varchar
);

create table import_staging_code (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint not null,
  category varchar,
  code varchar,
  language varchar,
  description varchar
);

-- 0012_kbo_views.sql
-- What is true now, and what was true at an extract.

create view enterprise_current as select * from enterprise where _is_current;

create macro enterprise_at(extract_number) as table
  select * from enterprise
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view establishment_current as select * from establishment where _is_current;

create macro establishment_at(extract_number) as table
  select * from establishment
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view denomination_current as select * from denomination where _is_current;

create macro denomination_at(extract_number) as table
  select * from denomination
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view address_current as select * from address where _is_current;

create macro address_at(extract_number) as table
  select * from address
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view contact_current as select * from contact where _is_current;

create macro contact_at(extract_number) as table
  select * from contact
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view activity_current as select * from activity where _is_current;

create macro activity_at(extract_number) as table
  select * from activity
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view branch_current as select * from branch where _is_current;

create macro branch_at(extract_number) as table
  select * from branch
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

-- 0013_folded_rows.sql
-- Which row of the same import a repeated row was folded into.
alter table import_staging_duplicates add column owner_row_no bigint;

-- 0014_taxonomy.sql
-- Pages by their URL. _job_id is the import that wrote the row last, _entity_key spreads rows evenly over
-- 0 to 9,999,999,999, so that work on them can be cut into batches.
create table taxonomy_node (
  id uuid not null,
  project_id varchar not null,
  url varchar not null,
  title varchar,
  description varchar,
  parent_url varchar,
  depth integer,
  parent_id uuid,
  metadata json,
  imported_from uuid,
  created_at timestamp not null,
  updated_at timestamp not null,
  _job_id uuid,
  _entity_key bigint not null
);

create table import_staging_taxonomy_node (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint,
  id uuid not null,
  _entity_key bigint not null,
  project_id varchar not null,
  url varchar not null,
  title varchar,
  description varchar,
  parent_url varchar,
  metadata json
);

-- 0015_contacts.sql
create table contact_person (
  id uuid not null,
  email varchar,
  phone varchar,
  first_name varchar,
  last_name varchar,
  company varchar,
  job_title varchar,
  address varchar,
  city varchar,
  postal_code varchar,
  country varchar,
  tags varchar[],
  notes varchar,
  imported_from uuid,
  created_at timestamp not null,
  updated_at timestamp not null,
  _job_id uuid,
  _entity_key bigint not null
);

-- _known_id: the person a row without an e-mail address turned out to be when the file was prepared.
create table import_staging_contact_person (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint,
  id uuid not null,
  _entity_key bigint not null,
  _known_id uuid,
  email varchar,
  phone varchar,
  first_name varchar,
  last_name varchar,
  company varchar,
  job_title varchar,
  address varchar,
  city varchar,
  postal_code varchar,
  country varchar,
  tags varchar[],
  notes varchar
);

-- 0016_qa_pairs.sql
create table qa_pair (
  id uuid not null,
  question varchar not null,
  answer varchar not null,
  category varchar,
  tags varchar[],
  status varchar not null default 'draft',
  embedding float[],
  embedding_status varchar not null default 'pending',
  imported_from uuid,
  created_at timestamp not null,
  updated_at timestamp not null,
  _job_id uuid,
  _entity_key bigint not null
);

create table import_staging_qa_pair (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint,
  id uuid not null,
  _entity_key bigint not null,
  question varchar not null,
  answer varchar not null,
  category varchar,
  tags varchar[]
);

-- 0017_documents.sql
create table document (
  id uuid not null,
  filename varchar not null,
  content_hash varchar not null,
  media_type varchar not null,
  bytes bigint not null,
  text varchar not null,
  author varchar,
  department varchar,
  date_created date,
  tags varchar[],
  category varchar,
  metadata json,
  imported_from uuid,
  created_at timestamp not null,
  updated_at timestamp not null,
  _job_id uuid,
  _entity_key bigint not null
);

-- The pieces of a document's text, written and removed together with it.
create table document_chunk (
  id uuid not null,
  document_id uuid not null,
  position integer not null,
  text varchar not null,
  embedding float[],
  _job_id uuid,
  _entity_key bigint not null
);

create table import_staging_document (
  job_id uuid not null,
  operation varchar not null,
  row_no bigint not null,
  line bigint,
  id uuid not null,
  _entity_key bigint not null,
  filename varchar not null,
  content_hash varchar not null,
  media_type varchar not null,
  bytes bigint not null,
  text varchar not null,
  author varchar,
  department varchar,
  date_created date,
  tags varchar[],
  category varchar,
  metadata json,
  _chunks varchar[]
);

-- 0020_refused_imports.sql
-- An import that was refused for who asked for it has a line in the audit log and no job.
alter table import_audit alter column job_id drop not null;

-- 0021_completion_mails.sql
-- How far the mail about an import is: due, sending, sent or failed; null when there is none. What it is about,
-- since when it is so, and how often it was tried: a process may die with a mail in its hands.
alter table import_jobs add column mail_status varchar;
alter table import_jobs add column mail_about varchar;
alter table import_jobs add column mail_at timestamp;
alter table import_jobs add column mail_attempts integer;

-- The rows.
delete from "activity";
insert into "activity" ("entity_number", "activity_group", "nace_version", "nace_code", "classification", "entity_type", "_entity_key", "_snapshot_date", "_extract_number", "_is_current", "_deleted_at_extract", "_job_id", "_closed_job_id") values
  ('0200.000.142', '001', '2025', '62010', 'MAIN', 'enterprise', 200000142, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.241', '001', '2025', '62010', 'MAIN', 'enterprise', 200000241, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.340', '001', '2025', '62010', 'MAIN', 'enterprise', 200000340, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.439', '001', '2025', '62010', 'MAIN', 'enterprise', 200000439, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.538', '001', '2025', '62010', 'MAIN', 'enterprise', 200000538, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.637', '001', '2025', '62010', 'MAIN', 'enterprise', 200000637, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.736', '001', '2025', '62010', 'MAIN', 'enterprise', 200000736, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.835', '001', '2025', '62010', 'MAIN', 'enterprise', 200000835, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.934', '001', '2025', '62010', 'MAIN', 'enterprise', 200000934, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.033', '001', '2025', '62010', 'MAIN', 'enterprise', 200001033, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.132', '001', '2025', '62010', 'MAIN', 'enterprise', 200001132, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.231', '001', '2025', '62010', 'MAIN', 'enterprise', 200001231, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.330', '001', '2025', '62010', 'MAIN', 'enterprise', 200001330, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.429', '001', '2025', '62010', 'MAIN', 'enterprise', 200001429, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.528', '001', '2025', '62010', 'MAIN', 'enterprise', 200001528, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.627', '001', '2025', '62010', 'MAIN', 'enterprise', 200001627, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.726', '001', '2025', '62010', 'MAIN', 'enterprise', 200001726, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.825', '001', '2025', '62010', 'MAIN', 'enterprise', 200001825, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.924', '001', '2025', '62010', 'MAIN', 'enterprise', 200001924, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.023', '001', '2025', '62010', 'MAIN', 'enterprise', 200002023, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.122', '001', '2025', '62010', 'MAIN', 'enterprise', 200002122, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.221', '001', '2025', '62010', 'MAIN', 'enterprise', 200002221, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.320', '001', '2025', '62010', 'MAIN', 'enterprise', 200002320, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.419', '001', '2025', '62010', 'MAIN', 'enterprise', 200002419, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.518', '001', '2025', '62010', 'MAIN', 'enterprise', 200002518, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.617', '001', '2025', '62010', 'MAIN', 'enterprise', 200002617, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.716', '001', '2025', '62010', 'MAIN', 'enterprise', 200002716, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.815', '001', '2025', '62010', 'MAIN', 'enterprise', 200002815, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.914', '001', '2025', '62010', 'MAIN', 'enterprise', 200002914, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.003.013', '001', '2025', '62010', 'MAIN', 'enterprise', 200003013, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.142', '001', '2025', '70200', 'MAIN', 'enterprise', 200000142, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.241', '001', '2025', '70200', 'MAIN', 'enterprise', 200000241, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.340', '001', '2025', '70200', 'MAIN', 'enterprise', 200000340, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.439', '001', '2025', '70200', 'MAIN', 'enterprise', 200000439, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.538', '001', '2025', '70200', 'MAIN', 'enterprise', 200000538, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.637', '001', '2025', '70200', 'MAIN', 'enterprise', 200000637, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.736', '001', '2025', '70200', 'MAIN', 'enterprise', 200000736, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.835', '001', '2025', '70200', 'MAIN', 'enterprise', 200000835, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.934', '001', '2025', '70200', 'MAIN', 'enterprise', 200000934, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.033', '001', '2025', '70200', 'MAIN', 'enterprise', 200001033, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.132', '001', '2025', '70200', 'MAIN', 'enterprise', 200001132, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.231', '001', '2025', '70200', 'MAIN', 'enterprise', 200001231, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.330', '001', '2025', '70200', 'MAIN', 'enterprise', 200001330, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.429', '001', '2025', '70200', 'MAIN', 'enterprise', 200001429, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.528', '001', '2025', '70200', 'MAIN', 'enterprise', 200001528, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.627', '001', '2025', '70200', 'MAIN', 'enterprise', 200001627, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.726', '001', '2025', '70200', 'MAIN', 'enterprise', 200001726, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.825', '001', '2025', '70200', 'MAIN', 'enterprise', 200001825, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.924', '001', '2025', '70200', 'MAIN', 'enterprise', 200001924, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.023', '001', '2025', '70200', 'MAIN', 'enterprise', 200002023, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.122', '001', '2025', '70200', 'MAIN', 'enterprise', 200002122, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.221', '001', '2025', '70200', 'MAIN', 'enterprise', 200002221, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.320', '001', '2025', '70200', 'MAIN', 'enterprise', 200002320, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.419', '001', '2025', '70200', 'MAIN', 'enterprise', 200002419, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.518', '001', '2025', '70200', 'MAIN', 'enterprise', 200002518, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null);

delete from "code";
insert into "code" ("category", "code", "language", "description", "_job_id") values
  ('ActivityGroup', '001', 'NL', 'Een', '019b8cbd-af14-7a75-b81e-165aa07b3dea'),
  ('Status', 'AC', 'NL', 'Actief', '019b8cbd-af14-7a75-b81e-165aa07b3dea');

delete from "contact";
insert into "contact" ("entity_number", "entity_contact", "contact_type", "value", "entity_type", "_entity_key", "_snapshot_date", "_extract_number", "_is_current", "_deleted_at_extract", "_job_id", "_closed_job_id") values
  ('0200.000.142', 'ENT', 'TEL', '01', 'enterprise', 200000142, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.241', 'ENT', 'TEL', '02', 'enterprise', 200000241, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.340', 'ENT', 'TEL', '03', 'enterprise', 200000340, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.439', 'ENT', 'TEL', '04', 'enterprise', 200000439, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.538', 'ENT', 'TEL', '05', 'enterprise', 200000538, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.637', 'ENT', 'TEL', '06', 'enterprise', 200000637, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.736', 'ENT', 'TEL', '07', 'enterprise', 200000736, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.835', 'ENT', 'TEL', '08', 'enterprise', 200000835, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.934', 'ENT', 'TEL', '09', 'enterprise', 200000934, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.033', 'ENT', 'TEL', '010', 'enterprise', 200001033, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.132', 'ENT', 'TEL', '011', 'enterprise', 200001132, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.231', 'ENT', 'TEL', '012', 'enterprise', 200001231, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.330', 'ENT', 'TEL', '013', 'enterprise', 200001330, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.429', 'ENT', 'TEL', '014', 'enterprise', 200001429, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.528', 'ENT', 'TEL', '015', 'enterprise', 200001528, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.627', 'ENT', 'TEL', '016', 'enterprise', 200001627, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.726', 'ENT', 'TEL', '017', 'enterprise', 200001726, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.825', 'ENT', 'TEL', '018', 'enterprise', 200001825, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.924', 'ENT', 'TEL', '019', 'enterprise', 200001924, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.023', 'ENT', 'TEL', '020', 'enterprise', 200002023, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.122', 'ENT', 'TEL', '021', 'enterprise', 200002122, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.221', 'ENT', 'TEL', '022', 'enterprise', 200002221, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.320', 'ENT', 'TEL', '023', 'enterprise', 200002320, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.419', 'ENT', 'TEL', '024', 'enterprise', 200002419, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.518', 'ENT', 'TEL', '025', 'enterprise', 200002518, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.617', 'ENT', 'TEL', '026', 'enterprise', 200002617, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.716', 'ENT', 'TEL', '027', 'enterprise', 200002716, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.815', 'ENT', 'TEL', '028', 'enterprise', 200002815, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.914', 'ENT', 'TEL', '029', 'enterprise', 200002914, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.003.013', 'ENT', 'TEL', '030', 'enterprise', 200003013, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.142', 'ENT', 'TEL', '91', 'enterprise', 200000142, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.241', 'ENT', 'TEL', '92', 'enterprise', 200000241, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.340', 'ENT', 'TEL', '93', 'enterprise', 200000340, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.439', 'ENT', 'TEL', '94', 'enterprise', 200000439, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.538', 'ENT', 'TEL', '95', 'enterprise', 200000538, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.637', 'ENT', 'TEL', '96', 'enterprise', 200000637, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.736', 'ENT', 'TEL', '97', 'enterprise', 200000736, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.835', 'ENT', 'TEL', '98', 'enterprise', 200000835, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.934', 'ENT', 'TEL', '99', 'enterprise', 200000934, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.033', 'ENT', 'TEL', '910', 'enterprise', 200001033, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.132', 'ENT', 'TEL', '911', 'enterprise', 200001132, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.231', 'ENT', 'TEL', '912', 'enterprise', 200001231, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.330', 'ENT', 'TEL', '913', 'enterprise', 200001330, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.429', 'ENT', 'TEL', '914', 'enterprise', 200001429, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.528', 'ENT', 'TEL', '915', 'enterprise', 200001528, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.627', 'ENT', 'TEL', '916', 'enterprise', 200001627, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.726', 'ENT', 'TEL', '917', 'enterprise', 200001726, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.825', 'ENT', 'TEL', '918', 'enterprise', 200001825, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.924', 'ENT', 'TEL', '919', 'enterprise', 200001924, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.023', 'ENT', 'TEL', '920', 'enterprise', 200002023, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.122', 'ENT', 'TEL', '921', 'enterprise', 200002122, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.221', 'ENT', 'TEL', '922', 'enterprise', 200002221, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.320', 'ENT', 'TEL', '923', 'enterprise', 200002320, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.419', 'ENT', 'TEL', '924', 'enterprise', 200002419, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.518', 'ENT', 'TEL', '925', 'enterprise', 200002518, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null);

delete from "denomination";
insert into "denomination" ("entity_number", "language", "type_of_denomination", "denomination", "entity_type", "_entity_key", "_snapshot_date", "_extract_number", "_is_current", "_deleted_at_extract", "_job_id", "_closed_job_id") values
  ('0200.000.142', '2', '001', 'Naam 1', 'enterprise', 200000142, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.241', '2', '001', 'Naam 2', 'enterprise', 200000241, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.340', '2', '001', 'Naam 3', 'enterprise', 200000340, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.439', '2', '001', 'Naam 4', 'enterprise', 200000439, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.538', '2', '001', 'Naam 5', 'enterprise', 200000538, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.637', '2', '001', 'Naam 6', 'enterprise', 200000637, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.736', '2', '001', 'Naam 7', 'enterprise', 200000736, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.835', '2', '001', 'Naam 8', 'enterprise', 200000835, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.000.934', '2', '001', 'Naam 9', 'enterprise', 200000934, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.033', '2', '001', 'Naam 10', 'enterprise', 200001033, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.132', '2', '001', 'Naam 11', 'enterprise', 200001132, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.231', '2', '001', 'Naam 12', 'enterprise', 200001231, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.330', '2', '001', 'Naam 13', 'enterprise', 200001330, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.429', '2', '001', 'Naam 14', 'enterprise', 200001429, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.528', '2', '001', 'Naam 15', 'enterprise', 200001528, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.627', '2', '001', 'Naam 16', 'enterprise', 200001627, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.726', '2', '001', 'Naam 17', 'enterprise', 200001726, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.825', '2', '001', 'Naam 18', 'enterprise', 200001825, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.001.924', '2', '001', 'Naam 19', 'enterprise', 200001924, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.023', '2', '001', 'Naam 20', 'enterprise', 200002023, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.122', '2', '001', 'Naam 21', 'enterprise', 200002122, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.221', '2', '001', 'Naam 22', 'enterprise', 200002221, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.320', '2', '001', 'Naam 23', 'enterprise', 200002320, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.419', '2', '001', 'Naam 24', 'enterprise', 200002419, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.518', '2', '001', 'Naam 25', 'enterprise', 200002518, '2025-10-02', 1, false, 2, '019b8cbd-af14-7a75-b81e-165aa07b3dea', '019b8cbd-afe4-79be-a180-7f7ca48c8c14'),
  ('0200.002.617', '2', '001', 'Naam 26', 'enterprise', 200002617, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.716', '2', '001', 'Naam 27', 'enterprise', 200002716, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.815', '2', '001', 'Naam 28', 'enterprise', 200002815, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.914', '2', '001', 'Naam 29', 'enterprise', 200002914, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.003.013', '2', '001', 'Naam 30', 'enterprise', 200003013, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.142', '2', '001', 'Nieuw 1', 'enterprise', 200000142, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.241', '2', '001', 'Nieuw 2', 'enterprise', 200000241, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.340', '2', '001', 'Nieuw 3', 'enterprise', 200000340, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.439', '2', '001', 'Nieuw 4', 'enterprise', 200000439, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.538', '2', '001', 'Nieuw 5', 'enterprise', 200000538, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.637', '2', '001', 'Nieuw 6', 'enterprise', 200000637, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.736', '2', '001', 'Nieuw 7', 'enterprise', 200000736, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.835', '2', '001', 'Nieuw 8', 'enterprise', 200000835, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.000.934', '2', '001', 'Nieuw 9', 'enterprise', 200000934, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.033', '2', '001', 'Nieuw 10', 'enterprise', 200001033, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.132', '2', '001', 'Nieuw 11', 'enterprise', 200001132, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.231', '2', '001', 'Nieuw 12', 'enterprise', 200001231, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.330', '2', '001', 'Nieuw 13', 'enterprise', 200001330, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.429', '2', '001', 'Nieuw 14', 'enterprise', 200001429, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.528', '2', '001', 'Nieuw 15', 'enterprise', 200001528, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.627', '2', '001', 'Nieuw 16', 'enterprise', 200001627, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.726', '2', '001', 'Nieuw 17', 'enterprise', 200001726, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.825', '2', '001', 'Nieuw 18', 'enterprise', 200001825, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.001.924', '2', '001', 'Nieuw 19', 'enterprise', 200001924, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.023', '2', '001', 'Nieuw 20', 'enterprise', 200002023, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.122', '2', '001', 'Nieuw 21', 'enterprise', 200002122, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.221', '2', '001', 'Nieuw 22', 'enterprise', 200002221, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.320', '2', '001', 'Nieuw 23', 'enterprise', 200002320, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.419', '2', '001', 'Nieuw 24', 'enterprise', 200002419, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null),
  ('0200.002.518', '2', '001', 'Nieuw 25', 'enterprise', 200002518, '2025-10-03', 2, true, null, '019b8cbd-afe4-79be-a180-7f7ca48c8c14', null);

delete from "enterprise";
insert into "enterprise" ("entity_number", "status", "juridical_situation", "type_of_enterprise", "juridical_form", "juridical_form_cac", "start_date", "primary_name", "primary_name_language", "primary_name_nl", "primary_name_fr", "primary_name_de", "_entity_key", "_snapshot_date", "_extract_number", "_is_current", "_deleted_at_extract", "_job_id", "_closed_job_id") values
  ('0200.000.142', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 1', '2', 'Naam 1', null, null, 200000142, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.241', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 2', '2', 'Naam 2', null, null, 200000241, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.340', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 3', '2', 'Naam 3', null, null, 200000340, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.439', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 4', '2', 'Naam 4', null, null, 200000439, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.538', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 5', '2', 'Naam 5', null, null, 200000538, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.637', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 6', '2', 'Naam 6', null, null, 200000637, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.736', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 7', '2', 'Naam 7', null, null, 200000736, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.835', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 8', '2', 'Naam 8', null, null, 200000835, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.000.934', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 9', '2', 'Naam 9', null, null, 200000934, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.033', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 10', '2', 'Naam 10', null, null, 200001033, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.132', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 11', '2', 'Naam 11', null, null, 200001132, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.231', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 12', '2', 'Naam 12', null, null, 200001231, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.330', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 13', '2', 'Naam 13', null, null, 200001330, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.429', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 14', '2', 'Naam 14', null, null, 200001429, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.528', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 15', '2', 'Naam 15', null, null, 200001528, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.627', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 16', '2', 'Naam 16', null, null, 200001627, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.726', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 17', '2', 'Naam 17', null, null, 200001726, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.825', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 18', '2', 'Naam 18', null, null, 200001825, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.001.924', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 19', '2', 'Naam 19', null, null, 200001924, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.023', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 20', '2', 'Naam 20', null, null, 200002023, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.122', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 21', '2', 'Naam 21', null, null, 200002122, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.221', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 22', '2', 'Naam 22', null, null, 200002221, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.320', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 23', '2', 'Naam 23', null, null, 200002320, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.419', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 24', '2', 'Naam 24', null, null, 200002419, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.518', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 25', '2', 'Naam 25', null, null, 200002518, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.617', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 26', '2', 'Naam 26', null, null, 200002617, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.716', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 27', '2', 'Naam 27', null, null, 200002716, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.815', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 28', '2', 'Naam 28', null, null, 200002815, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.002.914', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 29', '2', 'Naam 29', null, null, 200002914, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null),
  ('0200.003.013', 'AC', '000', '2', '014', null, '2003-02-01', 'Naam 30', '2', 'Naam 30', null, null, 200003013, '2025-10-02', 1, true, null, '019b8cbd-af14-7a75-b81e-165aa07b3dea', null);

delete from "import_audit";
insert into "import_audit" ("job_id", "happened_at", "actor", "event", "from_status", "to_status", "detail") values
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.021', 'tester', 'job.created', null, 'preparing', 'extract.zip'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.04', 'tester', 'job.ready', 'preparing', 'ready', '16 batches'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.045', 'CLI', 'job.processing', 'ready', 'processing', null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.047', 'CLI', 'batch.claimed', null, 'processing', 'code insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.066', 'CLI', 'batch.completed', 'processing', 'completed', 'code insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.051', 'CLI', 'batch.claimed', null, 'processing', 'enterprise insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.064', 'CLI', 'batch.completed', 'processing', 'completed', 'enterprise insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.055', 'CLI', 'batch.claimed', null, 'processing', 'enterprise insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.065', 'CLI', 'batch.completed', 'processing', 'completed', 'enterprise insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.059', 'CLI', 'batch.claimed', null, 'processing', 'enterprise insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.074', 'CLI', 'batch.completed', 'processing', 'completed', 'enterprise insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.063', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.078', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.067', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.086', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.071', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.085', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.075', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.097', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.079', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.098', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.083', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.101', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.087', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 4, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.116', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 4, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.091', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.105', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.095', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.105', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 2, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.099', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.111', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 3, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.103', 'CLI', 'batch.claimed', null, 'processing', 'enterprise resolve_names 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.125', 'CLI', 'batch.completed', 'processing', 'completed', 'enterprise resolve_names 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.107', 'CLI', 'batch.claimed', null, 'processing', 'establishment resolve_names 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.121', 'CLI', 'batch.completed', 'processing', 'completed', 'establishment resolve_names 1, attempt 1'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.111', 'tester', 'job.finalizing', 'processing', 'finalizing', null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', '2026-01-05 06:00:00.113', 'tester', 'job.completed', 'finalizing', 'completed', null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.116', 'tester', 'job.created', null, 'preparing', 'extract.zip'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.149', 'tester', 'job.ready', 'preparing', 'ready', '17 batches'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.154', 'CLI', 'job.processing', 'ready', 'processing', null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.156', 'CLI', 'batch.claimed', null, 'processing', 'denomination delete 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.166', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination delete 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.16', 'CLI', 'batch.claimed', null, 'processing', 'denomination delete 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.172', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination delete 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.164', 'CLI', 'batch.claimed', null, 'processing', 'denomination delete 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.173', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination delete 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.168', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.181', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.172', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.184', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.176', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.189', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.18', 'CLI', 'batch.claimed', null, 'processing', 'contact delete 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.191', 'CLI', 'batch.completed', 'processing', 'completed', 'contact delete 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.184', 'CLI', 'batch.claimed', null, 'processing', 'contact delete 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.194', 'CLI', 'batch.completed', 'processing', 'completed', 'contact delete 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.188', 'CLI', 'batch.claimed', null, 'processing', 'contact delete 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.197', 'CLI', 'batch.completed', 'processing', 'completed', 'contact delete 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.192', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.202', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.196', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.206', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.2', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.213', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.204', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.22', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.208', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.221', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 2, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.212', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.227', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 3, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.216', 'CLI', 'batch.claimed', null, 'processing', 'enterprise resolve_names 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.226', 'CLI', 'batch.completed', 'processing', 'completed', 'enterprise resolve_names 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.22', 'CLI', 'batch.claimed', null, 'processing', 'establishment resolve_names 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.23', 'CLI', 'batch.completed', 'processing', 'completed', 'establishment resolve_names 1, attempt 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.224', 'tester', 'job.finalizing', 'processing', 'finalizing', null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', '2026-01-05 06:00:00.226', 'tester', 'job.completed', 'finalizing', 'completed', null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.229', 'tester', 'job.created', null, 'preparing', 'extract.zip'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.262', 'tester', 'job.ready', 'preparing', 'ready', '17 batches'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.267', 'CLI', 'job.processing', 'ready', 'processing', null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.269', 'CLI', 'batch.claimed', null, 'processing', 'denomination delete 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.285', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination delete 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.273', 'CLI', 'batch.claimed', null, 'processing', 'denomination delete 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.285', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination delete 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.277', 'CLI', 'batch.claimed', null, 'processing', 'denomination delete 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.289', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination delete 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.281', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.298', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.285', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.299', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.289', 'CLI', 'batch.claimed', null, 'processing', 'denomination insert 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.305', 'CLI', 'batch.completed', 'processing', 'completed', 'denomination insert 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.293', 'CLI', 'batch.claimed', null, 'processing', 'contact delete 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.306', 'CLI', 'batch.completed', 'processing', 'completed', 'contact delete 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.297', 'CLI', 'batch.claimed', null, 'processing', 'contact delete 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.313', 'CLI', 'batch.completed', 'processing', 'completed', 'contact delete 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.301', 'CLI', 'batch.claimed', null, 'processing', 'contact delete 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.317', 'CLI', 'batch.completed', 'processing', 'completed', 'contact delete 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.305', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.328', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.309', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.328', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.313', 'CLI', 'batch.claimed', null, 'processing', 'contact insert 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.328', 'CLI', 'batch.completed', 'processing', 'completed', 'contact insert 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.317', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.333', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.321', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.341', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 2, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.325', 'CLI', 'batch.claimed', null, 'processing', 'activity insert 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.34', 'CLI', 'batch.completed', 'processing', 'completed', 'activity insert 3, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.329', 'CLI', 'batch.claimed', null, 'processing', 'enterprise resolve_names 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.367', 'CLI', 'batch.completed', 'processing', 'completed', 'enterprise resolve_names 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.333', 'CLI', 'batch.claimed', null, 'processing', 'establishment resolve_names 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.352', 'CLI', 'batch.completed', 'processing', 'completed', 'establishment resolve_names 1, attempt 1'),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.337', 'tester', 'job.finalizing', 'processing', 'finalizing', null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.339', 'tester', 'job.completed', 'finalizing', 'completed', null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', '2026-01-05 06:00:00.34', 'tester', 'job.rolling_back', 'completed', 'rolling_back', null);

delete from "import_job_batches";
insert into "import_job_batches" ("job_id", "table_name", "operation", "batch_number", "position", "phase", "waits_for", "mode", "row_from", "row_to", "key_from", "key_to", "records", "careful", "status", "attempt", "max_attempts", "lease_token", "lease_until", "not_before", "driver_id", "driver_label", "started_at", "completed_at", "duration_ms", "rows_read", "inserted", "updated", "merged", "skipped", "unchanged", "duplicates", "failed_rows", "matched", "unmatched", "closed", "drift", "error", "error_code", "retryable") values
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'code', 'insert', 1, 0, 1, ['code'], 'upsert', 1, 2, null, null, 2, false, 'completed', 1, 3, '043334a8-9cae-4239-ab0b-aa89905ae3ba', '2026-01-05 06:01:00.047', null, 'one', 'CLI', '2026-01-05 06:00:00.047', '2026-01-05 06:00:00.064', '17.0', 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'enterprise', 'insert', 1, 1048576, 1, ['enterprise'], 'append', 1, 10, null, null, 10, false, 'completed', 1, 3, '274f5628-55eb-494c-a95a-7905b55b4cc5', '2026-01-05 06:01:00.051', null, 'one', 'CLI', '2026-01-05 06:00:00.051', '2026-01-05 06:00:00.062', '11.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'enterprise', 'insert', 2, 2097152, 1, ['enterprise'], 'append', 11, 20, null, null, 10, false, 'completed', 1, 3, '05f82759-b0f0-4e06-8172-b7fc49736ce4', '2026-01-05 06:01:00.055', null, 'one', 'CLI', '2026-01-05 06:00:00.055', '2026-01-05 06:00:00.063', '8.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'enterprise', 'insert', 3, 3145728, 1, ['enterprise'], 'append', 21, 30, null, null, 10, false, 'completed', 1, 3, '103fe8e6-399e-43e9-b97e-ce2db4052705', '2026-01-05 06:01:00.059', null, 'one', 'CLI', '2026-01-05 06:00:00.059', '2026-01-05 06:00:00.072', '13.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'denomination', 'insert', 1, 4194304, 1, ['denomination'], 'append', 1, 10, null, null, 10, false, 'completed', 1, 3, '2efd5a19-e320-4634-8b90-20a37b12e216', '2026-01-05 06:01:00.063', null, 'one', 'CLI', '2026-01-05 06:00:00.063', '2026-01-05 06:00:00.076', '13.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'denomination', 'insert', 2, 5242880, 1, ['denomination'], 'append', 11, 20, null, null, 10, false, 'completed', 1, 3, 'cbeeb331-dcf0-4e6d-ad49-d6a5b6bf5345', '2026-01-05 06:01:00.067', null, 'one', 'CLI', '2026-01-05 06:00:00.067', '2026-01-05 06:00:00.084', '17.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'denomination', 'insert', 3, 6291456, 1, ['denomination'], 'append', 21, 30, null, null, 10, false, 'completed', 1, 3, 'fdf7405e-e67d-4440-b86d-45e9356ac314', '2026-01-05 06:01:00.071', null, 'one', 'CLI', '2026-01-05 06:00:00.071', '2026-01-05 06:00:00.083', '12.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 1, 7340032, 1, ['contact'], 'append', 1, 10, null, null, 10, true, 'completed', 1, 3, '02c8a6ca-0eda-497f-b062-1117444cb4fa', '2026-01-05 06:01:00.075', null, 'one', 'CLI', '2026-01-05 06:00:00.075', '2026-01-05 06:00:00.096', '21.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 2, 8388608, 1, ['contact'], 'append', 11, 20, null, null, 10, true, 'completed', 1, 3, '7c449cd9-5fd2-483c-b766-fbdd43cf5870', '2026-01-05 06:01:00.079', null, 'one', 'CLI', '2026-01-05 06:00:00.079', '2026-01-05 06:00:00.097', '18.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 3, 9437184, 1, ['contact'], 'append', 21, 30, null, null, 10, true, 'completed', 1, 3, '61df036b-dafc-4fbf-8503-ee3164f22408', '2026-01-05 06:01:00.083', null, 'one', 'CLI', '2026-01-05 06:00:00.083', '2026-01-05 06:00:00.1', '17.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 4, 10485760, 1, ['contact'], 'append', 31, 31, null, null, 1, true, 'completed', 1, 3, 'bf54b4f1-a0fb-4210-b5fb-8b6b06a10cc9', '2026-01-05 06:01:00.087', null, 'one', 'CLI', '2026-01-05 06:00:00.087', '2026-01-05 06:00:00.115', '28.0', 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'activity', 'insert', 1, 11534336, 1, ['activity'], 'append', 1, 10, null, null, 10, false, 'completed', 1, 3, '7c307527-00dc-46e7-9495-b6e646f8284d', '2026-01-05 06:01:00.091', null, 'one', 'CLI', '2026-01-05 06:00:00.091', '2026-01-05 06:00:00.104', '13.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'activity', 'insert', 2, 12582912, 1, ['activity'], 'append', 11, 20, null, null, 10, false, 'completed', 1, 3, '0b48eb82-b347-493d-be97-82e17d7b2be8', '2026-01-05 06:01:00.095', null, 'one', 'CLI', '2026-01-05 06:00:00.095', '2026-01-05 06:00:00.104', '9.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'activity', 'insert', 3, 13631488, 1, ['activity'], 'append', 21, 30, null, null, 10, false, 'completed', 1, 3, '03e3c47c-0b6a-4c2e-9abd-533607495ba9', '2026-01-05 06:01:00.099', null, 'one', 'CLI', '2026-01-05 06:00:00.099', '2026-01-05 06:00:00.109', '10.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'enterprise', 'resolve_names', 1, 14680064, 2, ['enterprise', 'denomination'], 'fresh', null, null, 0, 9999999999, 0, false, 'completed', 1, 3, '8f6e65f4-2d24-4ecb-9323-7ae11a0a0f7f', '2026-01-05 06:01:00.103', null, 'one', 'CLI', '2026-01-05 06:00:00.103', '2026-01-05 06:00:00.123', '20.0', 30, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'establishment', 'resolve_names', 1, 15728640, 2, ['establishment', 'denomination'], 'fresh', null, null, 0, 9999999999, 0, false, 'completed', 1, 3, '5f5198e5-fa5b-4425-a9e7-da5f9a9c0190', '2026-01-05 06:01:00.107', null, 'one', 'CLI', '2026-01-05 06:00:00.107', '2026-01-05 06:00:00.12', '13.0', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'delete', 1, 0, 0, ['denomination'], 'dry_keys', 1, 10, null, null, 10, false, 'completed', 1, 3, 'c7720376-7578-4839-bdc3-56a9253ebb1f', '2026-01-05 06:01:00.156', null, 'one', 'CLI', '2026-01-05 06:00:00.156', '2026-01-05 06:00:00.165', '9.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'delete', 2, 1048576, 0, ['denomination'], 'dry_keys', 11, 20, null, null, 10, false, 'completed', 1, 3, 'c48003b8-6031-4297-b57f-4d9e3fd3c6d0', '2026-01-05 06:01:00.16', null, 'one', 'CLI', '2026-01-05 06:00:00.16', '2026-01-05 06:00:00.171', '11.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'delete', 3, 2097152, 0, ['denomination'], 'dry_keys', 21, 25, null, null, 5, false, 'completed', 1, 3, '6c1308be-ee64-4665-8b60-72d3e6541376', '2026-01-05 06:01:00.164', null, 'one', 'CLI', '2026-01-05 06:00:00.164', '2026-01-05 06:00:00.172', '8.0', 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 5, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'insert', 1, 3145728, 1, ['denomination'], 'dry_replace', 1, 10, null, null, 10, false, 'completed', 1, 3, 'ffacefe8-42be-4f93-a373-0ccdffa36aa0', '2026-01-05 06:01:00.168', null, 'one', 'CLI', '2026-01-05 06:00:00.168', '2026-01-05 06:00:00.18', '12.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'insert', 2, 4194304, 1, ['denomination'], 'dry_replace', 11, 20, null, null, 10, false, 'completed', 1, 3, 'efc003c7-f719-472d-814e-e995d543e0fc', '2026-01-05 06:01:00.172', null, 'one', 'CLI', '2026-01-05 06:00:00.172', '2026-01-05 06:00:00.183', '11.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'insert', 3, 5242880, 1, ['denomination'], 'dry_replace', 21, 25, null, null, 5, false, 'completed', 1, 3, 'b8191bdf-844f-4910-93a2-e57cf3869863', '2026-01-05 06:01:00.176', null, 'one', 'CLI', '2026-01-05 06:00:00.176', '2026-01-05 06:00:00.187', '11.0', 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'delete', 1, 6291456, 0, ['contact'], 'dry_keys', 1, 10, null, null, 10, false, 'completed', 1, 3, 'b715cccd-a655-4d57-9cb9-1d74748a7bd4', '2026-01-05 06:01:00.18', null, 'one', 'CLI', '2026-01-05 06:00:00.18', '2026-01-05 06:00:00.19', '10.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'delete', 2, 7340032, 0, ['contact'], 'dry_keys', 11, 20, null, null, 10, false, 'completed', 1, 3, '6e2acccb-f65d-42c1-ad6e-4e2316ab3a45', '2026-01-05 06:01:00.184', null, 'one', 'CLI', '2026-01-05 06:00:00.184', '2026-01-05 06:00:00.193', '9.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'delete', 3, 8388608, 0, ['contact'], 'dry_keys', 21, 25, null, null, 5, false, 'completed', 1, 3, '4855a0b3-739a-46f4-aac6-93f21581d2e2', '2026-01-05 06:01:00.188', null, 'one', 'CLI', '2026-01-05 06:00:00.188', '2026-01-05 06:00:00.196', '8.0', 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 5, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'insert', 1, 9437184, 1, ['contact'], 'dry_replace', 1, 10, null, null, 10, false, 'completed', 1, 3, '91ab8b4c-629d-4c01-a7f2-9a5aa128f55d', '2026-01-05 06:01:00.192', null, 'one', 'CLI', '2026-01-05 06:00:00.192', '2026-01-05 06:00:00.201', '9.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'insert', 2, 10485760, 1, ['contact'], 'dry_replace', 11, 20, null, null, 10, false, 'completed', 1, 3, '0bc203c9-9976-4ea0-9826-b65fa1c5207a', '2026-01-05 06:01:00.196', null, 'one', 'CLI', '2026-01-05 06:00:00.196', '2026-01-05 06:00:00.205', '9.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'insert', 3, 11534336, 1, ['contact'], 'dry_replace', 21, 25, null, null, 5, false, 'completed', 1, 3, 'ccc013c4-b9b8-442b-baa3-12c16059c4f5', '2026-01-05 06:01:00.2', null, 'one', 'CLI', '2026-01-05 06:00:00.2', '2026-01-05 06:00:00.211', '11.0', 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'insert', 1, 12582912, 1, ['activity'], 'dry_replace', 1, 10, null, null, 10, false, 'completed', 1, 3, '95a19758-0442-42b7-bd4f-70ab37a908d9', '2026-01-05 06:01:00.204', null, 'one', 'CLI', '2026-01-05 06:00:00.204', '2026-01-05 06:00:00.218', '14.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'insert', 2, 13631488, 1, ['activity'], 'dry_replace', 11, 20, null, null, 10, false, 'completed', 1, 3, 'd8869bc2-e6f2-4df8-9783-987cde14568b', '2026-01-05 06:01:00.208', null, 'one', 'CLI', '2026-01-05 06:00:00.208', '2026-01-05 06:00:00.22', '12.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'insert', 3, 14680064, 1, ['activity'], 'dry_replace', 21, 25, null, null, 5, false, 'completed', 1, 3, '4437ef5b-2034-4f0a-b4c4-6f83b670c261', '2026-01-05 06:01:00.212', null, 'one', 'CLI', '2026-01-05 06:00:00.212', '2026-01-05 06:00:00.225', '13.0', 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'enterprise', 'resolve_names', 1, 15728640, 2, ['enterprise', 'denomination'], 'dry_journalled', null, null, 0, 9999999999, 0, false, 'completed', 1, 3, 'a3b97fee-8d2e-4865-8011-5979106ca93f', '2026-01-05 06:01:00.216', null, 'one', 'CLI', '2026-01-05 06:00:00.216', '2026-01-05 06:00:00.224', '8.0', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'establishment', 'resolve_names', 1, 16777216, 2, ['establishment', 'denomination'], 'dry_fresh', null, null, 0, 9999999999, 0, false, 'completed', 1, 3, 'e821503e-e12f-48eb-bf26-c6c02cb8c841', '2026-01-05 06:01:00.22', null, 'one', 'CLI', '2026-01-05 06:00:00.22', '2026-01-05 06:00:00.228', '8.0', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'denomination', 'delete', 1, 0, 0, ['denomination'], 'keys', 1, 10, null, null, 10, false, 'completed', 1, 3, '849b34fa-3260-4ace-b990-da46f8cdb4cb', '2026-01-05 06:01:00.269', null, 'one', 'CLI', '2026-01-05 06:00:00.269', '2026-01-05 06:00:00.284', '14.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'denomination', 'delete', 2, 1048576, 0, ['denomination'], 'keys', 11, 20, null, null, 10, false, 'completed', 1, 3, '701b6935-453d-4ded-a220-dcbc4a25da9b', '2026-01-05 06:01:00.273', null, 'one', 'CLI', '2026-01-05 06:00:00.273', '2026-01-05 06:00:00.284', '11.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'denomination', 'delete', 3, 2097152, 0, ['denomination'], 'keys', 21, 25, null, null, 5, false, 'completed', 1, 3, '165f9516-2ec5-4d0f-ac28-45319dfe02f7', '2026-01-05 06:01:00.277', null, 'one', 'CLI', '2026-01-05 06:00:00.277', '2026-01-05 06:00:00.288', '11.0', 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 5, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'denomination', 'insert', 1, 3145728, 1, ['denomination'], 'replace', 1, 10, null, null, 10, false, 'completed', 1, 3, 'aaf08cff-3d04-48ab-9e49-248625a5e8e2', '2026-01-05 06:01:00.281', null, 'one', 'CLI', '2026-01-05 06:00:00.281', '2026-01-05 06:00:00.297', '16.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'denomination', 'insert', 2, 4194304, 1, ['denomination'], 'replace', 11, 20, null, null, 10, false, 'completed', 1, 3, 'f3f9cd39-711c-4d32-8e54-6905625d3553', '2026-01-05 06:01:00.285', null, 'one', 'CLI', '2026-01-05 06:00:00.285', '2026-01-05 06:00:00.298', '13.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'denomination', 'insert', 3, 5242880, 1, ['denomination'], 'replace', 21, 25, null, null, 5, false, 'completed', 1, 3, 'b65a6d32-0ccc-4973-8631-c6aecee3091b', '2026-01-05 06:01:00.289', null, 'one', 'CLI', '2026-01-05 06:00:00.289', '2026-01-05 06:00:00.304', '15.0', 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'contact', 'delete', 1, 6291456, 0, ['contact'], 'keys', 1, 10, null, null, 10, false, 'completed', 1, 3, '6fb38449-cf92-4631-a08e-c1453a873922', '2026-01-05 06:01:00.293', null, 'one', 'CLI', '2026-01-05 06:00:00.293', '2026-01-05 06:00:00.305', '12.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'contact', 'delete', 2, 7340032, 0, ['contact'], 'keys', 11, 20, null, null, 10, false, 'completed', 1, 3, '9e401ae4-d0b8-4670-b0d3-6cd9ae53bbf7', '2026-01-05 06:01:00.297', null, 'one', 'CLI', '2026-01-05 06:00:00.297', '2026-01-05 06:00:00.311', '14.0', 10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'contact', 'delete', 3, 8388608, 0, ['contact'], 'keys', 21, 25, null, null, 5, false, 'completed', 1, 3, 'bf210381-9534-4ad4-ba1b-1470fd4ab26a', '2026-01-05 06:01:00.301', null, 'one', 'CLI', '2026-01-05 06:00:00.301', '2026-01-05 06:00:00.316', '15.0', 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 5, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'contact', 'insert', 1, 9437184, 1, ['contact'], 'replace', 1, 10, null, null, 10, false, 'completed', 1, 3, 'c65610a3-3398-4051-8c16-36f132aa79f5', '2026-01-05 06:01:00.305', null, 'one', 'CLI', '2026-01-05 06:00:00.305', '2026-01-05 06:00:00.327', '22.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'contact', 'insert', 2, 10485760, 1, ['contact'], 'replace', 11, 20, null, null, 10, false, 'completed', 1, 3, '462a93f7-19c6-4e20-84f7-328379bb544f', '2026-01-05 06:01:00.309', null, 'one', 'CLI', '2026-01-05 06:00:00.309', '2026-01-05 06:00:00.326', '17.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'contact', 'insert', 3, 11534336, 1, ['contact'], 'replace', 21, 25, null, null, 5, false, 'completed', 1, 3, '3fc57810-9256-4a6f-83da-d62455767a01', '2026-01-05 06:01:00.313', null, 'one', 'CLI', '2026-01-05 06:00:00.313', '2026-01-05 06:00:00.326', '13.0', 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'activity', 'insert', 1, 12582912, 1, ['activity'], 'replace', 1, 10, null, null, 10, false, 'completed', 1, 3, '6d20f04c-c3b0-47c9-990b-9983b537bb5f', '2026-01-05 06:01:00.317', null, 'one', 'CLI', '2026-01-05 06:00:00.317', '2026-01-05 06:00:00.332', '15.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'activity', 'insert', 2, 13631488, 1, ['activity'], 'replace', 11, 20, null, null, 10, false, 'completed', 1, 3, '4c90729b-865b-4202-a885-c4392d73fb1f', '2026-01-05 06:01:00.321', null, 'one', 'CLI', '2026-01-05 06:00:00.321', '2026-01-05 06:00:00.34', '19.0', 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'activity', 'insert', 3, 14680064, 1, ['activity'], 'replace', 21, 25, null, null, 5, false, 'completed', 1, 3, '1c1270d0-c56d-47f2-8432-0aefdf5bef18', '2026-01-05 06:01:00.325', null, 'one', 'CLI', '2026-01-05 06:00:00.325', '2026-01-05 06:00:00.339', '14.0', 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'enterprise', 'resolve_names', 1, 15728640, 2, ['enterprise', 'denomination'], 'journalled', null, null, 0, 9999999999, 0, false, 'completed', 1, 3, 'd910a832-bb28-4214-91cc-69af39ee2d0b', '2026-01-05 06:01:00.329', null, 'one', 'CLI', '2026-01-05 06:00:00.329', '2026-01-05 06:00:00.365', '36.0', 25, 0, 25, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'establishment', 'resolve_names', 1, 16777216, 2, ['establishment', 'denomination'], 'fresh', null, null, 0, 9999999999, 0, false, 'completed', 1, 3, '146b94c9-d068-4f05-a813-d4e513978f1f', '2026-01-05 06:01:00.333', null, 'one', 'CLI', '2026-01-05 06:00:00.333', '2026-01-05 06:00:00.35', '17.0', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null);

delete from "import_job_files";
insert into "import_job_files" ("job_id", "table_name", "operation", "file", "lane", "chunk", "last_row", "rows_staged", "rows_failed", "bytes_read", "bytes_total", "done", "passes_done", "staged_at") values
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'code', 'insert', 'code.csv', 0, 0, 0, 0, 0, 0, 80, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'enterprise', 'insert', 'enterprise.csv', 0, 0, 0, 0, 0, 0, 1541, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'establishment', 'insert', 'establishment.csv', 0, 0, 0, 0, 0, 0, 47, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'denomination', 'insert', 'denomination.csv', 0, 0, 0, 0, 0, 0, 1095, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'address', 'insert', 'address.csv', 0, 0, 0, 0, 0, 0, 152, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 'contact.csv', 0, 0, 0, 0, 0, 0, 1056, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'activity', 'insert', 'activity.csv', 0, 0, 0, 0, 0, 0, 1353, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'branch', 'insert', 'branch.csv', 0, 0, 0, 0, 0, 0, 30, false, 1, '2026-01-05 06:00:00.022'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'code', 'insert', 'code.csv', 1, 1, 2, 2, 0, 80, 80, true, 0, '2026-01-05 06:00:00.026'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'enterprise', 'insert', 'enterprise.csv', 1, 1, 30, 30, 0, 1541, 1541, true, 0, '2026-01-05 06:00:00.025'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'establishment', 'insert', 'establishment.csv', 1, 1, 0, 0, 0, 47, 47, true, 0, '2026-01-05 06:00:00.029'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'denomination', 'insert', 'denomination.csv', 1, 1, 30, 30, 0, 1095, 1095, true, 0, '2026-01-05 06:00:00.03'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'address', 'insert', 'address.csv', 1, 1, 0, 0, 0, 152, 152, true, 0, '2026-01-05 06:00:00.032'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 'contact.csv', 1, 1, 31, 30, 1, 1056, 1056, true, 0, '2026-01-05 06:00:00.036'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'activity', 'insert', 'activity.csv', 1, 1, 30, 30, 0, 1353, 1353, true, 0, '2026-01-05 06:00:00.035'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'branch', 'insert', 'branch.csv', 1, 1, 0, 0, 0, 30, 30, true, 0, '2026-01-05 06:00:00.038'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'code', 'insert', 'code.csv', 0, 0, 0, 0, 0, 0, 35, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'enterprise', 'delete', 'enterprise_delete.csv', 0, 0, 0, 0, 0, 0, 17, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'enterprise', 'insert', 'enterprise_insert.csv', 0, 0, 0, 0, 0, 0, 101, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'establishment', 'delete', 'establishment_delete.csv', 0, 0, 0, 0, 0, 0, 20, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'establishment', 'insert', 'establishment_insert.csv', 0, 0, 0, 0, 0, 0, 47, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'delete', 'denomination_delete.csv', 0, 0, 0, 0, 0, 0, 388, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'insert', 'denomination_insert.csv', 0, 0, 0, 0, 0, 0, 945, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'address', 'delete', 'address_delete.csv', 0, 0, 0, 0, 0, 0, 13, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'address', 'insert', 'address_insert.csv', 0, 0, 0, 0, 0, 0, 152, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'delete', 'contact_delete.csv', 0, 0, 0, 0, 0, 0, 388, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'insert', 'contact_insert.csv', 0, 0, 0, 0, 0, 0, 861, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'delete', 'activity_delete.csv', 0, 0, 0, 0, 0, 0, 13, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'insert', 'activity_insert.csv', 0, 0, 0, 0, 0, 0, 1138, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'branch', 'delete', 'branch_delete.csv', 0, 0, 0, 0, 0, 0, 3, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'branch', 'insert', 'branch_insert.csv', 0, 0, 0, 0, 0, 0, 30, false, 1, '2026-01-05 06:00:00.117'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'code', 'insert', 'code.csv', 1, 1, 0, 0, 0, 35, 35, true, 0, '2026-01-05 06:00:00.121'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'enterprise', 'delete', 'enterprise_delete.csv', 1, 1, 0, 0, 0, 17, 17, true, 0, '2026-01-05 06:00:00.12'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'enterprise', 'insert', 'enterprise_insert.csv', 1, 1, 0, 0, 0, 101, 101, true, 0, '2026-01-05 06:00:00.125'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'establishment', 'delete', 'establishment_delete.csv', 1, 1, 0, 0, 0, 20, 20, true, 0, '2026-01-05 06:00:00.124'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'establishment', 'insert', 'establishment_insert.csv', 1, 1, 0, 0, 0, 47, 47, true, 0, '2026-01-05 06:00:00.128'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'delete', 'denomination_delete.csv', 1, 1, 25, 25, 0, 388, 388, true, 0, '2026-01-05 06:00:00.13'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'denomination', 'insert', 'denomination_insert.csv', 1, 1, 25, 25, 0, 945, 945, true, 0, '2026-01-05 06:00:00.132'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'address', 'delete', 'address_delete.csv', 1, 1, 0, 0, 0, 13, 13, true, 0, '2026-01-05 06:00:00.133'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'address', 'insert', 'address_insert.csv', 1, 1, 0, 0, 0, 152, 152, true, 0, '2026-01-05 06:00:00.136'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'delete', 'contact_delete.csv', 1, 1, 25, 25, 0, 388, 388, true, 0, '2026-01-05 06:00:00.138'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'contact', 'insert', 'contact_insert.csv', 1, 1, 25, 25, 0, 861, 861, true, 0, '2026-01-05 06:00:00.14'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'delete', 'activity_delete.csv', 1, 1, 0, 0, 0, 13, 13, true, 0, '2026-01-05 06:00:00.141'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'activity', 'insert', 'activity_insert.csv', 1, 1, 25, 25, 0, 1138, 1138, true, 0, '2026-01-05 06:00:00.146'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'branch', 'delete', 'branch_delete.csv', 1, 1, 0, 0, 0, 3, 3, true, 0, '2026-01-05 06:00:00.144'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'branch', 'insert', 'branch_insert.csv', 1, 1, 0, 0, 0, 30, 30, true, 0, '2026-01-05 06:00:00.147');

delete from "import_jobs";
insert into "import_jobs" ("job_id", "dataset", "project_id", "title", "status", "outcome", "dry_run", "options", "source", "content_hash", "extract_number", "extract_type", "snapshot_date", "warnings", "result", "undo_progress", "schema_version", "started_by", "started_at", "prepared_at", "finished_at", "rollback_completed_at", "updated_at", "mail_status", "mail_about", "mail_at", "mail_attempts") values
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'daily-update', null, 'Full extract 1', 'completed', 'partial_failure', false, '{"batch_size":10,"skip_errors":true,"dry_run":false,"max_retries":3}', '{"kind":"upload","name":"extract.zip","filename":"01a217ba-0aae-7779-a810-9d3eb7897e1f-extract.zip","temporary":true,"bytes":2323}', '1504646a3b610616400027b8b4b48dd22e8b06257203eddace088dc57e42507f', 1, 'full', '2025-10-02', '[]', '{"success":true,"job_id":"019b8cbd-af14-7a75-b81e-165aa07b3dea","status":"completed","outcome":"partial_failure","names_resolved":30,"failed_batches":0,"row_errors":1,"reconciles":true,"finished_at":"2026-01-05T06:00:00.113Z"}', null, 21, 'tester', '2026-01-05 06:00:00.021', '2026-01-05 06:00:00.039', '2026-01-05 06:00:00.113', null, '2026-01-05 06:00:00.113', null, null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'daily-update', null, 'Daily update – extract 2', 'completed', 'complete', true, '{"batch_size":10,"skip_errors":true,"dry_run":true,"max_retries":3}', '{"kind":"upload","name":"extract.zip","filename":"01a217ba-0e35-729c-89f7-0fc1f815c987-extract.zip","temporary":true,"bytes":3317}', 'd319382b7163946d9a3de4fe2aeb36c669f33e697dd992062d4df9fa7247ed43', 2, 'update', '2025-10-03', '[]', '{"success":true,"job_id":"019b8cbd-af73-7e44-bb5f-ca3440d9dc37","status":"completed","outcome":"complete","names_resolved":0,"failed_batches":0,"row_errors":0,"reconciles":true,"finished_at":"2026-01-05T06:00:00.226Z","changes":{"codes":{"new":0,"changed":0,"unchanged":0,"closed":0,"sample":[],"duplicate":0,"failed":0},"enterprises":{"new":0,"changed":0,"unchanged":0,"closed":0,"sample":[],"duplicate":0,"failed":0},"establishments":{"new":0,"changed":0,"unchanged":0,"closed":0,"sample":[],"duplicate":0,"failed":0},"denominations":{"new":25,"changed":0,"unchanged":0,"closed":25,"sample":[{"kind":"closed","before":{"entity_number":"0200.001.132","language":"2","type_of_denomination":"001","denomination":"Naam 11"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.142","language":"2","type_of_denomination":"001","denomination":"Naam 1"},"after":null},{"kind":"closed","before":{"entity_number":"0200.002.320","language":"2","type_of_denomination":"001","denomination":"Naam 23"},"after":null},{"kind":"closed","before":{"entity_number":"0200.002.419","language":"2","type_of_denomination":"001","denomination":"Naam 24"},"after":null},{"kind":"closed","before":{"entity_number":"0200.001.627","language":"2","type_of_denomination":"001","denomination":"Naam 16"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.340","language":"2","type_of_denomination":"001","denomination":"Naam 3"},"after":null},{"kind":"closed","before":{"entity_number":"0200.002.221","language":"2","type_of_denomination":"001","denomination":"Naam 22"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.538","language":"2","type_of_denomination":"001","denomination":"Naam 5"},"after":null},{"kind":"closed","before":{"entity_number":"0200.001.330","language":"2","type_of_denomination":"001","denomination":"Naam 13"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.934","language":"2","type_of_denomination":"001","denomination":"Naam 9"},"after":null}],"duplicate":0,"failed":0},"addresses":{"new":0,"changed":0,"unchanged":0,"closed":0,"sample":[],"duplicate":0,"failed":0},"contacts":{"new":25,"changed":0,"unchanged":0,"closed":25,"sample":[{"kind":"closed","before":{"entity_number":"0200.002.122","entity_contact":"ENT","contact_type":"TEL","value":"021"},"after":null},{"kind":"closed","before":{"entity_number":"0200.002.023","entity_contact":"ENT","contact_type":"TEL","value":"020"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.637","entity_contact":"ENT","contact_type":"TEL","value":"06"},"after":null},{"kind":"closed","before":{"entity_number":"0200.002.419","entity_contact":"ENT","contact_type":"TEL","value":"024"},"after":null},{"kind":"closed","before":{"entity_number":"0200.001.132","entity_contact":"ENT","contact_type":"TEL","value":"011"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.736","entity_contact":"ENT","contact_type":"TEL","value":"07"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.538","entity_contact":"ENT","contact_type":"TEL","value":"05"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.340","entity_contact":"ENT","contact_type":"TEL","value":"03"},"after":null},{"kind":"closed","before":{"entity_number":"0200.002.320","entity_contact":"ENT","contact_type":"TEL","value":"023"},"after":null},{"kind":"closed","before":{"entity_number":"0200.000.241","entity_contact":"ENT","contact_type":"TEL","value":"02"},"after":null}],"duplicate":0,"failed":0},"activities":{"new":25,"changed":0,"unchanged":0,"closed":0,"sample":[{"kind":"new","before":null,"after":{"entity_number":"0200.000.142","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.002.023","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.340","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.439","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.538","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.637","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.736","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.241","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.000.934","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}},{"kind":"new","before":null,"after":{"entity_number":"0200.001.033","activity_group":"001","nace_version":"2025","nace_code":"70200","classification":"MAIN"}}],"duplicate":0,"failed":0},"branches":{"new":0,"changed":0,"unchanged":0,"closed":0,"sample":[],"duplicate":0,"failed":0}}}', null, 21, 'tester', '2026-01-05 06:00:00.116', '2026-01-05 06:00:00.148', '2026-01-05 06:00:00.226', null, '2026-01-05 06:00:00.226', null, null, null, null),
  ('019b8cbd-afe4-79be-a180-7f7ca48c8c14', 'daily-update', null, 'Daily update – extract 2', 'rolling_back', 'complete', false, '{"batch_size":10,"skip_errors":true,"dry_run":false,"max_retries":3}', '{"kind":"upload","name":"extract.zip","filename":"01a217ba-11c6-75ee-83ec-0ef3dc194000-extract.zip","temporary":true,"bytes":3317}', 'd319382b7163946d9a3de4fe2aeb36c669f33e697dd992062d4df9fa7247ed43', 2, 'update', '2025-10-03', '[]', '{"success":true,"job_id":"019b8cbd-afe4-79be-a180-7f7ca48c8c14","status":"completed","outcome":"complete","names_resolved":25,"failed_batches":0,"row_errors":0,"reconciles":true,"finished_at":"2026-01-05T06:00:00.339Z"}', '{"steps":[{"kind":"restore","table":"enterprise","operation":"resolve_names","key_from":0,"key_to":0},{"kind":"restore","table":"establishment","operation":"resolve_names","key_from":0,"key_to":0},{"kind":"restore","table":"code","operation":"insert","key_from":0,"key_to":0},{"kind":"remove","table":"denomination","operation":"","key_from":0,"key_to":9999999999},{"kind":"reopen","table":"denomination","operation":"","key_from":0,"key_to":9999999999},{"kind":"remove","table":"contact","operation":"","key_from":0,"key_to":9999999999},{"kind":"reopen","table":"contact","operation":"","key_from":0,"key_to":9999999999},{"kind":"remove","table":"activity","operation":"","key_from":0,"key_to":9999999999},{"kind":"reopen","table":"activity","operation":"","key_from":0,"key_to":9999999999}],"next":3,"rows_removed":0,"rows_restored":25,"rows_kept":0}', 21, 'tester', '2026-01-05 06:00:00.229', '2026-01-05 06:00:00.261', '2026-01-05 06:00:00.339', null, '2026-01-05 06:00:00.348', null, null, null, null);

delete from "import_locks";
insert into "import_locks" ("name", "version") values
  ('admission', 3),
  ('split', 0);

delete from "import_row_errors";
insert into "import_row_errors" ("job_id", "table_name", "operation", "file", "line", "row_no", "column_name", "value", "code", "message", "category", "record") values
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'contact', 'insert', 'contact.csv', 32, 31, 'Value', null, 'missing_value', 'Value is empty, but every row needs it.', 'validation', '{"EntityNumber":"0200.003.013","EntityContact":"ENT","ContactType":"TEL","Value":null}');

delete from "import_staging_activity";
insert into "import_staging_activity" ("job_id", "operation", "row_no", "line", "_entity_key", "entity_number", "activity_group", "nace_version", "nace_code", "classification") values
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 1, 2, 200000142, '0200.000.142', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 2, 3, 200000241, '0200.000.241', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 3, 4, 200000340, '0200.000.340', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 4, 5, 200000439, '0200.000.439', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 5, 6, 200000538, '0200.000.538', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 6, 7, 200000637, '0200.000.637', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 7, 8, 200000736, '0200.000.736', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 8, 9, 200000835, '0200.000.835', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 9, 10, 200000934, '0200.000.934', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 10, 11, 200001033, '0200.001.033', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 11, 12, 200001132, '0200.001.132', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 12, 13, 200001231, '0200.001.231', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 13, 14, 200001330, '0200.001.330', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 14, 15, 200001429, '0200.001.429', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 15, 16, 200001528, '0200.001.528', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 16, 17, 200001627, '0200.001.627', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 17, 18, 200001726, '0200.001.726', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 18, 19, 200001825, '0200.001.825', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 19, 20, 200001924, '0200.001.924', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 20, 21, 200002023, '0200.002.023', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 21, 22, 200002122, '0200.002.122', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 22, 23, 200002221, '0200.002.221', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 23, 24, 200002320, '0200.002.320', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 24, 25, 200002419, '0200.002.419', '001', '2025', '70200', 'MAIN'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 25, 26, 200002518, '0200.002.518', '001', '2025', '70200', 'MAIN');

delete from "import_staging_contact";
insert into "import_staging_contact" ("job_id", "operation", "row_no", "line", "_entity_key", "entity_number", "entity_contact", "contact_type", "value") values
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 1, 2, 200000142, '0200.000.142', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 2, 3, 200000241, '0200.000.241', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 3, 4, 200000340, '0200.000.340', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 4, 5, 200000439, '0200.000.439', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 5, 6, 200000538, '0200.000.538', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 6, 7, 200000637, '0200.000.637', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 7, 8, 200000736, '0200.000.736', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 8, 9, 200000835, '0200.000.835', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 9, 10, 200000934, '0200.000.934', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 10, 11, 200001033, '0200.001.033', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 11, 12, 200001132, '0200.001.132', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 12, 13, 200001231, '0200.001.231', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 13, 14, 200001330, '0200.001.330', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 14, 15, 200001429, '0200.001.429', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 15, 16, 200001528, '0200.001.528', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 16, 17, 200001627, '0200.001.627', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 17, 18, 200001726, '0200.001.726', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 18, 19, 200001825, '0200.001.825', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 19, 20, 200001924, '0200.001.924', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 20, 21, 200002023, '0200.002.023', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 21, 22, 200002122, '0200.002.122', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 22, 23, 200002221, '0200.002.221', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 23, 24, 200002320, '0200.002.320', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 24, 25, 200002419, '0200.002.419', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 25, 26, 200002518, '0200.002.518', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 1, 2, 200000142, '0200.000.142', 'ENT', 'TEL', '91'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 2, 3, 200000241, '0200.000.241', 'ENT', 'TEL', '92'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 3, 4, 200000340, '0200.000.340', 'ENT', 'TEL', '93'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 4, 5, 200000439, '0200.000.439', 'ENT', 'TEL', '94'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 5, 6, 200000538, '0200.000.538', 'ENT', 'TEL', '95'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 6, 7, 200000637, '0200.000.637', 'ENT', 'TEL', '96'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 7, 8, 200000736, '0200.000.736', 'ENT', 'TEL', '97'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 8, 9, 200000835, '0200.000.835', 'ENT', 'TEL', '98'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 9, 10, 200000934, '0200.000.934', 'ENT', 'TEL', '99'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 10, 11, 200001033, '0200.001.033', 'ENT', 'TEL', '910'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 11, 12, 200001132, '0200.001.132', 'ENT', 'TEL', '911'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 12, 13, 200001231, '0200.001.231', 'ENT', 'TEL', '912'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 13, 14, 200001330, '0200.001.330', 'ENT', 'TEL', '913'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 14, 15, 200001429, '0200.001.429', 'ENT', 'TEL', '914'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 15, 16, 200001528, '0200.001.528', 'ENT', 'TEL', '915'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 16, 17, 200001627, '0200.001.627', 'ENT', 'TEL', '916'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 17, 18, 200001726, '0200.001.726', 'ENT', 'TEL', '917'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 18, 19, 200001825, '0200.001.825', 'ENT', 'TEL', '918'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 19, 20, 200001924, '0200.001.924', 'ENT', 'TEL', '919'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 20, 21, 200002023, '0200.002.023', 'ENT', 'TEL', '920'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 21, 22, 200002122, '0200.002.122', 'ENT', 'TEL', '921'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 22, 23, 200002221, '0200.002.221', 'ENT', 'TEL', '922'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 23, 24, 200002320, '0200.002.320', 'ENT', 'TEL', '923'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 24, 25, 200002419, '0200.002.419', 'ENT', 'TEL', '924'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 25, 26, 200002518, '0200.002.518', 'ENT', 'TEL', '925');

delete from "import_staging_denomination";
insert into "import_staging_denomination" ("job_id", "operation", "row_no", "line", "_entity_key", "entity_number", "language", "type_of_denomination", "denomination") values
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 1, 2, 200000142, '0200.000.142', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 2, 3, 200000241, '0200.000.241', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 3, 4, 200000340, '0200.000.340', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 4, 5, 200000439, '0200.000.439', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 5, 6, 200000538, '0200.000.538', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 6, 7, 200000637, '0200.000.637', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 7, 8, 200000736, '0200.000.736', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 8, 9, 200000835, '0200.000.835', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 9, 10, 200000934, '0200.000.934', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 10, 11, 200001033, '0200.001.033', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 11, 12, 200001132, '0200.001.132', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 12, 13, 200001231, '0200.001.231', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 13, 14, 200001330, '0200.001.330', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 14, 15, 200001429, '0200.001.429', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 15, 16, 200001528, '0200.001.528', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 16, 17, 200001627, '0200.001.627', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 17, 18, 200001726, '0200.001.726', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 18, 19, 200001825, '0200.001.825', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 19, 20, 200001924, '0200.001.924', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 20, 21, 200002023, '0200.002.023', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 21, 22, 200002122, '0200.002.122', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 22, 23, 200002221, '0200.002.221', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 23, 24, 200002320, '0200.002.320', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 24, 25, 200002419, '0200.002.419', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'delete', 25, 26, 200002518, '0200.002.518', null, null, null),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 1, 2, 200000142, '0200.000.142', '2', '001', 'Nieuw 1'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 2, 3, 200000241, '0200.000.241', '2', '001', 'Nieuw 2'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 3, 4, 200000340, '0200.000.340', '2', '001', 'Nieuw 3'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 4, 5, 200000439, '0200.000.439', '2', '001', 'Nieuw 4'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 5, 6, 200000538, '0200.000.538', '2', '001', 'Nieuw 5'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 6, 7, 200000637, '0200.000.637', '2', '001', 'Nieuw 6'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 7, 8, 200000736, '0200.000.736', '2', '001', 'Nieuw 7'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 8, 9, 200000835, '0200.000.835', '2', '001', 'Nieuw 8'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 9, 10, 200000934, '0200.000.934', '2', '001', 'Nieuw 9'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 10, 11, 200001033, '0200.001.033', '2', '001', 'Nieuw 10'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 11, 12, 200001132, '0200.001.132', '2', '001', 'Nieuw 11'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 12, 13, 200001231, '0200.001.231', '2', '001', 'Nieuw 12'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 13, 14, 200001330, '0200.001.330', '2', '001', 'Nieuw 13'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 14, 15, 200001429, '0200.001.429', '2', '001', 'Nieuw 14'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 15, 16, 200001528, '0200.001.528', '2', '001', 'Nieuw 15'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 16, 17, 200001627, '0200.001.627', '2', '001', 'Nieuw 16'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 17, 18, 200001726, '0200.001.726', '2', '001', 'Nieuw 17'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 18, 19, 200001825, '0200.001.825', '2', '001', 'Nieuw 18'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 19, 20, 200001924, '0200.001.924', '2', '001', 'Nieuw 19'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 20, 21, 200002023, '0200.002.023', '2', '001', 'Nieuw 20'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 21, 22, 200002122, '0200.002.122', '2', '001', 'Nieuw 21'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 22, 23, 200002221, '0200.002.221', '2', '001', 'Nieuw 22'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 23, 24, 200002320, '0200.002.320', '2', '001', 'Nieuw 23'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 24, 25, 200002419, '0200.002.419', '2', '001', 'Nieuw 24'),
  ('019b8cbd-af73-7e44-bb5f-ca3440d9dc37', 'insert', 25, 26, 200002518, '0200.002.518', '2', '001', 'Nieuw 25');

delete from "import_undo";
insert into "import_undo" ("job_id", "table_name", "operation", "batch_number", "row_key", "before", "after") values
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'code', 'insert', 1, '{"category":"ActivityGroup","code":"001","language":"NL"}', null, '{"description":"Een"}'),
  ('019b8cbd-af14-7a75-b81e-165aa07b3dea', 'code', 'insert', 1, '{"category":"Status","code":"AC","language":"NL"}', null, '{"description":"Actief"}');

delete from "schema_migrations";
insert into "schema_migrations" ("version", "name", "applied_at") values
  (1, '0001_import_jobs', '2026-01-05 06:00:00.001'),
  (2, '0002_import_job_batches', '2026-01-05 06:00:00.002'),
  (3, '0003_import_job_files', '2026-01-05 06:00:00.003'),
  (4, '0004_import_row_errors', '2026-01-05 06:00:00.004'),
  (5, '0005_import_audit', '2026-01-05 06:00:00.005'),
  (6, '0006_import_undo', '2026-01-05 06:00:00.006'),
  (7, '0007_import_locks', '2026-01-05 06:00:00.007'),
  (8, '0008_import_staging_duplicates', '2026-01-05 06:00:00.008'),
  (10, '0010_kbo_targets', '2026-01-05 06:00:00.009'),
  (11, '0011_kbo_staging', '2026-01-05 06:00:00.01'),
  (12, '0012_kbo_views', '2026-01-05 06:00:00.011'),
  (13, '0013_folded_rows', '2026-01-05 06:00:00.012'),
  (14, '0014_taxonomy', '2026-01-05 06:00:00.013'),
  (15, '0015_contacts', '2026-01-05 06:00:00.014'),
  (16, '0016_qa_pairs', '2026-01-05 06:00:00.015'),
  (17, '0017_documents', '2026-01-05 06:00:00.016'),
  (20, '0020_refused_imports', '2026-01-05 06:00:00.017'),
  (21, '0021_completion_mails', '2026-01-05 06:00:00.018');
