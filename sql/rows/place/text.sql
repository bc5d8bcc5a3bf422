left(/* @column */ t.city /* @end */, 100)
