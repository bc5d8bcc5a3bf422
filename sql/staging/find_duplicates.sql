-- Mark every staged row of some files whose identity comes again further down its file.
insert into import_staging_duplicates by name
/* @repeated */
select $job_id::uuid as job_id, 'enterprise' as table_name, 'insert' as operation, 1 as row_no
where $pass::ubigint < $passes::ubigint
/* @end */
