-- What is wrong with rows that are read again.
select _index, left(fault.value, 200) as value, faults
from /* @refused */ (
  select 0::bigint as _index, 0::bigint as _delta, {'column_name': '', 'code': '', 'value': ''} as fault, null::json as record, '[]'::json as faults
) /* @end */
order by _index
