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
