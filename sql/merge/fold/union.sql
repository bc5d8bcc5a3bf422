list_reduce(
  list(/* @column */ r.tags /* @end */ order by r.row_no) filter (/* @column */ r.tags /* @end */ is not null),
  lambda kept, more: kept || list_filter(more, lambda item: not list_contains(kept, item)))
