/* @column */ t.city /* @end */ = /* @value */ 'Gent' /* @end */
