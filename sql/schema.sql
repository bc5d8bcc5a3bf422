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
  _entity_key BIGINT NOT NULL,
  warnings JSON
);

CREATE TABLE document_chunk (
  id UUID NOT NULL,
  document_id UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "text" VARCHAR NOT NULL,
  embedding FLOAT[],
  _job_id UUID,
  _entity_key BIGINT NOT NULL,
  embedding_status VARCHAR DEFAULT('pending'),
  page INTEGER,
  section VARCHAR
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

CREATE TABLE feed (
  feed_id UUID NOT NULL,
  "name" VARCHAR NOT NULL,
  dataset VARCHAR NOT NULL,
  project_id VARCHAR,
  "source" JSON NOT NULL,
  "options" JSON NOT NULL,
  schedule VARCHAR NOT NULL,
  time_zone VARCHAR NOT NULL,
  "notify" VARCHAR,
  webhook_url VARCHAR,
  ping_url VARCHAR,
  stale_after DOUBLE,
  paused BOOLEAN NOT NULL,
  paused_reason VARCHAR,
  next_run_at TIMESTAMP,
  run_id UUID,
  job_id UUID,
  lease_until TIMESTAMP,
  seen JSON NOT NULL,
  failing BOOLEAN NOT NULL,
  stale BOOLEAN NOT NULL,
  data_at TIMESTAMP,
  created_by VARCHAR NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);

CREATE TABLE feed_run (
  run_id UUID NOT NULL,
  feed_id UUID NOT NULL,
  due_at TIMESTAMP,
  begun_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP,
  started_by VARCHAR NOT NULL,
  result VARCHAR NOT NULL,
  message VARCHAR,
  missed INTEGER NOT NULL,
  jobs JSON NOT NULL,
  CHECK((result IN ('running', 'imported', 'nothing_new', 'waiting', 'failed')))
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
  abandoned BOOLEAN,
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
  unplanned BOOLEAN,
  notices VARCHAR
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

CREATE TABLE import_lost_rows (
  job_id UUID NOT NULL,
  table_name VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  line BIGINT,
  number VARCHAR NOT NULL
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
  faults JSON,
  draft JSON,
  draft_faults JSON,
  drafted_by VARCHAR,
  drafted_at TIMESTAMP,
  CHECK((category IN ('validation', 'conflict', 'database', 'system')))
);

CREATE TABLE import_settled_rows (
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
  faults JSON,
  mended JSON,
  mended_row_no BIGINT,
  "rows" BIGINT NOT NULL,
  state VARCHAR NOT NULL,
  actor VARCHAR NOT NULL,
  settled_at TIMESTAMP NOT NULL,
  reason VARCHAR,
  CHECK((state IN ('mending', 'mended', 'dismissed')))
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
  _chunks VARCHAR[],
  warnings JSON,
  _pages INTEGER[],
  _sections VARCHAR[]
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
  content_hash VARCHAR,
  hashed JSON
);

CREATE TABLE outbox (
  delivery_id UUID NOT NULL,
  channel VARCHAR NOT NULL,
  address VARCHAR NOT NULL,
  "event" VARCHAR NOT NULL,
  about VARCHAR NOT NULL,
  job_id UUID,
  feed_id UUID,
  "data" JSON,
  body VARCHAR,
  status VARCHAR NOT NULL,
  attempts INTEGER NOT NULL,
  answer VARCHAR,
  created_at TIMESTAMP NOT NULL,
  due_at TIMESTAMP NOT NULL,
  taken_at TIMESTAMP,
  settled_at TIMESTAMP,
  CHECK((channel IN ('mail', 'webhook', 'ping'))),
  CHECK((status IN ('due', 'sending', 'delivered', 'failed')))
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

CREATE TABLE sessions (
  id_hash VARCHAR NOT NULL,
  key_name VARCHAR NOT NULL,
  fingerprint VARCHAR NOT NULL,
  made_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  last_seen_at TIMESTAMP NOT NULL
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

CREATE VIEW activity_history AS
  SELECT entity_number, activity_group, nace_version, nace_code, classification, entity_type, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY entity_number, activity_group, nace_version, nace_code, classification, entity_type ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY entity_number, activity_group, nace_version, nace_code, classification, entity_type ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM activity AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY entity_number, activity_group, nace_version, nace_code, classification, entity_type, "version";

CREATE VIEW address_current AS
  SELECT * FROM address
  WHERE _is_current;

CREATE VIEW address_history AS
  SELECT entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl, municipality_fr, street_nl, street_fr, house_number, box, extra_address_info, date_striking_off, entity_type, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl, municipality_fr, street_nl, street_fr, house_number, box, extra_address_info, date_striking_off, entity_type ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl, municipality_fr, street_nl, street_fr, house_number, box, extra_address_info, date_striking_off, entity_type ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM address AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl, municipality_fr, street_nl, street_fr, house_number, box, extra_address_info, date_striking_off, entity_type, "version";

CREATE VIEW branch_current AS
  SELECT * FROM branch
  WHERE _is_current;

CREATE VIEW branch_history AS
  SELECT id, start_date, enterprise_number, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY id, start_date, enterprise_number ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY id, start_date, enterprise_number ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM branch AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY id, start_date, enterprise_number, "version";

CREATE VIEW contact_current AS
  SELECT * FROM contact
  WHERE _is_current;

CREATE VIEW contact_history AS
  SELECT entity_number, entity_contact, contact_type, "value", entity_type, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY entity_number, entity_contact, contact_type, "value", entity_type ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY entity_number, entity_contact, contact_type, "value", entity_type ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM contact AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY entity_number, entity_contact, contact_type, "value", entity_type, "version";

CREATE VIEW denomination_current AS
  SELECT * FROM denomination
  WHERE _is_current;

CREATE VIEW denomination_history AS
  SELECT entity_number, "language", type_of_denomination, denomination, entity_type, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY entity_number, "language", type_of_denomination, denomination, entity_type ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY entity_number, "language", type_of_denomination, denomination, entity_type ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM denomination AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY entity_number, "language", type_of_denomination, denomination, entity_type, "version";

CREATE VIEW enterprise_current AS
  SELECT * FROM enterprise
  WHERE _is_current;

CREATE VIEW enterprise_history AS
  SELECT entity_number, status, juridical_situation, type_of_enterprise, juridical_form, juridical_form_cac, start_date, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY entity_number, status, juridical_situation, type_of_enterprise, juridical_form, juridical_form_cac, start_date ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY entity_number, status, juridical_situation, type_of_enterprise, juridical_form, juridical_form_cac, start_date ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM enterprise AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY entity_number, status, juridical_situation, type_of_enterprise, juridical_form, juridical_form_cac, start_date, "version";

CREATE VIEW establishment_current AS
  SELECT * FROM establishment
  WHERE _is_current;

CREATE VIEW establishment_history AS
  SELECT entity_number, start_date, enterprise_number, min(_snapshot_date) AS valid_from, "last"(closed_on ORDER BY _extract_number) AS valid_to, min(_extract_number) AS from_extract, "last"(_deleted_at_extract ORDER BY _extract_number) AS to_extract FROM (SELECT *, count() FILTER (WHERE begun) OVER (PARTITION BY entity_number, start_date, enterprise_number ORDER BY _extract_number) AS "version" FROM (SELECT t.*, j.closed_on, (lag(_deleted_at_extract) OVER (PARTITION BY entity_number, start_date, enterprise_number ORDER BY _extract_number) IS DISTINCT FROM _extract_number) AS begun FROM establishment AS t LEFT JOIN (SELECT job_id, snapshot_date AS closed_on FROM import_jobs) AS j ON ((j.job_id = t._closed_job_id))
  WHERE ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > _extract_number)))) GROUP BY entity_number, start_date, enterprise_number, "version";

CREATE VIEW register_extract AS
  SELECT extract_number, extract_type, snapshot_date, job_id, finished_at AS imported_at FROM import_jobs
  WHERE ((dataset = 'daily-update') AND (outcome != 'failed') AND (NOT dry_run) AND ((status = 'completed') OR ((finished_at IS NOT NULL) AND (status IN ('processing', 'paused', 'finalizing', 'failed')))));

CREATE MACRO extract_of(moment) AS CASE  WHEN ((moment IS NULL)) THEN (NULL) WHEN (regexp_full_match(CAST(moment AS VARCHAR), '[0-9]{1,6}([.]0+)?')) THEN (TRY_CAST(CAST(moment AS VARCHAR) AS INTEGER)) WHEN ((TRY_CAST(CAST(moment AS VARCHAR) AS "DATE") IS NULL)) THEN ("error"('An extract is meant by its number or by a day, such as date ''2025-02-01''; a number has six digits at the most.')) ELSE CAST((SELECT max(extract_number) FROM register_extract
  WHERE (snapshot_date <= TRY_CAST(CAST(moment AS VARCHAR) AS "DATE"))) AS INTEGER) END;

CREATE MACRO activity_at(moment) AS TABLE
  SELECT * FROM activity AS t
  WHERE ((t._extract_number <= extract_of(moment)) AND ((t._deleted_at_extract IS NULL) OR (t._deleted_at_extract > extract_of(moment))));

CREATE MACRO activity_changes(moment) AS TABLE
  SELECT entity_number, activity_group, nace_version, nace_code, classification, change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.entity_number, c.entity_number) AS entity_number, COALESCE(o.activity_group, c.activity_group) AS activity_group, COALESCE(o.nace_version, c.nace_version) AS nace_version, COALESCE(o.nace_code, c.nace_code) AS nace_code, COALESCE(o.classification, c.classification) AS classification, CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE main.list_value() END AS "columns" FROM (SELECT * FROM activity
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM activity WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON (((o.entity_number = c.entity_number) AND (o.activity_group = c.activity_group) AND (o.nace_version = c.nace_version) AND (o.nace_code = c.nace_code) AND (o.classification = c.classification)))) AS t , unnest(t."columns") AS one(u);

CREATE MACRO address_at(moment) AS TABLE
  SELECT * FROM address AS t
  WHERE ((t._extract_number <= extract_of(moment)) AND ((t._deleted_at_extract IS NULL) OR (t._deleted_at_extract > extract_of(moment))));

CREATE MACRO address_changes(moment) AS TABLE
  SELECT entity_number, type_of_address, change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.entity_number, c.entity_number) AS entity_number, COALESCE(o.type_of_address, c.type_of_address) AS type_of_address, CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE list_filter(main.list_value(main.struct_pack(column_name := 'country_nl', "before" := CAST(c.country_nl AS VARCHAR), "after" := CAST(o.country_nl AS VARCHAR)), main.struct_pack(column_name := 'country_fr', "before" := CAST(c.country_fr AS VARCHAR), "after" := CAST(o.country_fr AS VARCHAR)), main.struct_pack(column_name := 'zipcode', "before" := CAST(c.zipcode AS VARCHAR), "after" := CAST(o.zipcode AS VARCHAR)), main.struct_pack(column_name := 'municipality_nl', "before" := CAST(c.municipality_nl AS VARCHAR), "after" := CAST(o.municipality_nl AS VARCHAR)), main.struct_pack(column_name := 'municipality_fr', "before" := CAST(c.municipality_fr AS VARCHAR), "after" := CAST(o.municipality_fr AS VARCHAR)), main.struct_pack(column_name := 'street_nl', "before" := CAST(c.street_nl AS VARCHAR), "after" := CAST(o.street_nl AS VARCHAR)), main.struct_pack(column_name := 'street_fr', "before" := CAST(c.street_fr AS VARCHAR), "after" := CAST(o.street_fr AS VARCHAR)), main.struct_pack(column_name := 'house_number', "before" := CAST(c.house_number AS VARCHAR), "after" := CAST(o.house_number AS VARCHAR)), main.struct_pack(column_name := 'box', "before" := CAST(c.box AS VARCHAR), "after" := CAST(o.box AS VARCHAR)), main.struct_pack(column_name := 'extra_address_info', "before" := CAST(c.extra_address_info AS VARCHAR), "after" := CAST(o.extra_address_info AS VARCHAR)), main.struct_pack(column_name := 'date_striking_off', "before" := CAST(c.date_striking_off AS VARCHAR), "after" := CAST(o.date_striking_off AS VARCHAR))), (lambda x: (x."before" IS DISTINCT FROM x."after"))) END AS "columns" FROM (SELECT * FROM address
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM address WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON (((o.entity_number = c.entity_number) AND (o.type_of_address = c.type_of_address)))) AS t , unnest(t."columns") AS one(u);

