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
