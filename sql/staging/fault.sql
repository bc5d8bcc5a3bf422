when (/* @problem */ null) is not null
then {'column_name': /* @header */ 'Status' /* @end */, 'code': (/* @problem */ null), 'value': /* @value */ null}
