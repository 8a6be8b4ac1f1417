// Makes the portal livelier; everything works without it. Its forms are sent like those of every public page, by the
// script before this one (page.js).

/** Times by the reader's own clock. */
function localTimes(root) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  for (const time of root.querySelectorAll('time')) time.textContent = format.format(new Date(time.dateTime))
}

Object.assign(around, {
  /** A form leads to the page that it is answered by, if that is another one. */
  address: (_form, { redirected, url }) => (redirected ? url : null),
  prepare: localTimes,
  /** At the question or its answer; else one goes on writing. */
  arrive(main) {
    const ask = main.querySelector('.ask h1, .ask h2')
    if (!ask) return main.querySelector('textarea')?.focus({ preventScroll: true })
    ask.focus({ preventScroll: true })
    ask.closest('.ask').scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' })
  },
})

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

async function look() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (response.ok && !response.redirected) refresh(parse(await response.text()))
}

// Who signs out leaves no words behind for whoever comes next.
addEventListener('submit', ({ target }) => {
  if (!target.matches('form[action$="/sign-out"]')) return
  try {
    sessionStorage.clear()
  } catch {}
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
