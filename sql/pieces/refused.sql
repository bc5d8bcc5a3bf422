-- The rows of one chunk file that a column's rule refuses, with the first column that is at fault, and all of them.
(
  select *
  from (
    select
      _index,
      _delta,
      /* @fault */ case when Status is null then {'column_name': 'Status', 'code': 'missing_value', 'value': Status} end /* @end */ as fault,
      to_json(/* @record */ {'Status': Status} /* @end */) as record,
      case when fault is not null then to_json(list_transform(
        list_filter([/* @faults */ fault /* @end */], lambda found: found is not null),
        lambda found: {'column': found.column_name, 'code': found.code, 'message': /* @sentence */ found.code /* @end */}))
      end as faults
    from read_csv(
    $path,
    columns = /* @columns */ {'_index': 'BIGINT', '_delta': 'BIGINT', 'EntityNumber': 'VARCHAR', 'StartDate': 'VARCHAR', 'Status': 'VARCHAR'} /* @end */,
    header = false, auto_detect = false, parallel = false,
    delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\n')
  )
  where fault is not null
)