CREATE MACRO branch_at(moment) AS TABLE
  SELECT * FROM branch AS t
  WHERE ((t._extract_number <= extract_of(moment)) AND ((t._deleted_at_extract IS NULL) OR (t._deleted_at_extract > extract_of(moment))));

CREATE MACRO branch_changes(moment) AS TABLE
  SELECT id, change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.id, c.id) AS id, CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE list_filter(main.list_value(main.struct_pack(column_name := 'start_date', "before" := CAST(c.start_date AS VARCHAR), "after" := CAST(o.start_date AS VARCHAR)), main.struct_pack(column_name := 'enterprise_number', "before" := CAST(c.enterprise_number AS VARCHAR), "after" := CAST(o.enterprise_number AS VARCHAR))), (lambda x: (x."before" IS DISTINCT FROM x."after"))) END AS "columns" FROM (SELECT * FROM branch
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM branch WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON ((o.id = c.id))) AS t , unnest(t."columns") AS one(u);

CREATE MACRO contact_at(moment) AS TABLE
  SELECT * FROM contact AS t
  WHERE ((t._extract_number <= extract_of(moment)) AND ((t._deleted_at_extract IS NULL) OR (t._deleted_at_extract > extract_of(moment))));

CREATE MACRO contact_changes(moment) AS TABLE
  SELECT entity_number, entity_contact, contact_type, "value", change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.entity_number, c.entity_number) AS entity_number, COALESCE(o.entity_contact, c.entity_contact) AS entity_contact, COALESCE(o.contact_type, c.contact_type) AS contact_type, COALESCE(o."value", c."value") AS "value", CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE main.list_value() END AS "columns" FROM (SELECT * FROM contact
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM contact WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON (((o.entity_number = c.entity_number) AND (o.entity_contact = c.entity_contact) AND (o.contact_type = c.contact_type) AND (o."value" = c."value")))) AS t , unnest(t."columns") AS one(u);

