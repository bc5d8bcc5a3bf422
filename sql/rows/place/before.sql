(/* @terms */ t._entity_key, t.city /* @end */) < (/* @place */ 1, 'Gent' /* @end */)
