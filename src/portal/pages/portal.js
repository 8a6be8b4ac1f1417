// Makes the portal livelier; everything works without it.
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
let busy = false

/** Times by the reader's own clock. */
function localTimes(root) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  for (const time of root.querySelectorAll('time')) time.textContent = format.format(new Date(time.dateTime))
}

/** What is typed and not sent outlives whatever else is pressed, and a reload; where nothing may be stored it is lost. */
const drafts = {
  key: () => `candor-draft:${location.pathname.replace(/\/surveys\/.*/, '')}`,
  act(name, ...rest) {
    try {
      return sessionStorage[name](...rest)
    } catch {
      return null
    }
  },
  keep(box) {
    if (box.value === '') this.act('removeItem', this.key())
    else this.act('setItem', this.key(), box.value)
  },
  forget() {
    this.act('removeItem', this.key())
  },
  restore() {
    const box = document.querySelector('form.reply textarea')
    if (box?.value === '') box.value = this.act('getItem', this.key()) ?? ''
  },
}

/** Parts that nobody is writing in show what the server says now. */
function refresh(page) {
  localTimes(page)
  for (const fresh of page.querySelectorAll('[data-fresh]')) {
    const old = document.querySelector(`[data-fresh="${fresh.dataset.fresh}"]`)
    if (!old || old.innerHTML === fresh.innerHTML || isInUse(old)) continue
    const grows = old.matches('.messages')
    old.replaceChildren(...document.adoptNode(fresh).childNodes)
    if (grows) old.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }
}

function isInUse(part) {
  if (part.matches('[open]') || part.querySelector('[aria-busy]')) return true
  if (part.contains(document.activeElement) && document.activeElement.matches('input, textarea')) return true
  return (
    Boolean(part.querySelector(':checked')) || [...part.querySelectorAll('textarea')].some((box) => box.value)
  )
}

function parse(answer) {
  const page = new DOMParser().parseFromString(answer, 'text/html')
  if (!page.querySelector('main')) throw new Error('no page')
  return page
}

async function look() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (response.ok && !response.redirected) refresh(parse(await response.text()))
}

/** Shows the page the server answered with in place of this one. */
function show(page, address) {
  localTimes(page)
  const main = page.querySelector('main')
  const swap = () => {
    for (const part of ['header.bar', 'main']) {
      const next = page.querySelector(part)
      if (next) document.querySelector(part)?.replaceWith(document.adoptNode(next))
    }
    document.title = page.title
    drafts.restore()
    const ask = main.querySelector('.ask h1, .ask h2')
    if (ask) {
      ask.focus({ preventScroll: true })
      ask.closest('.ask').scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' })
    } else main.querySelector('textarea')?.focus({ preventScroll: true })
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
    if (form.matches('.reply') && response.ok) drafts.forget()
    show(parse(await response.text()), response.redirected ? response.url : null)
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

addEventListener('input', ({ target }) => {
  if (target.matches('form.reply textarea')) drafts.keep(target)
})

addEventListener('submit', (event) => {
  if (event.target.matches('form[action$="/sign-out"]')) drafts.act('clear')
  if (!event.target.matches('form[data-live]')) return
  event.preventDefault()
  if (!busy) void send(event.target)
})

// The bell closes when one looks elsewhere.
addEventListener('click', ({ target }) => {
  for (const bell of document.querySelectorAll('.bell[open]')) if (!bell.contains(target)) bell.open = false
})
addEventListener('keydown', (event) => {
  const bell = document.querySelector('.bell[open]')
  if (event.key !== 'Escape' || !bell) return
  bell.open = false
  bell.querySelector('summary').focus()
})

localTimes(document)
drafts.restore()
document.querySelector('.messages')?.lastElementChild?.scrollIntoView({ block: 'center' })
if (location.hash === '#rate') document.querySelector('#rate')?.scrollIntoView({ block: 'center' })

const { events } = document.body.dataset
if (events) {
  let timer
  const source = new EventSource(events)
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => busy || look().catch(() => {}), 150)
  }
  source.addEventListener('news', soon)
  source.addEventListener('gap', soon)
}
