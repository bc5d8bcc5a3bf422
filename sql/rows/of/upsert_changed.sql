to_json(/* @key */ {'code': t.code} /* @end */)::varchar in (
  select row_key from import_undo
  where job_id = $job_id::uuid and table_name = $table_name::varchar and operation in ('insert', 'mend') and before is not null)
