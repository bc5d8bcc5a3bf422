-- Mark every staged row that an earlier row of the file stands for.
insert into import_staging_duplicates by name
select job_id, $table_name::varchar as table_name, $operation::varchar as operation, row_no, owner_row_no
from import_staging_resolved
where job_id = $job_id::uuid and row_no <> owner_row_no
