-- Before what is staged goes: afterwards nobody could tell which documents were left as they were. Once, however often an
-- end is tried.
update import_jobs
set result = json_object(
  'skipped_documents',
  /* @skipped */ (select list({'filename': 'a.txt', 'same_as': 'b.txt', 'repeated': true})) /* @end */)
where job_id = $job_id::uuid and status in ('finalizing', 'cancelled') and (result -> 'skipped_documents') is null
