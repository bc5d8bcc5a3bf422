strftime(/* @value */ t.created_at /* @end */, '%Y-%m-%dT%H:%M:%S.%gZ')