CREATE MACRO denomination_at(moment) AS TABLE
  SELECT * FROM denomination AS t
  WHERE ((t._extract_number <= extract_of(moment)) AND ((t._deleted_at_extract IS NULL) OR (t._deleted_at_extract > extract_of(moment))));

CREATE MACRO denomination_changes(moment) AS TABLE
  SELECT entity_number, "language", type_of_denomination, denomination, change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.entity_number, c.entity_number) AS entity_number, COALESCE(o."language", c."language") AS "language", COALESCE(o.type_of_denomination, c.type_of_denomination) AS type_of_denomination, COALESCE(o.denomination, c.denomination) AS denomination, CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE main.list_value() END AS "columns" FROM (SELECT * FROM denomination
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM denomination WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON (((o.entity_number = c.entity_number) AND (o."language" = c."language") AND (o.type_of_denomination = c.type_of_denomination) AND (o.denomination = c.denomination)))) AS t , unnest(t."columns") AS one(u);

CREATE MACRO enterprise_at(moment) AS TABLE
  SELECT e.* REPLACE (COALESCE(b.nl, b.fr, b."unknown", b.de, b.en, e.entity_number) AS primary_name, CASE  WHEN ((b.nl IS NOT NULL)) THEN ('2') WHEN ((b.fr IS NOT NULL)) THEN ('1') WHEN ((b."unknown" IS NOT NULL)) THEN ('0') WHEN ((b.de IS NOT NULL)) THEN ('3') WHEN ((b.en IS NOT NULL)) THEN ('4') ELSE NULL END AS primary_name_language, b.nl AS primary_name_nl, b.fr AS primary_name_fr, b.de AS primary_name_de) FROM enterprise AS e LEFT JOIN (SELECT d.entity_number, max(d.denomination) FILTER (WHERE (d."language" = '2')) AS nl, max(d.denomination) FILTER (WHERE (d."language" = '1')) AS fr, max(d.denomination) FILTER (WHERE (d."language" = '0')) AS "unknown", max(d.denomination) FILTER (WHERE (d."language" = '3')) AS de, max(d.denomination) FILTER (WHERE (d."language" = '4')) AS en FROM denomination AS d
  WHERE ((d.type_of_denomination = '001') AND (d._extract_number <= extract_of(moment)) AND ((d._deleted_at_extract IS NULL) OR (d._deleted_at_extract > extract_of(moment)))) GROUP BY d.entity_number) AS b USING (entity_number) WHERE ((e._extract_number <= extract_of(moment)) AND ((e._deleted_at_extract IS NULL) OR (e._deleted_at_extract > extract_of(moment))));

