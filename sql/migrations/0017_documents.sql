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
