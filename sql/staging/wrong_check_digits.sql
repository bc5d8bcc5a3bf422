-- Numbers whose last two digits are not 97 minus the first eight modulo 97.
select
  'wrong_check_digits' as code, /* @table */ 'enterprise' /* @end */ as table_name, '' as header, count(*) as rows,
  '' as found
from /* @staging */ import_staging_enterprise
where job_id = $job_id::uuid and operation = 'insert'
  and 97 - (_entity_key // 100) % 97 <> _entity_key % 100
