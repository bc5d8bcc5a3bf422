strptime(/* @column */ StartDate, '%d-%m-%Y')::date
