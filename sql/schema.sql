-- The schema of a fresh database: every table, view and macro. Written by: npm run schema:dump
-- It is here to be read; sql/migrations/ is what makes and changes databases.

CREATE TABLE activity (
  entity_number VARCHAR,
  activity_group VARCHAR,
  nace_version VARCHAR,
  nace_code VARCHAR,
  classification VARCHAR,
  entity_type VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE address (
  entity_number VARCHAR,
  type_of_address VARCHAR,
  country_nl VARCHAR,
  country_fr VARCHAR,
  zipcode VARCHAR,
  municipality_nl VARCHAR,
  municipality_fr VARCHAR,
  street_nl VARCHAR,
  street_fr VARCHAR,
  house_number VARCHAR,
  box VARCHAR,
  extra_address_info VARCHAR,
  date_striking_off DATE,
  entity_type VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE branch (
  id VARCHAR,
  start_date DATE,
  enterprise_number VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE code (
  category VARCHAR,
  code VARCHAR,
  "language" VARCHAR,
  description VARCHAR,
  _job_id UUID NOT NULL
);

CREATE TABLE contact (
  entity_number VARCHAR,
  entity_contact VARCHAR,
  contact_type VARCHAR,
  "value" VARCHAR,
  entity_type VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE contact_person (
  id UUID NOT NULL,
  email VARCHAR,
  phone VARCHAR,
  first_name VARCHAR,
  last_name VARCHAR,
  company VARCHAR,
  job_title VARCHAR,
  address VARCHAR,
  city VARCHAR,
  postal_code VARCHAR,
  country VARCHAR,
  tags VARCHAR[],
  notes VARCHAR,
  imported_from UUID,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  _job_id UUID,
  _entity_key BIGINT NOT NULL
);

CREATE TABLE denomination (
  entity_number VARCHAR,
  "language" VARCHAR,
  type_of_denomination VARCHAR,
  denomination VARCHAR,
  entity_type VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE "document" (
  id UUID NOT NULL,
  filename VARCHAR NOT NULL,
  content_hash VARCHAR NOT NULL,
  media_type VARCHAR NOT NULL,
  bytes BIGINT NOT NULL,
  "text" VARCHAR NOT NULL,
  author VARCHAR,
  department VARCHAR,
  date_created DATE,
  tags VARCHAR[],
  category VARCHAR,
  metadata JSON,
  imported_from UUID,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  _job_id UUID,
  _entity_key BIGINT NOT NULL
);

CREATE TABLE document_chunk (
  id UUID NOT NULL,
  document_id UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "text" VARCHAR NOT NULL,
  embedding FLOAT[],
  _job_id UUID,
  _entity_key BIGINT NOT NULL
);

CREATE TABLE enterprise (
  entity_number VARCHAR,
  status VARCHAR,
  juridical_situation VARCHAR,
  type_of_enterprise VARCHAR,
  juridical_form VARCHAR,
  juridical_form_cac VARCHAR,
  start_date DATE,
  primary_name VARCHAR,
  primary_name_language VARCHAR,
  primary_name_nl VARCHAR,
  primary_name_fr VARCHAR,
  primary_name_de VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE establishment (
  entity_number VARCHAR,
  start_date DATE,
  enterprise_number VARCHAR,
  commercial_name VARCHAR,
  commercial_name_language VARCHAR,
  _entity_key BIGINT NOT NULL,
  _snapshot_date DATE NOT NULL,
  _extract_number INTEGER NOT NULL,
  _is_current BOOLEAN NOT NULL,
  _deleted_at_extract INTEGER,
  _job_id UUID NOT NULL,
  _closed_job_id UUID
);

CREATE TABLE import_audit (
  job_id UUID,
  happened_at TIMESTAMP NOT NULL,
  actor VARCHAR NOT NULL,
  "event" VARCHAR NOT NULL,
  from_status VARCHAR,
  to_status VARCHAR,
  detail VARCHAR
);

CREATE TABLE import_job_batches (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  operation VARCHAR NOT NULL,
  batch_number INTEGER NOT NULL,
  "position" BIGINT NOT NULL,
  phase INTEGER NOT NULL,
  waits_for VARCHAR[] NOT NULL,
  "mode" VARCHAR NOT NULL,
  row_from BIGINT,
  row_to BIGINT,
  key_from BIGINT,
  key_to BIGINT,
  records BIGINT NOT NULL,
  careful BOOLEAN NOT NULL,
  status VARCHAR NOT NULL,
  attempt INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  lease_token UUID,
  lease_until TIMESTAMP,
  not_before TIMESTAMP,
  driver_id VARCHAR,
  driver_label VARCHAR,
  started_at TIMESTAMP,
  completed_at TIMESTAMP,
  duration_ms DOUBLE,
  rows_read BIGINT NOT NULL,
  inserted BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  merged BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  failed_rows BIGINT NOT NULL,
  "matched" BIGINT NOT NULL,
  unmatched BIGINT NOT NULL,
  closed BIGINT NOT NULL,
  drift BIGINT NOT NULL,
  "error" VARCHAR,
  error_code VARCHAR,
  retryable BOOLEAN,
  stride INTEGER,
  actor VARCHAR,
  CHECK((status IN ('pending', 'processing', 'completed', 'failed')))
);

CREATE TABLE import_job_files (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  operation VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  lane INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  last_row BIGINT NOT NULL,
  rows_staged BIGINT NOT NULL,
  rows_failed BIGINT NOT NULL,
  bytes_read BIGINT NOT NULL,
  bytes_total BIGINT NOT NULL,
  done BOOLEAN NOT NULL,
  passes_done INTEGER NOT NULL,
  staged_at TIMESTAMP NOT NULL,
  unplanned BOOLEAN
);

CREATE TABLE import_jobs (
  job_id UUID NOT NULL,
  dataset VARCHAR NOT NULL,
  project_id VARCHAR,
  title VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  outcome VARCHAR,
  dry_run BOOLEAN NOT NULL,
  "options" JSON NOT NULL,
  "source" JSON NOT NULL,
  content_hash VARCHAR,
  extract_number INTEGER,
  extract_type VARCHAR,
  snapshot_date DATE,
  warnings JSON NOT NULL,
  result JSON,
  undo_progress JSON,
  schema_version INTEGER NOT NULL,
  started_by VARCHAR NOT NULL,
  started_at TIMESTAMP NOT NULL,
  prepared_at TIMESTAMP,
  finished_at TIMESTAMP,
  rollback_completed_at TIMESTAMP,
  updated_at TIMESTAMP NOT NULL,
  mail_status VARCHAR,
  mail_about VARCHAR,
  mail_at TIMESTAMP,
  mail_attempts INTEGER,
  "error" JSON,
  held VARCHAR,
  thinned_at TIMESTAMP,
  CHECK((status IN ('preparing', 'ready', 'processing', 'paused', 'finalizing', 'completed', 'failed', 'cancelled', 'rolling_back', 'rolled_back'))),
  CHECK((outcome IN ('complete', 'partial_failure', 'failed')))
);

CREATE TABLE import_locks (
  "name" VARCHAR NOT NULL,
  "version" BIGINT NOT NULL
);

CREATE TABLE import_row_error_counts (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  operation VARCHAR NOT NULL,
  code VARCHAR NOT NULL,
  column_name VARCHAR,
  errors BIGINT NOT NULL
);

CREATE TABLE import_row_errors (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  operation VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  line BIGINT,
  row_no BIGINT,
  column_name VARCHAR,
  "value" VARCHAR,
  code VARCHAR NOT NULL,
  message VARCHAR NOT NULL,
  category VARCHAR NOT NULL,
  record JSON,
  CHECK((category IN ('validation', 'conflict', 'database', 'system')))
);

CREATE TABLE import_staging_activity (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  entity_number VARCHAR,
  activity_group VARCHAR,
  nace_version VARCHAR,
  nace_code VARCHAR,
  classification VARCHAR
);

CREATE TABLE import_staging_address (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  entity_number VARCHAR,
  type_of_address VARCHAR,
  country_nl VARCHAR,
  country_fr VARCHAR,
  zipcode VARCHAR,
  municipality_nl VARCHAR,
  municipality_fr VARCHAR,
  street_nl VARCHAR,
  street_fr VARCHAR,
  house_number VARCHAR,
  box VARCHAR,
  extra_address_info VARCHAR,
  date_striking_off DATE
);

CREATE TABLE import_staging_branch (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  id VARCHAR,
  start_date DATE,
  enterprise_number VARCHAR
);

CREATE TABLE import_staging_code (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  category VARCHAR,
  code VARCHAR,
  "language" VARCHAR,
  description VARCHAR
);

CREATE TABLE import_staging_contact (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  entity_number VARCHAR,
  entity_contact VARCHAR,
  contact_type VARCHAR,
  "value" VARCHAR
);

CREATE TABLE import_staging_contact_person (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT,
  id UUID NOT NULL,
  _entity_key BIGINT NOT NULL,
  _known_id UUID,
  email VARCHAR,
  phone VARCHAR,
  first_name VARCHAR,
  last_name VARCHAR,
  company VARCHAR,
  job_title VARCHAR,
  address VARCHAR,
  city VARCHAR,
  postal_code VARCHAR,
  country VARCHAR,
  tags VARCHAR[],
  notes VARCHAR
);

CREATE TABLE import_staging_denomination (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  entity_number VARCHAR,
  "language" VARCHAR,
  type_of_denomination VARCHAR,
  denomination VARCHAR
);

CREATE TABLE import_staging_document (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT,
  id UUID NOT NULL,
  _entity_key BIGINT NOT NULL,
  filename VARCHAR NOT NULL,
  content_hash VARCHAR NOT NULL,
  media_type VARCHAR NOT NULL,
  bytes BIGINT NOT NULL,
  "text" VARCHAR NOT NULL,
  author VARCHAR,
  department VARCHAR,
  date_created DATE,
  tags VARCHAR[],
  category VARCHAR,
  metadata JSON,
  _chunks VARCHAR[]
);

CREATE TABLE import_staging_duplicates (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  owner_row_no BIGINT
);

CREATE TABLE import_staging_enterprise (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  entity_number VARCHAR,
  status VARCHAR,
  juridical_situation VARCHAR,
  type_of_enterprise VARCHAR,
  juridical_form VARCHAR,
  juridical_form_cac VARCHAR,
  start_date DATE
);

CREATE TABLE import_staging_establishment (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  _entity_key BIGINT,
  entity_number VARCHAR,
  start_date DATE,
  enterprise_number VARCHAR
);

CREATE TABLE import_staging_qa_pair (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT,
  id UUID NOT NULL,
  _entity_key BIGINT NOT NULL,
  question VARCHAR NOT NULL,
  answer VARCHAR NOT NULL,
  category VARCHAR,
  tags VARCHAR[]
);

CREATE TABLE import_staging_resolved (
  job_id UUID NOT NULL,
  row_no BIGINT NOT NULL,
  owner_row_no BIGINT NOT NULL,
  known_id UUID
);

CREATE TABLE import_staging_taxonomy_node (
  job_id UUID NOT NULL,
  operation VARCHAR NOT NULL,
  row_no BIGINT NOT NULL,
  line BIGINT,
  id UUID NOT NULL,
  _entity_key BIGINT NOT NULL,
  project_id VARCHAR NOT NULL,
  url VARCHAR NOT NULL,
  title VARCHAR,
  description VARCHAR,
  parent_url VARCHAR,
  metadata JSON
);

CREATE TABLE import_undo (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  operation VARCHAR NOT NULL,
  batch_number INTEGER NOT NULL,
  row_key VARCHAR NOT NULL,
  "before" JSON,
  "after" JSON,
  row_no BIGINT
);

CREATE TABLE import_uploads (
  upload_id UUID NOT NULL,
  filename VARCHAR NOT NULL,
  original_name VARCHAR NOT NULL,
  bytes BIGINT NOT NULL,
  part_bytes BIGINT NOT NULL,
  token VARCHAR NOT NULL,
  uploader VARCHAR NOT NULL,
  kept BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  completed_at TIMESTAMP,
  content_hash VARCHAR
);

CREATE TABLE qa_pair (
  id UUID NOT NULL,
  question VARCHAR NOT NULL,
  answer VARCHAR NOT NULL,
  category VARCHAR,
  tags VARCHAR[],
  status VARCHAR DEFAULT('draft') NOT NULL,
  embedding FLOAT[],
  embedding_status VARCHAR DEFAULT('pending') NOT NULL,
  imported_from UUID,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  _job_id UUID,
  _entity_key BIGINT NOT NULL
);

CREATE TABLE schema_migrations (
  "version" INTEGER NOT NULL,
  "name" VARCHAR NOT NULL,
  applied_at TIMESTAMP NOT NULL
);

CREATE TABLE taxonomy_node (
  id UUID NOT NULL,
  project_id VARCHAR NOT NULL,
  url VARCHAR NOT NULL,
  title VARCHAR,
  description VARCHAR,
  parent_url VARCHAR,
  depth INTEGER,
  parent_id UUID,
  metadata JSON,
  imported_from UUID,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  _job_id UUID,
  _entity_key BIGINT NOT NULL
);

CREATE VIEW activity_current AS
  SELECT * FROM activity
  WHERE _is_current;

CREATE VIEW address_current AS
  SELECT * FROM address
  WHERE _is_current;

CREATE VIEW branch_current AS
  SELECT * FROM branch
  WHERE _is_current;

CREATE VIEW contact_current AS
  SELECT * FROM contact
  WHERE _is_current;

CREATE VIEW denomination_current AS
  SELECT * FROM denomination
  WHERE _is_current;

CREATE VIEW enterprise_current AS
  SELECT * FROM enterprise
  WHERE _is_current;

CREATE VIEW establishment_current AS
  SELECT * FROM establishment
  WHERE _is_current;

CREATE MACRO activity_at(extract_number) AS TABLE
  SELECT * FROM activity
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));

CREATE MACRO address_at(extract_number) AS TABLE
  SELECT * FROM address
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));

CREATE MACRO branch_at(extract_number) AS TABLE
  SELECT * FROM branch
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));

CREATE MACRO contact_at(extract_number) AS TABLE
  SELECT * FROM contact
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));

CREATE MACRO denomination_at(extract_number) AS TABLE
  SELECT * FROM denomination
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));

CREATE MACRO enterprise_at(extract_number) AS TABLE
  SELECT * FROM enterprise
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));

CREATE MACRO establishment_at(extract_number) AS TABLE
  SELECT * FROM establishment
  WHERE ((_extract_number <= extract_number) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_number)));
