string_agg(/* @column */ r.notes /* @end */, chr(30) order by r.row_no)
