(select m.* from (select unnest(getvariable('matched')) as m))
