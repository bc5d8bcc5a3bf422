-- What a database holds, as a person knows it.
select
  (select max(version) from schema_migrations) as schema_version,
  (select count(*) from import_jobs) as imports,
  (select max(extract_number) from import_jobs where status = 'completed' and not dry_run) as extract_number
