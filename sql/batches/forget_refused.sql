-- The texts that batches found refused which are about to be tried again: what still is is listed anew.
delete from import_row_errors
where job_id = $job_id::uuid
  and operation = 'embed'
  and (record ->> 'id') in (
    select t.id::varchar
    from /* @target */ qa_pair as t
    join import_job_batches as b on t._entity_key between b.key_from and b.key_to
    where b.job_id = $job_id::uuid and b.operation = 'embed' and b.status = 'pending' and b.failed_rows > 0)