CREATE MACRO enterprise_changes(moment) AS TABLE
  SELECT entity_number, change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.entity_number, c.entity_number) AS entity_number, CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE list_filter(main.list_value(main.struct_pack(column_name := 'status', "before" := CAST(c.status AS VARCHAR), "after" := CAST(o.status AS VARCHAR)), main.struct_pack(column_name := 'juridical_situation', "before" := CAST(c.juridical_situation AS VARCHAR), "after" := CAST(o.juridical_situation AS VARCHAR)), main.struct_pack(column_name := 'type_of_enterprise', "before" := CAST(c.type_of_enterprise AS VARCHAR), "after" := CAST(o.type_of_enterprise AS VARCHAR)), main.struct_pack(column_name := 'juridical_form', "before" := CAST(c.juridical_form AS VARCHAR), "after" := CAST(o.juridical_form AS VARCHAR)), main.struct_pack(column_name := 'juridical_form_cac', "before" := CAST(c.juridical_form_cac AS VARCHAR), "after" := CAST(o.juridical_form_cac AS VARCHAR)), main.struct_pack(column_name := 'start_date', "before" := CAST(c.start_date AS VARCHAR), "after" := CAST(o.start_date AS VARCHAR))), (lambda x: (x."before" IS DISTINCT FROM x."after"))) END AS "columns" FROM (SELECT * FROM enterprise
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM enterprise WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON ((o.entity_number = c.entity_number))) AS t , unnest(t."columns") AS one(u);

