import { ABILITIES } from '../access/abilities.ts'
import { html, type Html } from '../branding/html.ts'
import { statusOf } from '../platform/problem.ts'
import { type Facts, MAKE_REFUSALS, RATE_REFUSALS } from '../policy/decision.ts'
import { type Reason, sentence } from '../policy/sentences.ts'

/** A heading of the guide and what stands under it. */
export type Chapter = { id: string; title: string; body: Html }

/** Facts that give every sentence something to say. */
const FACTS: Facts = {
  asked_at: Date.UTC(2026, 2, 2, 9),
  at_most: '7 days',
  channel: 'email',
  characters: 180,
  contacts: 3,
  idle: '9 days',
  kind: 'lead',
  more_than: 250,
  percent: 20,
  since: Date.UTC(2026, 2, 2, 9),
  status: 'open',
  statuses: 'resolved, closed',
  tag: 'spam',
  until: Date.UTC(2026, 2, 9, 9),
}

/** What holds for every call: who asks, pages, problems, and every reason a survey or a rating is refused for. */
export function chapters(baseUrl: string): Chapter[] {
  return [
    { id: 'credentials', title: 'Credentials', body: credentials(baseUrl) },
    { id: 'conventions', title: 'Conventions', body: CONVENTIONS },
    { id: 'problems', title: 'Problems', body: PROBLEMS },
    { id: 'reasons', title: 'Refusal reasons', body: reasons() },
    { id: 'rating', title: 'Answering a survey', body: rating(baseUrl) },
  ]
}

function credentials(baseUrl: string): Html {
  return html`<p>
      Send an API key as a bearer token. An owner or admin makes keys in the app under Settings, API keys, or
      with
      <a href="#post_api_keys">a call</a>; a key is shown once and belongs to one workspace.
    </p>
    <pre><code>${`curl '${baseUrl}/api/v1/me' -H "Authorization: Bearer $CANDOR_KEY"`}</code></pre>
    <p>
      A key may do what its scopes say: ${ABILITIES.map((ability) => html`<code>${ability}</code> `)}or
      <code>*</code> for all of them. Each call below names the one it needs. A key that is bound to a member
      (<code>member_id</code>) also stays within what the member’s role allows and sees what the member would
      see.
    </p>
    <p>
      In the browser the member’s session cookie does the same; a write with a cookie is taken from Candor’s
      own pages only.
    </p>`
}

const CONVENTIONS = html`<ul>
  <li>Requests and answers are JSON with names in <code>snake_case</code>. Instants are ISO 8601 in UTC.</li>
  <li>
    Lists are <code>{"data": […], "next_cursor": "…"}</code>. Send <code>next_cursor</code> back as
    <code>cursor</code> for the next page; it is <code>null</code> on the last one.
  </li>
  <li>
    Any <code>POST</code> may carry an <code>Idempotency-Key</code>: the same request with the same key gets
    the first answer again, so it can be repeated after a lost connection without being done twice.
  </li>
  <li>
    Contacts, conversations and messages with an <code>external_id</code> are made once and found again by it.
  </li>
</ul>`

const PROBLEMS = html`<p>
    What cannot be done is answered as <code>application/problem+json</code> (RFC 9457):
    <a href="#schema-Problem">Problem</a>. <code>detail</code> is a sentence for people; programs read
    <code>reason</code>, and <code>fields</code> for what is wrong with which field.
  </p>
  <pre><code>${JSON.stringify(
    {
      type: 'urn:candor:problem:pending_survey',
      title: 'Refused',
      status: statusOf('refused'),
      detail: sentence('pending_survey', FACTS),
      reason: 'pending_survey',
    },
    null,
    2,
  )}</code></pre>`

function reasons(): Html {
  return html`<p>Every reason there is, with the sentence people see. Numbers and dates are examples.</p>
    <h3 id="reasons-make">When a survey is made or sent</h3>
    ${reasonTable(MAKE_REFUSALS)}
    <h3 id="reasons-rate">When a survey is answered</h3>
    ${reasonTable(RATE_REFUSALS)}`
}

function reasonTable(list: readonly Reason[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">reason</th>
        <th scope="col">sentence</th>
      </tr>
    </thead>
    <tbody>
      ${list.map(
        (reason) =>
          html`<tr>
            <th scope="row"><code>${reason}</code></th>
            <td>${sentence(reason, FACTS)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function rating(baseUrl: string): Html {
  return html`<p>
      A survey’s <code>url</code> opens its rating page; opening it never records a rating. A program answers
      at the same address, with no credential but the address itself:
    </p>
    <pre><code>${`curl -X POST '${baseUrl}/s/<token>' \\
  -H 'Content-Type: application/json' \\
  -d '{"score": 5, "comment": "Thank you!"}'`}</code></pre>
    <p>
      The answer is <code>{"state": "answered", "score", "comment", "can": {"edit"}}</code>. Refused is 409,
      or 410 for <code>expired</code> and <code>withdrawn</code>, or 404 for <code>unknown_link</code>.
    </p>`
}
