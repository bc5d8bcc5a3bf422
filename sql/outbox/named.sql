-- Whom an import or a feed wants to have told.
select options ->> 'notify_email' as mail from import_jobs where job_id = $job_id::uuid
union all
select notify from feed where feed_id = $feed_id::uuid