CREATE MACRO establishment_at(moment) AS TABLE
  SELECT e.* REPLACE (COALESCE(b.nl, b.fr, b."unknown", b.de, b.en) AS commercial_name, CASE  WHEN ((b.nl IS NOT NULL)) THEN ('2') WHEN ((b.fr IS NOT NULL)) THEN ('1') WHEN ((b."unknown" IS NOT NULL)) THEN ('0') WHEN ((b.de IS NOT NULL)) THEN ('3') WHEN ((b.en IS NOT NULL)) THEN ('4') ELSE NULL END AS commercial_name_language) FROM establishment AS e LEFT JOIN (SELECT d.entity_number, max(d.denomination) FILTER (WHERE (d."language" = '2')) AS nl, max(d.denomination) FILTER (WHERE (d."language" = '1')) AS fr, max(d.denomination) FILTER (WHERE (d."language" = '0')) AS "unknown", max(d.denomination) FILTER (WHERE (d."language" = '3')) AS de, max(d.denomination) FILTER (WHERE (d."language" = '4')) AS en FROM denomination AS d
  WHERE ((d.type_of_denomination = '003') AND (d._extract_number <= extract_of(moment)) AND ((d._deleted_at_extract IS NULL) OR (d._deleted_at_extract > extract_of(moment)))) GROUP BY d.entity_number) AS b USING (entity_number) WHERE ((e._extract_number <= extract_of(moment)) AND ((e._deleted_at_extract IS NULL) OR (e._deleted_at_extract > extract_of(moment))));

