import { decodeHTML, decodeHTMLAttribute } from 'entities'

/** What is read, not what it looks like; nothing in it is ever shown. */
const HIDDEN = ['style', 'script', 'title', 'textarea', 'noscript', 'template', 'svg', 'iframe', 'object']
const BLOCKS = /^(p|div|h[1-6]|ul|ol|table|tr|section|article|header|footer|pre|hr|center|form|dl|dt|dd)$/
const MAX_HTML = 1_000_000

/**
 * HTML of a mail as plain text: lines where there are lines, `>` before what is quoted, addresses beside links whose
 * text is another. One pass over at most a million characters, whatever they are; markup that is not closed ends it.
 */
export function htmlToText(html: string): string {
  const reader = new Reader()
  const text = html.slice(0, MAX_HTML)
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    reader.say(text.slice(at, open < 0 ? undefined : open))
    if (open < 0) break
    at = reader.markup(text, open)
  }
  return reader.text()
}

/** Words are put together only at the end of a line: long lines must not be copied for each of them. */
class Reader {
  #lines: string[] = []
  #words: string[] = []
  #endsInSpace = true
  #quotes = 0
  #link: { href: string; from: number } | null = null

  say(raw: string): void {
    const words = decodeHTML(raw).replace(/[\s\u200b]+/g, ' ')
    this.#put(this.#endsInSpace ? words.trimStart() : words)
  }

  #put(words: string): void {
    if (words === '') return
    this.#words.push(words)
    this.#endsInSpace = words.endsWith(' ')
  }

  /** Reads what begins with `<` and answers where to go on. */
  markup(text: string, open: number): number {
    const isComment = text.startsWith('<!--', open)
    if (!isComment && !/[a-z/!?]/i.test(text[open + 1] ?? '')) {
      this.say('<')
      return open + 1
    }
    const end = text.indexOf(isComment ? '-->' : '>', open)
    if (end < 0) return text.length
    if (isComment) return end + 3
    const tag = text.slice(open + 1, Math.min(end, open + 4000))
    const name = /^\/?([a-z0-9]+)/i.exec(tag)?.[1]?.toLowerCase() ?? ''
    const isEnd = tag.startsWith('/')
    if (HIDDEN.includes(name) && !isEnd && !tag.endsWith('/')) return after(text, name, end)
    this.#tag(name, isEnd, tag)
    return end + 1
  }

  #tag(name: string, isEnd: boolean, tag: string): void {
    if (name === 'br') this.#break()
    else if (name === 'blockquote') {
      this.#paragraph()
      this.#quotes = Math.max(Math.min(this.#quotes + (isEnd ? -1 : 1), 20), 0)
    } else if (name === 'li') {
      this.#paragraph()
      if (!isEnd) this.#put('- ')
    } else if (name === 'td' || name === 'th') this.say(' ')
    else if (name === 'a') this.#anchor(isEnd, tag)
    else if (BLOCKS.test(name)) {
      this.#paragraph()
      if (name === 'p' && isEnd) this.#break()
    }
  }

  #anchor(isEnd: boolean, tag: string): void {
    if (!isEnd) {
      const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)
      this.#link = {
        href: decodeHTMLAttribute(href?.[1] ?? href?.[2] ?? href?.[3] ?? '').trim(),
        from: this.#words.length,
      }
      return
    }
    const { href, from } = this.#link ?? { href: '', from: 0 }
    this.#link = null
    if (!/^https?:\/\/\S{1,2000}$/i.test(href)) return
    const label = this.#words.slice(from).join('').trim()
    if (label !== '' && !href.includes(label) && !label.includes(href)) this.#put(` (${href})`)
  }

  #break(): void {
    const line = this.#words.join('').trim()
    this.#lines.push(this.#quotes > 0 ? `${'> '.repeat(this.#quotes)}${line}` : line)
    this.#words = []
    this.#endsInSpace = true
  }

  #paragraph(): void {
    if (this.#words.some((words) => words.trim() !== '')) this.#break()
    this.#words = []
    this.#endsInSpace = true
  }

  text(): string {
    this.#paragraph()
    return this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }
}

/** Behind the end tag; what is never closed hides the rest, as in a browser. */
function after(text: string, name: string, from: number): number {
  const rest = new RegExp(`</${name}\\b`, 'gi')
  rest.lastIndex = from
  const found = rest.exec(text)
  if (!found) return text.length
  const end = text.indexOf('>', found.index)
  return end < 0 ? text.length : end + 1
}
