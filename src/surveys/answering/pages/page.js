// Makes the public pages' forms smoother; everything works without it. It sends only what the customer sends: nothing
// leaves the page before a form is submitted.
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
let busy = false

/** What depends on the page around a form; the portal's script has its own words for its pages. */
const around = {
  /** Where the reader is once a form was answered; null where he was. */
  address: (form) => form.getAttribute('action'),
  /** What is done to a page before it is shown. */
  prepare() {},
  /** The reader starts at the heading of what was swapped in. */
  arrive(main) {
    scrollTo(0, 0)
    main.querySelector('h1')?.focus({ preventScroll: true })
  },
}

/** What is typed and not sent outlives a reload. Storage may be forbidden; a draft is a comfort, never a condition. */
function draft(box, text) {
  const key = `candor:${box.form.getAttribute('action')}:${box.name}`
  try {
    if (text === undefined) return sessionStorage.getItem(key) ?? ''
    if (text) sessionStorage.setItem(key, text)
    else sessionStorage.removeItem(key)
  } catch {}
  return ''
}

function restore() {
  for (const box of document.querySelectorAll('textarea')) box.value ||= draft(box)
}

function showLeft(box) {
  const note = box.form.querySelector('.left')
  if (!note) return
  const left = box.maxLength - box.value.length
  note.hidden = left > 200
  if (!note.hidden) note.textContent = box.form.dataset.left.replace('{count}', left)
}

function parse(answer) {
  const page = new DOMParser().parseFromString(answer, 'text/html')
  if (!page.querySelector('main')) throw new Error('no page')
  return page
}

/** Shows the page the server answered with in place of this one. */
function show(page, address) {
  around.prepare(page)
  const swap = () => {
    for (const part of ['header.bar', 'main']) {
      const next = page.querySelector(part)
      if (next) document.querySelector(part)?.replaceWith(document.adoptNode(next))
    }
    document.title = page.title
    restore()
    around.arrive(document.querySelector('main'))
  }
  if (address) history.replaceState(null, '', address)
  if (calm || !document.startViewTransition) swap()
  else document.startViewTransition(swap)
}

async function send(form) {
  const button = form.querySelector('button')
  const problem = form.querySelector('[role=alert]')
  const label = button.textContent
  busy = true
  form.setAttribute('aria-busy', 'true')
  problem.hidden = true
  button.textContent = form.dataset.sending
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(20000),
    })
    const isPage = response.headers.get('content-type')?.includes('text/html')
    if (!isPage || response.status === 429 || response.status >= 500) throw new Error(String(response.status))
    const page = parse(await response.text())
    if (response.ok) for (const box of form.querySelectorAll('textarea')) draft(box, '')
    show(page, around.address(form, response))
    button.textContent = label
  } catch {
    problem.textContent = form.dataset.failed
    problem.hidden = false
    button.textContent = form.dataset.retry
  } finally {
    busy = false
    form.removeAttribute('aria-busy')
  }
}

addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-live]')) return
  event.preventDefault()
  if (!busy) void send(event.target)
})

addEventListener('input', ({ target }) => {
  if (!target.matches('textarea')) return
  draft(target, target.value)
  showLeft(target)
})

// A low score brings the comment box into view (O5); the stylesheet has changed its prompt already.
addEventListener('change', ({ target }) => {
  if (target.name !== 'score' || !('low' in target.dataset)) return
  target.form
    .querySelector('.comment')
    ?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' })
})

restore()
