-- Mark every mended row whose identity comes again further down: the last one holds, as in a file, and stands for them.
insert into import_staging_duplicates by name
select
  $job_id::uuid as job_id, $table_name::varchar as table_name, 'mend' as operation, row_no,
  max(row_no) over (partition by /* @identity */ entity_number /* @end */) as owner_row_no
from /* @staging */ import_staging_enterprise
where job_id = $job_id::uuid and operation = 'mend' and row_no between $first_row::bigint and $last_row::bigint
qualify row_no <> owner_row_no
