-- What a row of a register has held from one extract to another, with the imports that opened and closed each; what an extract
-- both opened and closed was never there.
select
  /* @columns */ t.entity_number as id /* @end */,
  t._job_id as _opened_by,
  o.title as _opened_title,
  t._closed_job_id as _closed_by,
  c.title as _closed_title,
  c.snapshot_date as _closed_on
from /* @target */ activity as t
left join import_jobs as o on o.job_id = t._job_id
left join import_jobs as c on c.job_id = t._closed_job_id
where /* @wanted */ true /* @end */
  and (t._deleted_at_extract is null or t._deleted_at_extract > t._extract_number)
order by t._extract_number desc
limit $limit::integer
