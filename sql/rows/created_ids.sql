-- Ids of rows an import has added, those behind the last of the page before: ids sort by time, so that only what lies
-- behind it is read.
select id
from /* @target */ contact_person
where imported_from = $job_id::uuid and id > $after::uuid
order by id
limit $limit::integer
