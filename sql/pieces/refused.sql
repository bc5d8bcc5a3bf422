-- The rows of one chunk file that a column's rule refuses, with the first column that is at fault.
(
  select *
  from (
    select
      _index,
      _delta,
      /* @fault */ case when Status is null then {'column_name': 'Status', 'code': 'missing_value', 'value': Status} end /* @end */ as fault,
      to_json(/* @record */ {'Status': Status} /* @end */) as record
    from read_csv(
    $path,
    columns = /* @columns */ {'_index': 'BIGINT', '_delta': 'BIGINT', 'EntityNumber': 'VARCHAR', 'StartDate': 'VARCHAR', 'Status': 'VARCHAR'} /* @end */,
    header = false, auto_detect = false, parallel = false,
    delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\n')
  )
  where fault is not null
)