CREATE MACRO establishment_changes(moment) AS TABLE
  SELECT entity_number, change, u.column_name, u."before", u."after" FROM (SELECT COALESCE(o.entity_number, c.entity_number) AS entity_number, CASE  WHEN ((c._job_id IS NULL)) THEN ('opened') WHEN ((o._job_id IS NULL)) THEN ('closed') ELSE 'changed' END AS change, CASE  WHEN (((c._job_id IS NULL) OR (o._job_id IS NULL))) THEN (main.list_value(main.struct_pack(column_name := CAST(NULL AS VARCHAR), "before" := CAST(NULL AS VARCHAR), "after" := CAST(NULL AS VARCHAR)))) ELSE list_filter(main.list_value(main.struct_pack(column_name := 'start_date', "before" := CAST(c.start_date AS VARCHAR), "after" := CAST(o.start_date AS VARCHAR)), main.struct_pack(column_name := 'enterprise_number', "before" := CAST(c.enterprise_number AS VARCHAR), "after" := CAST(o.enterprise_number AS VARCHAR))), (lambda x: (x."before" IS DISTINCT FROM x."after"))) END AS "columns" FROM (SELECT * FROM establishment
  WHERE ((_extract_number = extract_of(moment)) AND ((_deleted_at_extract IS NULL) OR (_deleted_at_extract > extract_of(moment))))) AS o FULL JOIN (SELECT * FROM establishment WHERE ((_deleted_at_extract = extract_of(moment)) AND (_extract_number < extract_of(moment)))) AS c ON ((o.entity_number = c.entity_number))) AS t , unnest(t."columns") AS one(u);

COMMENT ON TABLE activity IS 'Activities of enterprises, establishments and branches and their history.';

COMMENT ON COLUMN activity._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN activity._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN activity._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN activity._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN activity._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN activity._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN activity._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN activity.activity_group IS 'Code; its texts are in code, category ActivityGroup.';

COMMENT ON COLUMN activity.classification IS 'MAIN, SECO or ANCI: main, secondary or ancillary.';

COMMENT ON COLUMN activity.entity_number IS 'Number of the enterprise, establishment or branch, ten digits with dots.';

COMMENT ON COLUMN activity.entity_type IS 'What the number is of, told from its first digit: enterprise, establishment or branch.';

COMMENT ON COLUMN activity.nace_code IS 'NACE code; its texts are in code, category Nace with the edition.';

COMMENT ON COLUMN activity.nace_version IS 'Edition of the NACE code: 2003, 2008 or 2025.';

COMMENT ON MACRO TABLE activity_at IS 'Rows of activity that held at an extract or a day: activity_at(140), activity_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE activity_changes IS 'What an extract, or the last of a day, changed in activity: activity_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW activity_current IS 'Rows of activity that hold now.';

COMMENT ON VIEW activity_history IS 'Versions of activity: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON TABLE address IS 'Addresses of enterprises, establishments and branches and their history.';

COMMENT ON COLUMN address._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN address._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN address._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN address._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN address._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN address._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN address._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN address.box IS 'Box in the house.';

COMMENT ON COLUMN address.country_fr IS 'Country in French; empty in Belgium.';

COMMENT ON COLUMN address.country_nl IS 'Country in Dutch; empty in Belgium.';

COMMENT ON COLUMN address.date_striking_off IS 'Day the address was struck off.';

COMMENT ON COLUMN address.entity_number IS 'Number of the enterprise, establishment or branch, ten digits with dots.';

COMMENT ON COLUMN address.entity_type IS 'What the number is of, told from its first digit: enterprise, establishment or branch.';

COMMENT ON COLUMN address.extra_address_info IS 'What else the address needs.';

COMMENT ON COLUMN address.house_number IS 'House number, which is text: 2-4.';

COMMENT ON COLUMN address.municipality_fr IS 'Municipality in French.';

COMMENT ON COLUMN address.municipality_nl IS 'Municipality in Dutch.';

COMMENT ON COLUMN address.street_fr IS 'Street in French.';

COMMENT ON COLUMN address.street_nl IS 'Street in Dutch.';

COMMENT ON COLUMN address.type_of_address IS 'REGO seat, BAET establishment, ABBR branch, OBAD oldest active establishment.';

COMMENT ON COLUMN address.zipcode IS 'Postal code.';

COMMENT ON MACRO TABLE address_at IS 'Rows of address that held at an extract or a day: address_at(140), address_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE address_changes IS 'What an extract, or the last of a day, changed in address: address_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW address_current IS 'Rows of address that hold now.';

COMMENT ON VIEW address_history IS 'Versions of address: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON TABLE branch IS 'Belgian branches of foreign enterprises and their history.';

