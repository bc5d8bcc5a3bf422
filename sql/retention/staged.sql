-- Imports that are over and still have rows staged. One that was tried out keeps them until it can no longer be applied, since
-- the register is past it, or nobody has for long.
select j.job_id
from import_jobs as j
where j.job_id in (select job_id from (/* @staged */ select null::uuid as job_id /* @end */))
  and (j.status in ('cancelled', 'rolled_back')
    or (j.status = 'completed' and (not j.dry_run or j.finished_at < $before::timestamp or exists (
      select 1 from import_jobs as a
      where a.dataset = j.dataset and a.status = 'completed' and not a.dry_run and a.outcome <> 'failed'
        and (a.extract_number > j.extract_number
          or (a.extract_number = j.extract_number and a.extract_type in (j.extract_type, 'update')))))))
order by j.finished_at
