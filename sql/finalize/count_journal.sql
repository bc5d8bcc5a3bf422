-- What the journal says a job added to a keyed table and changed in it.
select count(*) filter (where before is null) as added, count(*) filter (where before is not null) as changed
from import_undo
where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = 'insert'
