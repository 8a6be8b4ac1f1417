import { html, type Html } from '../branding/html.ts'
import type { OpenApiDocument, Operation } from '../platform/http/openapi-document.ts'
import { fieldList } from './fields.ts'
import { chapters } from './guide.ts'
import { operationSection } from './operation.ts'

type Call = { method: string; path: string; operation: Operation }

/** The API as a page to read, made of its OpenAPI document: no script, every call and shape with an anchor (O15). */
export function renderDocs(document: OpenApiDocument, stylesheet: string): string {
  const groups = callsByTag(document)
  const guide = chapters(document.servers[0]?.url ?? '')
  const schemas = Object.entries(document.components.schemas)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Candor API</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${stylesheet}" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>Candor API</h1>
          <p>
            ${document.info.description} For programs:
            <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI ${document.openapi}).
          </p>
        </header>
        <nav aria-label="Contents">
          ${navGroup(
            'Guide',
            guide.map(({ id, title }) => ({ id, label: html`${title}` })),
          )}
          ${[...groups].map(([tag, calls]) => navGroup(title(tag), calls.map(navCall)))}
          ${navGroup(
            'Shapes',
            schemas.map(([name]) => ({ id: `schema-${name}`, label: html`${name}` })),
          )}
        </nav>
        <main id="content" tabindex="-1">
          ${guide.map(
            ({ id, title: heading, body }) =>
              html`<section id="${id}">
                <h2>${heading}</h2>
                ${body}
              </section>`,
          )}
          ${[...groups].map(([tag, calls]) => callGroup(tag, calls, document))}
          <section>
            <h2 id="shapes">Shapes</h2>
            ${schemas.map(
              ([name, schema]) =>
                html`<section class="operation" id="schema-${name}">
                  <h3><a href="#schema-${name}">${name}</a></h3>
                  ${fieldList(schema)}
                </section>`,
            )}
          </section>
        </main>
      </body>
    </html> `.text
}

function callsByTag(document: OpenApiDocument): Map<string, Call[]> {
  const calls = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  )
  return Map.groupBy(calls, ({ operation }) => operation.tags?.[0] ?? 'other')
}

function callGroup(tag: string, calls: Call[], document: OpenApiDocument): Html {
  return html`<section>
    <h2 id="${tagId(tag)}">${title(tag)}</h2>
    ${calls.map(({ method, path, operation }) => operationSection(method, path, operation, document))}
  </section>`
}

function navCall({ method, path, operation }: Call): { id: string; label: Html } {
  const short = path.replace('/api/v1', '')
  return {
    id: operation.operationId,
    label: html`<span class="method ${method}">${method.toUpperCase()}</span>
      <span class="path">${short}</span>`,
  }
}

function navGroup(heading: string, entries: { id: string; label: Html }[]): Html {
  return html`<details>
    <summary>${heading}</summary>
    <ul>
      ${entries.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`)}
    </ul>
  </details>`
}

function title(tag: string): string {
  return tag.charAt(0).toUpperCase() + tag.slice(1)
}

function tagId(tag: string): string {
  return `calls-${tag.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase()}`
}
