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
