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
