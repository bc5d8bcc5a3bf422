-- The documents an import left as they were, since their content was there: as its end has kept them, or as is known so far.
select coalesce(
  (result -> 'skipped_documents'),
  to_json(/* @skipped */ (select list({'filename': 'a.txt', 'same_as': 'b.txt', 'repeated': true})) /* @end */)) as skipped
from import_jobs
where job_id = $job_id::uuid
