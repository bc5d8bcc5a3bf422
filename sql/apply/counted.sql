select held.position, held.counts from (select unnest(getvariable('counts')) as held)
