-- Runs that went through, but not in everything: few among many, and counted in the list of workflows.
create index on workflow_run_steps (workspace_id, run_id) where outcome in ('refused', 'failed') and type <> 'run';
