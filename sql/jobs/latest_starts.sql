-- The start of an import of any project that is so many starts back, if it was since then.
select started_at
from import_jobs
where started_by = $actor::varchar and project_id is not null and started_at > $since::timestamp
order by started_at desc
limit 1 offset $back::integer
