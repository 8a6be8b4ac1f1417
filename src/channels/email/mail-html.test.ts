import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../test/kit/cpu.ts'
import { htmlToText } from './mail-html.ts'
import { withoutQuote } from './mail-quote.ts'

describe('the text of an HTML mail', () => {
  it.each([
    ['lines', '<div>Hello</div><div>Where<br>is it?</div>', 'Hello\nWhere\nis it?'],
    ['paragraphs', '<p>One\n  two</p><p>Three</p>', 'One two\n\nThree'],
    ['lists', '<ul><li>One<li>Two</ul>', '- One\n- Two'],
    [
      'entities',
      'a &lt;b&gt; &amp;amp; &#228;&#x1F60D;&nbsp;&uuml; &bogus; &#0;&#xD800;',
      'a <b> &amp; ä😍 ü &bogus; \ufffd\ufffd',
    ],
    [
      'links',
      '<a href="https://x.test/a?b=1&amp;c=2">here</a> <a href="https://y.test">https://y.test</a>',
      'here (https://x.test/a?b=1&c=2) https://y.test',
    ],
    ['all entities', '&rarr; &pound;5 &frac12; &sect; &bull; caf&eacute &lt', '→ £5 ½ § • café <'],
    [
      'no entities in addresses',
      '<a href="https://x.test/?a=1&copy=2&amp;b=3">here</a>',
      'here (https://x.test/?a=1&copy=2&b=3)',
    ],
    ['no other links', '<a href="javascript:alert(1)">x</a><a href=\'data:text/html,1\'>y</a>', 'xy'],
    [
      'nothing hidden',
      '<head><title>T</title><style>p{}</style></head><script>alert("<p>")</script>Hi<!-- <b>no</b> -->',
      'Hi',
    ],
    ['quotes', 'No.<blockquote>Is it<br>there?</blockquote>', 'No.\n> Is it\n> there?'],
    ['no markup', '1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['tables', '<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>', 'A B\nC'],
    ['what is never closed', 'Hi<script>alert(1)', 'Hi'],
    ['a tag that is never closed', 'Hi<img src=x onerror=', 'Hi'],
  ])('C6: %s', (_what, html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it('C15: an answer from Gmail is without its quote', () => {
    const html =
      '<div dir="ltr">Still broken.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at 9:00 AM ' +
      'Acme &lt;<a href="mailto:s@acme.test">s@acme.test</a>&gt; wrote:<br></div><blockquote class="gmail_quote"><div>Try</div></blockquote></div>'
    expect(withoutQuote(htmlToText(html))).toBe('Still broken.')
  })

  it('C6: whatever it is, no tag is left, and what is made to be slow costs no more for each letter', async () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('<', '>', '<p', '</', '<script>', '<!--', '-->', '"'))
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(htmlToText(pieces.join('').replaceAll('&', ''))).not.toMatch(/<(p|script)[\s>]/i)
      }),
    )
    for (const part of [
      '<',
      '<!--',
      '<a href="',
      '<script>',
      '<style',
      '</',
      '<blockquote>',
      '&#',
      '&amp',
      '<a>',
      '</a>',
      '<p>',
      ' ',
    ]) {
      const growth = await growthOf((size) => htmlToText(part.repeat(size / part.length)), 100_000)
      expect([part, growth < 9]).toEqual([part, true])
    }
  })
})
