import { html, type Html } from '../branding/html.ts'
import type { Body, OpenApiDocument, Operation, Parameter } from '../platform/http/openapi-document.ts'
import { curl } from './example.ts'
import { fieldItem, fieldList, prose } from './fields.ts'

/** One call: what it does, who may, what it takes, what it answers, and how it looks in a shell. */
export function operationSection(
  method: string,
  path: string,
  operation: Operation,
  document: OpenApiDocument,
): Html {
  const { operationId: id, summary, description, requestBody, responses } = operation
  const ability = operation['x-ability']
  const needs = operation.security?.length === 0 ? 'Open to everyone.' : 'For any credential.'
  return html`<section class="operation" id="${id}">
    <h3>
      <a href="#${id}"
        ><span class="method ${method}">${method.toUpperCase()}</span> <code>${breakable(path)}</code></a
      >
    </h3>
    <p class="summary">${summary}</p>
    ${description ? html`<p>${prose(description)}</p>` : null}
    <p class="needs">${ability ? html`Needs <code>${ability}</code>.` : needs}</p>
    ${parameterLists(operation.parameters ?? [], document)}
    ${
      requestBody
        ? html`<h4>Request</h4>
            ${bodyFields(requestBody)}`
        : null
    }
    <h4>Answers</h4>
    <ul class="answers">
      ${Object.entries(responses).map(([status, body]) => answerItem(status, body))}
    </ul>
    <h4>Example</h4>
    <pre><code>${curl(method, path, operation, document)}</code></pre>
  </section>`
}

/** A path may wrap after each slash. */
function breakable(path: string): Html {
  return html`${path.split('/').map((part, index) => (index === 0 ? part : html`/<wbr />${part}`))}`
}

const PLACES = { path: 'In the path', query: 'In the query', header: 'In the headers' }

function parameterLists(parameters: Parameter[], document: OpenApiDocument): Html {
  const all = parameters.map((each) =>
    each.$ref ? document.components.parameters![each.$ref.split('/').at(-1)!]! : each,
  )
  return html`${Object.entries(PLACES).map(([place, title]) => {
    const here = all.filter((each) => each.in === place)
    return (
      here.length > 0 &&
      html`<h4>${title}</h4>
        <ul class="fields">
          ${here.map(({ name, schema, description, required }) =>
            fieldItem(name, { ...schema, description: description ?? schema.description }, required === true),
          )}
        </ul>`
    )
  })}`
}

function bodyFields({ content = {} }: Body): Html {
  return html`${Object.values(content).map(({ schema }) => fieldList(schema))}`
}

function answerItem(status: string, body: Body): Html {
  const [type, content] = Object.entries(body.content ?? {})[0] ?? []
  const isGood = status.startsWith('2')
  const about = html`<span class="status ${isGood ? 'good' : 'bad'}">${status}</span>
    ${prose(body.description ?? '')}`
  if (!content) return html`<li>${about}</li>`
  if (!isGood) return html`<li>${about} <a href="#schema-Problem">Problem</a></li>`
  return html`<li>
    <details>
      <summary>${about}${type === 'application/json' ? null : html` <code>${type}</code>`}</summary>
      ${fieldList(content.schema)}
    </details>
  </li>`
}
