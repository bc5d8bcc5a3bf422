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
