-- The same where a row may have a second identity instead of the first. Whom such a row belongs to was found when
-- the file was prepared, before this import changed anybody; here it counts only if that row still has that identity,
-- or if somebody else has added one since. One that was being added just then bears an earlier time: it is told by
-- this import having nothing to say about it.
(
  select
    s.*,
    case when /* @first */ s.email /* @end */ is not null then known.id
      else coalesce(found.id, added.id) end as _target_id
  from /* @rows */ import_staging_contact_person /* @end */ as s
  left join (
    select /* @identity */ email /* @end */, min(id) as id
    from /* @target */ contact_person
    where /* @identity */ email /* @end */ in (
      select /* @identity */ email /* @end */ from /* @rows */ import_staging_contact_person /* @end */)
    group by all
  ) as known using (/* @identity */ email /* @end */)
  left join (
    select id, id as _known_id, /* @otherwise */ phone /* @end */ from /* @target */ contact_person
    where id in (select _known_id from /* @rows */ import_staging_contact_person /* @end */)
  ) as found using (_known_id, /* @otherwise */ phone /* @end */)
  left join (
    select /* @otherwise */ phone /* @end */, min(id) as id
    from /* @target */ contact_person
    where imported_from is distinct from getvariable('batch').job_id
      and (
        created_at >= getvariable('batch').prepared_at
        or (/* @identity */ email /* @end */ in (
          select /* @identity */ email /* @end */ from /* @staging */ import_staging_contact_person
          where job_id = getvariable('batch').job_id)) is not true)
      and /* @otherwise */ phone /* @end */ in (
        select /* @otherwise */ phone /* @end */ from /* @rows */ import_staging_contact_person /* @end */ as s
        where /* @first */ s.email /* @end */ is null)
    group by all
  ) as added using (/* @otherwise */ phone /* @end */)
)
