-- Versions as a reader wants them: what an extract closed and opened again unchanged is one.

create view enterprise_history as
select
  entity_number, status, juridical_situation, type_of_enterprise, juridical_form,
  juridical_form_cac, start_date,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by entity_number, status, juridical_situation, type_of_enterprise, juridical_form,
        juridical_form_cac, start_date
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by entity_number, status, juridical_situation, type_of_enterprise, juridical_form,
          juridical_form_cac, start_date
        order by _extract_number) is distinct from _extract_number as begun
    from enterprise as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by entity_number, status, juridical_situation, type_of_enterprise, juridical_form,
  juridical_form_cac, start_date, version;

create view establishment_history as
select
  entity_number, start_date, enterprise_number,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by entity_number, start_date, enterprise_number
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by entity_number, start_date, enterprise_number
        order by _extract_number) is distinct from _extract_number as begun
    from establishment as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by entity_number, start_date, enterprise_number, version;

create view denomination_history as
select
  entity_number, language, type_of_denomination, denomination, entity_type,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by entity_number, language, type_of_denomination, denomination, entity_type
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by entity_number, language, type_of_denomination, denomination, entity_type
        order by _extract_number) is distinct from _extract_number as begun
    from denomination as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by entity_number, language, type_of_denomination, denomination, entity_type, version;

create view address_history as
select
  entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl,
  municipality_fr, street_nl, street_fr, house_number, box, extra_address_info,
  date_striking_off, entity_type,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl,
        municipality_fr, street_nl, street_fr, house_number, box, extra_address_info,
        date_striking_off, entity_type
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl,
          municipality_fr, street_nl, street_fr, house_number, box, extra_address_info,
          date_striking_off, entity_type
        order by _extract_number) is distinct from _extract_number as begun
    from address as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by entity_number, type_of_address, country_nl, country_fr, zipcode, municipality_nl,
  municipality_fr, street_nl, street_fr, house_number, box, extra_address_info,
  date_striking_off, entity_type, version;

create view contact_history as
select
  entity_number, entity_contact, contact_type, value, entity_type,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by entity_number, entity_contact, contact_type, value, entity_type
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by entity_number, entity_contact, contact_type, value, entity_type
        order by _extract_number) is distinct from _extract_number as begun
    from contact as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by entity_number, entity_contact, contact_type, value, entity_type, version;

create view activity_history as
select
  entity_number, activity_group, nace_version, nace_code, classification, entity_type,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by entity_number, activity_group, nace_version, nace_code, classification, entity_type
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by entity_number, activity_group, nace_version, nace_code, classification, entity_type
        order by _extract_number) is distinct from _extract_number as begun
    from activity as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by entity_number, activity_group, nace_version, nace_code, classification, entity_type, version;

create view branch_history as
select
  id, start_date, enterprise_number,
  min(_snapshot_date) as valid_from,
  last(closed_on order by _extract_number) as valid_to,
  min(_extract_number) as from_extract,
  last(_deleted_at_extract order by _extract_number) as to_extract
from (
  select
    *,
    count(*) filter (where begun) over (
      partition by id, start_date, enterprise_number
      order by _extract_number) as version
  from (
    select
      t.*,
      j.closed_on,
      lag(_deleted_at_extract) over (
        partition by id, start_date, enterprise_number
        order by _extract_number) is distinct from _extract_number as begun
    from branch as t
    left join (select job_id, snapshot_date as closed_on from import_jobs) as j on j.job_id = t._closed_job_id
    where _deleted_at_extract is null or _deleted_at_extract > _extract_number
  )
)
group by id, start_date, enterprise_number, version;
