-- What an extract really changed: a row for each thing opened or closed, and for each column that changed. What a Full
-- and an update of one number did is told together.

create macro enterprise_changes(moment) as table
  select entity_number, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.entity_number, c.entity_number) as entity_number,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else list_filter([
          {'column_name': 'status', 'before': c.status::varchar, 'after': o.status::varchar},
          {'column_name': 'juridical_situation', 'before': c.juridical_situation::varchar, 'after': o.juridical_situation::varchar},
          {'column_name': 'type_of_enterprise', 'before': c.type_of_enterprise::varchar, 'after': o.type_of_enterprise::varchar},
          {'column_name': 'juridical_form', 'before': c.juridical_form::varchar, 'after': o.juridical_form::varchar},
          {'column_name': 'juridical_form_cac', 'before': c.juridical_form_cac::varchar, 'after': o.juridical_form_cac::varchar},
          {'column_name': 'start_date', 'before': c.start_date::varchar, 'after': o.start_date::varchar}
        ], lambda x: x.before is distinct from x.after)
      end as columns
    from (
      select * from enterprise
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from enterprise where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.entity_number = c.entity_number
  ) as t, unnest(t.columns) as one(u);

create macro establishment_changes(moment) as table
  select entity_number, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.entity_number, c.entity_number) as entity_number,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else list_filter([
          {'column_name': 'start_date', 'before': c.start_date::varchar, 'after': o.start_date::varchar},
          {'column_name': 'enterprise_number', 'before': c.enterprise_number::varchar, 'after': o.enterprise_number::varchar}
        ], lambda x: x.before is distinct from x.after)
      end as columns
    from (
      select * from establishment
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from establishment where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.entity_number = c.entity_number
  ) as t, unnest(t.columns) as one(u);

create macro denomination_changes(moment) as table
  select entity_number, language, type_of_denomination, denomination, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.entity_number, c.entity_number) as entity_number,
      coalesce(o.language, c.language) as language,
      coalesce(o.type_of_denomination, c.type_of_denomination) as type_of_denomination,
      coalesce(o.denomination, c.denomination) as denomination,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else []
      end as columns
    from (
      select * from denomination
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from denomination where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.entity_number = c.entity_number and o.language = c.language and o.type_of_denomination = c.type_of_denomination and o.denomination = c.denomination
  ) as t, unnest(t.columns) as one(u);

create macro address_changes(moment) as table
  select entity_number, type_of_address, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.entity_number, c.entity_number) as entity_number,
      coalesce(o.type_of_address, c.type_of_address) as type_of_address,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else list_filter([
          {'column_name': 'country_nl', 'before': c.country_nl::varchar, 'after': o.country_nl::varchar},
          {'column_name': 'country_fr', 'before': c.country_fr::varchar, 'after': o.country_fr::varchar},
          {'column_name': 'zipcode', 'before': c.zipcode::varchar, 'after': o.zipcode::varchar},
          {'column_name': 'municipality_nl', 'before': c.municipality_nl::varchar, 'after': o.municipality_nl::varchar},
          {'column_name': 'municipality_fr', 'before': c.municipality_fr::varchar, 'after': o.municipality_fr::varchar},
          {'column_name': 'street_nl', 'before': c.street_nl::varchar, 'after': o.street_nl::varchar},
          {'column_name': 'street_fr', 'before': c.street_fr::varchar, 'after': o.street_fr::varchar},
          {'column_name': 'house_number', 'before': c.house_number::varchar, 'after': o.house_number::varchar},
          {'column_name': 'box', 'before': c.box::varchar, 'after': o.box::varchar},
          {'column_name': 'extra_address_info', 'before': c.extra_address_info::varchar, 'after': o.extra_address_info::varchar},
          {'column_name': 'date_striking_off', 'before': c.date_striking_off::varchar, 'after': o.date_striking_off::varchar}
        ], lambda x: x.before is distinct from x.after)
      end as columns
    from (
      select * from address
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from address where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.entity_number = c.entity_number and o.type_of_address = c.type_of_address
  ) as t, unnest(t.columns) as one(u);

create macro contact_changes(moment) as table
  select entity_number, entity_contact, contact_type, value, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.entity_number, c.entity_number) as entity_number,
      coalesce(o.entity_contact, c.entity_contact) as entity_contact,
      coalesce(o.contact_type, c.contact_type) as contact_type,
      coalesce(o.value, c.value) as value,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else []
      end as columns
    from (
      select * from contact
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from contact where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.entity_number = c.entity_number and o.entity_contact = c.entity_contact and o.contact_type = c.contact_type and o.value = c.value
  ) as t, unnest(t.columns) as one(u);

create macro activity_changes(moment) as table
  select entity_number, activity_group, nace_version, nace_code, classification, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.entity_number, c.entity_number) as entity_number,
      coalesce(o.activity_group, c.activity_group) as activity_group,
      coalesce(o.nace_version, c.nace_version) as nace_version,
      coalesce(o.nace_code, c.nace_code) as nace_code,
      coalesce(o.classification, c.classification) as classification,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else []
      end as columns
    from (
      select * from activity
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from activity where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.entity_number = c.entity_number and o.activity_group = c.activity_group and o.nace_version = c.nace_version and o.nace_code = c.nace_code and o.classification = c.classification
  ) as t, unnest(t.columns) as one(u);

create macro branch_changes(moment) as table
  select id, change, u.column_name, u.before, u.after
  from (
    select
      coalesce(o.id, c.id) as id,
      case when c._job_id is null then 'opened' when o._job_id is null then 'closed' else 'changed' end as change,
      case
        when c._job_id is null or o._job_id is null
          then [{'column_name': null::varchar, 'before': null::varchar, 'after': null::varchar}]
        else list_filter([
          {'column_name': 'start_date', 'before': c.start_date::varchar, 'after': o.start_date::varchar},
          {'column_name': 'enterprise_number', 'before': c.enterprise_number::varchar, 'after': o.enterprise_number::varchar}
        ], lambda x: x.before is distinct from x.after)
      end as columns
    from (
      select * from branch
      where _extract_number = extract_of(moment)
        and (_deleted_at_extract is null or _deleted_at_extract > extract_of(moment))
    ) as o
    full outer join (
      select * from branch where _deleted_at_extract = extract_of(moment) and _extract_number < extract_of(moment)
    ) as c on o.id = c.id
  ) as t, unnest(t.columns) as one(u);
