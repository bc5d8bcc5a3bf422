list_reduce(
  list(/* @column */ r.notes /* @end */ order by r.row_no) filter (/* @column */ r.notes /* @end */ is not null),
  lambda kept, more: case
    when contains(chr(10) || kept || chr(10), chr(10) || more || chr(10)) then kept
    else kept || chr(10) || more
  end)