COMMENT ON COLUMN branch._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN branch._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN branch._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN branch._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN branch._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN branch._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN branch._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN branch.enterprise_number IS 'Number of the enterprise it belongs to.';

COMMENT ON COLUMN branch.id IS 'Number of the branch, ten digits with dots.';

COMMENT ON COLUMN branch.start_date IS 'Day it began.';

COMMENT ON MACRO TABLE branch_at IS 'Rows of branch that held at an extract or a day: branch_at(140), branch_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE branch_changes IS 'What an extract, or the last of a day, changed in branch: branch_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW branch_current IS 'Rows of branch that hold now.';

COMMENT ON VIEW branch_history IS 'Versions of branch: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON TABLE code IS 'What the codes of the other tables mean. It is kept up to date and has no history.';

COMMENT ON COLUMN code._job_id IS 'Import that last wrote the row.';

COMMENT ON COLUMN code.category IS 'Which list of codes.';

COMMENT ON COLUMN code.code IS 'The code.';

COMMENT ON COLUMN code.description IS 'What it means in that language.';

COMMENT ON COLUMN code.language IS 'NL, FR, DE or EN.';

COMMENT ON TABLE contact IS 'Telephone numbers, e-mail and web addresses and their history.';

COMMENT ON COLUMN contact._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN contact._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN contact._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN contact._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN contact._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN contact._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN contact._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN contact.contact_type IS 'TEL, FAX, EMAIL or WEB.';

COMMENT ON COLUMN contact.entity_contact IS 'Whose it is: ENT enterprise, EST establishment, BRA branch.';

COMMENT ON COLUMN contact.entity_number IS 'Number of the enterprise, establishment or branch, ten digits with dots.';

COMMENT ON COLUMN contact.entity_type IS 'What the number is of, told from its first digit: enterprise, establishment or branch.';

COMMENT ON COLUMN contact.value IS 'The number or address itself.';

COMMENT ON MACRO TABLE contact_at IS 'Rows of contact that held at an extract or a day: contact_at(140), contact_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE contact_changes IS 'What an extract, or the last of a day, changed in contact: contact_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW contact_current IS 'Rows of contact that hold now.';

COMMENT ON VIEW contact_history IS 'Versions of contact: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON TABLE denomination IS 'Names of enterprises, establishments and branches and their history.';

COMMENT ON COLUMN denomination._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN denomination._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN denomination._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN denomination._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN denomination._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN denomination._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN denomination._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN denomination.denomination IS 'The name.';

COMMENT ON COLUMN denomination.entity_number IS 'Number of the enterprise, establishment or branch, ten digits with dots.';

COMMENT ON COLUMN denomination.entity_type IS 'What the number is of, told from its first digit: enterprise, establishment or branch.';

COMMENT ON COLUMN denomination.language IS '0 unknown, 1 French, 2 Dutch, 3 German, 4 English.';

COMMENT ON COLUMN denomination.type_of_denomination IS '001 legal name, 002 abbreviation, 003 commercial name, 004 name of a branch.';

COMMENT ON MACRO TABLE denomination_at IS 'Rows of denomination that held at an extract or a day: denomination_at(140), denomination_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE denomination_changes IS 'What an extract, or the last of a day, changed in denomination: denomination_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW denomination_current IS 'Rows of denomination that hold now.';

COMMENT ON VIEW denomination_history IS 'Versions of denomination: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON TABLE enterprise IS 'Enterprises of the Belgian company register and their history.';

COMMENT ON COLUMN enterprise._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN enterprise._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN enterprise._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN enterprise._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN enterprise._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN enterprise._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN enterprise._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN enterprise.entity_number IS 'Number of the enterprise, ten digits with dots.';

COMMENT ON COLUMN enterprise.juridical_form IS 'Code; its texts are in code, category JuridicalForm.';

COMMENT ON COLUMN enterprise.juridical_form_cac IS 'Code; its texts are in code, category JuridicalForm. The form it will have once its statutes follow the code of 2019.';

COMMENT ON COLUMN enterprise.juridical_situation IS 'Code; its texts are in code, category JuridicalSituation.';

COMMENT ON COLUMN enterprise.primary_name IS 'Its legal name, Dutch before French, unknown, German, English; its number where it has none. Of a closed row the last it had: enterprise_at tells the name of then.';

