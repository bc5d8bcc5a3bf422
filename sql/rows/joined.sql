concat_ws('_', /* @columns */ t.category, t.code /* @end */)
