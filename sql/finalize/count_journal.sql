-- What the journal says a job added to a keyed table and changed in it.
select
  /* @name */ 'contact_persons' /* @end */ as table_name,
  count(*) filter (where before is null) as opened,
  count(*) filter (where before is not null) as closed
from import_undo
where job_id = $job_id::uuid and table_name = /* @name */ 'contact_persons' /* @end */ and operation in ('insert', 'mend')
