// Makes the rating page smoother; everything works without it. It sends only what the customer sends: nothing leaves
// the page before the form is submitted.
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
const draftKey = `candor:${location.pathname}`
let busy = false

/** Storage may be forbidden; a draft is a comfort, never a condition. */
function draft(text) {
  try {
    if (text === undefined) return sessionStorage.getItem(draftKey) ?? ''
    if (text === null) sessionStorage.removeItem(draftKey)
    else sessionStorage.setItem(draftKey, text)
  } catch {}
  return ''
}

function showLeft(box) {
  const note = box.form.querySelector('.left')
  const left = box.maxLength - box.value.length
  note.hidden = left > 200
  if (!note.hidden) note.textContent = box.form.dataset.left.replace('{count}', left)
}

/** Shows the page the server answered with in place of this one; the reader starts at its heading. */
function show(answer, path) {
  const page = new DOMParser().parseFromString(answer, 'text/html')
  const main = page.querySelector('main')
  if (!main) throw new Error('no page')
  const swap = () => {
    document.querySelector('main').replaceWith(document.adoptNode(main))
    document.title = page.title
    scrollTo(0, 0)
    main.querySelector('h1')?.focus({ preventScroll: true })
  }
  history.replaceState(null, '', path)
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
    show(await response.text(), form.getAttribute('action'))
    if (response.ok) draft(null)
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
  if (target.name !== 'comment') return
  draft(target.value)
  showLeft(target)
})

// A low score brings the comment box into view (O5); the stylesheet has changed its prompt already.
addEventListener('change', ({ target }) => {
  if (target.name !== 'score' || !('low' in target.dataset)) return
  target.form
    .querySelector('.comment')
    ?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' })
})

const box = document.querySelector('textarea[name=comment]')
if (box && !box.value) box.value = draft()
