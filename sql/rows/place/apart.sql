hash(/* @columns */ t.category, t.code /* @end */)