COMMENT ON COLUMN enterprise.primary_name_de IS 'Its legal name in German.';

COMMENT ON COLUMN enterprise.primary_name_fr IS 'Its legal name in French.';

COMMENT ON COLUMN enterprise.primary_name_language IS 'Language of primary_name: 0 unknown, 1 French, 2 Dutch, 3 German, 4 English.';

COMMENT ON COLUMN enterprise.primary_name_nl IS 'Its legal name in Dutch.';

COMMENT ON COLUMN enterprise.start_date IS 'Day it began.';

COMMENT ON COLUMN enterprise.status IS 'Code; its texts are in code, category Status.';

COMMENT ON COLUMN enterprise.type_of_enterprise IS 'Code; its texts are in code, category TypeOfEnterprise. 1 natural person, 2 legal person.';

COMMENT ON MACRO TABLE enterprise_at IS 'Rows of enterprise that held at an extract or a day with the names of then (primary_name): enterprise_at(140), enterprise_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE enterprise_changes IS 'What an extract, or the last of a day, changed in enterprise: enterprise_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW enterprise_current IS 'Rows of enterprise that hold now.';

COMMENT ON VIEW enterprise_history IS 'Versions of enterprise: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON TABLE establishment IS 'Establishments of enterprises and their history.';

COMMENT ON COLUMN establishment._closed_job_id IS 'Import that closed the row.';

COMMENT ON COLUMN establishment._deleted_at_extract IS 'Number of the extract that closed the row; empty while it holds.';

COMMENT ON COLUMN establishment._entity_key IS 'The digits of the number as a number; rows are looked up and kept in order by it.';

COMMENT ON COLUMN establishment._extract_number IS 'Number of the extract that opened the row.';

COMMENT ON COLUMN establishment._is_current IS 'Whether the row holds now.';

COMMENT ON COLUMN establishment._job_id IS 'Import that opened the row.';

COMMENT ON COLUMN establishment._snapshot_date IS 'Day of the register''s state that opened the row.';

COMMENT ON COLUMN establishment.commercial_name IS 'Its commercial name, in the same order of languages as an enterprise''s. Of a closed row the last it had: establishment_at tells the name of then.';

COMMENT ON COLUMN establishment.commercial_name_language IS 'Language of commercial_name: 0 unknown, 1 French, 2 Dutch, 3 German, 4 English.';

COMMENT ON COLUMN establishment.enterprise_number IS 'Number of the enterprise it belongs to.';

COMMENT ON COLUMN establishment.entity_number IS 'Number of the establishment, ten digits with dots.';

COMMENT ON COLUMN establishment.start_date IS 'Day it began.';

COMMENT ON MACRO TABLE establishment_at IS 'Rows of establishment that held at an extract or a day with the names of then (commercial_name): establishment_at(140), establishment_at(date ''2025-02-01''). Nothing is known from before the first extract; extracts never imported are as the one before them.';

COMMENT ON MACRO TABLE establishment_changes IS 'What an extract, or the last of a day, changed in establishment: establishment_changes(141) has a row for each thing opened or closed, and for each column that changed.';

COMMENT ON VIEW establishment_current IS 'Rows of establishment that hold now.';

COMMENT ON VIEW establishment_history IS 'Versions of establishment: each holds from valid_from until the day before valid_to, which is empty while it holds; from_extract opened it, to_extract closed it. A version that was closed and opened again unchanged is one.';

COMMENT ON MACRO extract_of IS 'Number of the extract that a number or a day means: of a day the last whose snapshot is not after it.';

COMMENT ON TABLE feed IS 'Imports that repeat: where from, how often, and whom to tell.';

COMMENT ON TABLE feed_run IS 'Each time a feed was due or asked for, and what came of it.';

COMMENT ON COLUMN import_jobs.content_hash IS 'SHA-256 over the SHA-256s of 8 MB parts; of the whole where schema_version < 25';

COMMENT ON TABLE outbox IS 'What somebody outside is told by mail, webhook or ping, and what they answered.';

COMMENT ON VIEW register_extract IS 'Extracts the register''s tables have been through; a full and an update may share a number.';
