-- Mark every staged row that an earlier row of the file stands for.
insert into import_staging_duplicates by name
select
  $job_id::uuid as job_id, $table_name::varchar as table_name, 'insert' as operation, row_no, owner_row_no
from (
  /* @resolved */ select 1 as row_no, 1 as owner_row_no /* @end */
)
where row_no <> owner_row_no
