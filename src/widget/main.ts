import { makeApi } from './api.ts'
import { readSettings } from './settings.ts'
import { showWidget, type Widget } from './widget.ts'

/** What the host page may call: `Candor.open()`, `.close()`, and `.update(settings)` after a sign-in or sign-out. */
type Handle = { open(): void; close(): void; update(settings?: unknown): void; shutdown(): void }

/**
 * Starts the chat on any page that holds
 * `<script src="https://host/widget.js" data-workspace="…" async></script>`. Included twice, it starts once;
 * whatever goes wrong stays in here and never becomes the host page's error.
 */
function boot(): void {
  const page = window as unknown as { Candor?: Handle; CandorSettings?: unknown }
  if (page.Candor) return
  const script =
    (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>('script[data-workspace][src*="widget.js"]')
  const workspace = script?.dataset['workspace']
  if (!script || !workspace) return console.warn('Candor: the script tag needs data-workspace.')
  const api = makeApi(new URL(script.src, location.href).origin)

  let shown: Promise<Widget | null> = Promise.resolve(null)
  const ask = (act: (widget: Widget) => void): void => {
    shown = shown.then((widget) => {
      if (widget) act(widget)
      return widget
    })
    shown.catch(report)
  }
  const start = (settings: unknown): void => {
    shown = shown.then((old) => {
      old?.remove()
      return showWidget(api, workspace, readSettings(settings))
    })
    shown.catch(report)
  }
  page.Candor = {
    open: () => ask((widget) => widget.open()),
    close: () => ask((widget) => widget.close()),
    update: (settings) => start(settings ?? page.CandorSettings),
    shutdown: () => ask((widget) => widget.remove()),
  }
  start(page.CandorSettings)
}

function report(error: unknown): void {
  console.warn('Candor: the chat could not start.', error)
}

try {
  boot()
} catch (error) {
  report(error)
}
