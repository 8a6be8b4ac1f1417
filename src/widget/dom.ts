type Handlers = { [E in keyof HTMLElementEventMap as `on${E}`]?: (event: HTMLElementEventMap[E]) => void }
type Props = Handlers & { [attribute: string]: unknown }
type Child = Node | string | null | false

/**
 * Makes an element. Texts become text nodes and nothing is ever parsed as markup, so no message can bring
 * any. An attribute that is null or false is left out.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else setAttribute(element, name, value)
  }
  fill(element, children)
  return element
}

/** Sets, or with null or false removes, an attribute. Touches nothing that is so already. */
export function setAttribute(element: Element, name: string, value: unknown): void {
  const text = value === true ? '' : String(value)
  if (value === null || value === undefined || value === false) element.removeAttribute(name)
  else if (element.getAttribute(name) !== text) element.setAttribute(name, text)
}

/** Replaces everything in an element. */
export function fill(element: Element, children: Child[]): void {
  element.replaceChildren(
    ...children.filter((child): child is Node | string => child !== null && child !== false),
  )
}

/** Sets a text only if it is another one, so that nothing is announced twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

const ICONS = {
  chat: 'M12 3c5 0 9 3.4 9 7.7s-4 7.7-9 7.7c-.9 0-1.8-.1-2.6-.3L5 20.5l.7-3.7C4.1 15.4 3 13.2 3 10.7 3 6.4 7 3 12 3Z',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M5 9l7 7 7-7',
  send: 'M4.5 12h9M4.5 12 3.2 5.2c-.2-.9.7-1.6 1.5-1.2l15 7.1c.8.4.8 1.5 0 1.9l-15 7.1c-.8.4-1.7-.4-1.5-1.2L4.5 12Z',
  list: 'M4 7h16M4 12h16M4 17h10',
  back: 'M15 5l-7 7 7 7',
  star: 'M12 3.3l2.7 5.5 6 .9-4.4 4.2 1.1 6L12 17l-5.4 2.9 1.1-6L3.3 9.7l6-.9L12 3.3Z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
} as const

export type IconName = keyof typeof ICONS

/** A line drawing that says nothing to a screen reader. */
export function icon(name: IconName): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    'aria-hidden': 'true',
    class: `icon i-${name}`,
  })) {
    svg.setAttribute(key, value)
  }
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

/** The text as nodes, its web addresses as links that tell the other side nothing about this page. */
export function withLinks(text: string): (Node | string)[] {
  const parts: (Node | string)[] = []
  let end = 0
  for (const match of text.matchAll(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g)) {
    if (match.index > end) parts.push(text.slice(end, match.index))
    parts.push(el('a', { href: match[0], target: '_blank', rel: 'noopener noreferrer nofollow' }, match[0]))
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}
