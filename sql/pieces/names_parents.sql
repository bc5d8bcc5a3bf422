exists (
  select 1 from taxonomy_node where project_id = getvariable('batch').project_id and parent_url is not null)
