select count(*) as rows, count(*) filter (where before is null) as added
from import_undo
where job_id = $job_id::uuid and table_name = $table_name::varchar
