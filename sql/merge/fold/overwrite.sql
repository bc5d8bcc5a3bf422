last(/* @column */ r.city /* @end */ order by r.row_no) filter (/* @column */ r.city /* @end */ is not null)
