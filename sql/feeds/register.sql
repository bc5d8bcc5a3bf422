-- The newest extract the register has been through.
select extract_number, snapshot_date
from register_extract
order by extract_number desc, snapshot_date desc
limit 1
