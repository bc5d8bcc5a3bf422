-- Things that are current twice in a target. Hashes first, in passes, so that memory stays flat however long the
-- target is; only what repeats there is compared whole.
with repeated as (
  select hash(/* @identity */ entity_number /* @end */) as identity_hash
  from /* @target */ activity
  where /* @current */ _is_current /* @end */
    and hash(/* @identity */ entity_number /* @end */) % $passes::ubigint = $pass::ubigint
  group by identity_hash
  having count(*) > 1
)
select
  null as job_id, null as title, null as status, null as table_name, null as operation,
  count(*) as count,
  concat('one of them is ', min(example)) as detail
from (
  select min(/* @label */ entity_number) as example
  from /* @target */ activity
  where /* @current */ _is_current /* @end */
    and hash(/* @identity */ entity_number /* @end */) in (select identity_hash from repeated)
  group by /* @identity */ entity_number /* @end */
  having count(*) > 1 and ($job_id::uuid is null or bool_or(_job_id = $job_id::uuid))
)
having count(*) > 0
