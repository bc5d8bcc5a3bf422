concat(/* @prefix */ 'Nace' /* @end */, /* @column */ nace_version)
