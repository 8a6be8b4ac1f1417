import type pg from 'pg'

/** What still has to happen, each with the job it needs: all of it follows from the rows. */
const WAITING = [
  { task: 'send_survey', key: 'send:', id: 'id', at: 'due_at', rows: `surveys where state = 'scheduled'` },
  {
    task: 'expire_survey',
    key: 'expire:',
    id: 'id',
    at: 'rate_until',
    rows: `surveys where state = 'sent' and rate_until is not null`,
  },
  {
    task: 'wake_conversation',
    key: 'wake:',
    id: 'id',
    at: 'snoozed_until',
    rows: `conversations where status = 'snoozed' and snoozed_until is not null`,
  },
  {
    task: 'send_message',
    key: 'message:',
    id: 'message_id',
    at: 'updated_at',
    rows: `message_deliveries where state in ('waiting', 'started')`,
  },
  {
    task: 'answer_press',
    key: 'press:',
    id: 'id',
    at: 'pressed_at',
    rows: `press_replies where state = 'waiting'`,
  },
  {
    task: 'take_receipt',
    key: 'receipt:',
    id: 'id',
    at: 'taken_at',
    rows: 'channel_events where held is not null',
  },
  {
    task: 'show_closing_card',
    key: 'closing_card:',
    id: 'id',
    at: 'made_at',
    rows: `closing_cards where state = 'waiting'`,
  },
  { task: 'case_due', key: 'case_due:', id: 'id', at: 'due_at', rows: `cases where state = 'open'` },
  {
    task: 'deliver_webhooks',
    key: 'webhooks:',
    id: 'id',
    at: 'due_at',
    rows: 'webhook_endpoints where due_at is not null',
  },
  {
    task: 'advance_workflow',
    key: 'workflow:',
    id: 'id',
    at: 'coalesce(wait_until, updated_at)',
    rows: `workflow_runs where state in ('running', 'waiting')`,
  },
] as const

/** Makes the jobs that follow from what was restored. */
export async function makeJobsAgain(client: pg.Client): Promise<void> {
  for (const { task, key, id, at, rows } of WAITING) {
    await client.query(
      `select graphile_worker.add_job('${task}', json_build_object('workspace_id', workspace_id, 'id', ${id}),
         run_at => ${at}, job_key => '${key}' || ${id}, job_key_mode => 'replace') from ${rows}`,
    )
  }
}
