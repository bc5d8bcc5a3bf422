-- Numbers whose last two digits are not 97 minus the first eight modulo 97.
select count(*) as wrong
from /* @staging */ import_staging_enterprise
where job_id = $job_id::uuid and operation = 'insert'
  and 97 - (_entity_key // 100) % 97 <> _entity_key % 100
