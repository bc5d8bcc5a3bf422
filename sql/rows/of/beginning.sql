/* @column */ t.city /* @end */ >= $beginning::varchar
  and /* @column */ t.city /* @end */ <= $beginning::varchar || chr(1114111)
