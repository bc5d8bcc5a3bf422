-- Which of some keys a later extract has been at, in one table of the register, and which was the first. A full one comes
-- after the update that has its number.
select
  t._entity_key,
  min(
    least(
      case
        when t._extract_number > own.extract_number
          or (own.extract_type = 'update' and t._extract_number = own.extract_number and t._job_id <> own.job_id)
          then t._extract_number
      end,
      case
        when t._deleted_at_extract > own.extract_number
          or (own.extract_type = 'update' and t._deleted_at_extract = own.extract_number and t._closed_job_id <> own.job_id)
          then t._deleted_at_extract
      end)) as extract_number
from /* @table */ activity as t
join import_jobs as own on own.job_id = /* @job_id */ getvariable('batch').job_id /* @end */
where t._entity_key in (/* @keys */ select _entity_key from import_staging_activity /* @end */)
group by t._entity_key
having extract_number is not null
