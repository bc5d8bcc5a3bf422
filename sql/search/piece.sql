to_json(/* @row */ {'id': t.id} /* @end */)
