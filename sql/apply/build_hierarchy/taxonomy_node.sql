select place.id, place.parent_id, place.depth::integer as depth
from (select unnest(getvariable('places')) as place)
