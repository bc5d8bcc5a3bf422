-- Keep what a batch is about to overwrite, and what it writes, so that its undoing is exact.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  c.batch_number,
  to_json(/* @key */ {'code': s.code} /* @end */)::varchar as row_key,
  case when t._job_id is not null then to_json(/* @before */ {'description': t.description} /* @end */) end as before,
  to_json(/* @after */ {'description': s.description} /* @end */) as after
from /* @rows */ import_staging_code /* @end */ as s
/* @of_row */ cross join (select 1 as batch_number) as c /* @end */
left join /* @target */ code as t on (/* @same_identity */ s.code = t.code /* @end */)
where t._job_id is null or not (/* @same */ s.description is not distinct from t.description /* @end */)
