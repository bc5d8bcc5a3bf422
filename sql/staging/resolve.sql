-- Keep for a moment which rows of a file are the same thing, and what of the target they are, when a row is known by
-- its first identity, or without one by its second: whoever has that by then, the oldest first. Rows count as if they
-- were applied one after the other, so a row may change the second identity by which rows after it are found.
-- Only rows are looked at that can be in a repeat or be found by their second identity: of a large file they are few.
-- `who` sorts by age: rows of the target by their id, then new ones by the row that brought them.
insert into import_staging_resolved by name
with staged as (
  select row_no, id, /* @first */ email /* @end */ as first_identity, /* @second */ phone /* @end */ as second_identity
  from /* @staging */ import_staging_contact_person
  where job_id = $job_id::uuid
    -- Of mended rows also what stands before them and is yet to be applied, each thing once.
    and (operation = $operation::varchar or (operation = 'insert' and $first_row::bigint > 0))
    and (row_no >= $first_row::bigint or row_no not in (
      select row_no from import_staging_duplicates where job_id = $job_id::uuid))
),
asked as materialized (
  select distinct second_identity from staged where first_identity is null
),
held as materialized (
  select /* @first */ email /* @end */ as first_identity, /* @second */ phone /* @end */ as second_identity
  from /* @target */ contact_person
  where /* @second */ phone /* @end */ in (select second_identity from asked)
),
looked_for as (
  select second_identity from staged
  where second_identity in (select second_identity from asked)
  group by all
  having count(*) > 1
  union
  select second_identity from held
),
again as (
  select hash(first_identity) as first_hash from staged
  where first_identity is not null
  group by all
  having count(*) > 1
),
arriving as materialized (
  select * from staged
  where hash(first_identity) in (select first_hash from again)
    or second_identity in (select second_identity from looked_for)
    or first_identity in (select first_identity from held)
),
named as (
  select first_identity, min(row_no) as first_row from arriving where first_identity is not null group by all
),
known as (
  select
    n.first_identity, n.first_row, t.id, t./* @second */ phone /* @end */ as second_identity,
    coalesce('0' || t.id::varchar, '1' || lpad(n.first_row::varchar, 18, '0')) as who
  from named as n
  left join (
    select /* @first */ email /* @end */ as first_identity, min(id) as id
    from /* @target */ contact_person
    where /* @first */ email /* @end */ in (select first_identity from named)
    group by all
  ) as oldest using (first_identity)
  left join /* @target */ contact_person as t on t.id = oldest.id
),
told as (
  select k.who, r.row_no, r.second_identity
  from arriving as r
  join known as k using (first_identity)
  where r.second_identity is not null
    and case $rule::varchar
      when 'update' then true
      when 'merge' then k.second_identity is null
      else k.id is null and r.row_no = k.first_row
    end
),
seen as (
  select
    who, second_identity, row_no as from_row,
    case when $rule::varchar = 'update' then lead(row_no) over (partition by who order by row_no) end as to_row
  from told
  qualify $rule::varchar <> 'merge' or row_number() over (partition by who order by row_no) = 1
  union all
  select who, second_identity, 0, case when $rule::varchar = 'update' then (
    select min(row_no) from told where told.who = known.who) end
  from known
  where id is not null and second_identity is not null
  union all
  select '0' || id::varchar, /* @second */ phone /* @end */, 0, null
  from /* @target */ contact_person
  where /* @second */ phone /* @end */ in (select second_identity from arriving where first_identity is null)
    and id not in (select id from known where id is not null)
),
looked_up as (
  select r.row_no, r.second_identity, min(s.who) as who
  from arriving as r
  left join seen as s
    on s.second_identity = r.second_identity and r.row_no > s.from_row
    and (s.to_row is null or r.row_no <= s.to_row)
  where r.first_identity is null
  group by all
),
added as (
  select second_identity, min(row_no) as first_row from looked_up where who is null group by all
),
everyone as (
  select r.row_no, k.who from arriving as r join known as k using (first_identity)
  union all
  select
    l.row_no,
    case
      when a.first_row is null or l.row_no < a.first_row then l.who
      else least(coalesce(l.who, '2'), '1' || lpad(a.first_row::varchar, 18, '0'))
    end
  from looked_up as l
  left join added as a using (second_identity)
)
select $job_id::uuid as job_id, e.row_no, e.owner_row_no, coalesce(e.known_id, b.id) as known_id
from (
  select
    row_no,
    min(row_no) filter (where row_no >= $first_row::bigint) over (partition by who) as owner_row_no,
    case when who[1] = '0' then who[2:]::uuid end as known_id,
    case when who[1] = '1' then who[2:]::bigint end as brought_by
  from everyone
) as e
left join arriving as b on b.row_no = e.brought_by and b.row_no < $first_row::bigint
where e.row_no >= $first_row::bigint
