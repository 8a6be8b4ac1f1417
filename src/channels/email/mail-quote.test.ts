import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../test/kit/cpu.ts'
import { withoutQuote } from './mail-quote.ts'

/** What program, what it wrote, and what of that the customer said. */
const CASES: [program: string, text: string, said: string][] = [
  ['nothing quoted', 'Hello\n\nWhere is it?', 'Hello\n\nWhere is it?'],
  [
    'Gmail',
    'Still broken.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Acme <support@acme.test> wrote:\n\n> Try again.\n>\n> Ada',
    'Still broken.',
  ],
  [
    'Gmail, lead in two lines',
    'Thanks\n\nOn Mon, 2 Mar 2026 at 09:00, Acme Support Team of Europe\n<support@acme.test> wrote:\n> Hi',
    'Thanks',
  ],
  [
    'Apple Mail',
    'Yes!\n\nSent from my iPhone\n\n> On 2. Mar 2026, at 09:00, Acme <support@acme.test> wrote:\n> \n> Was it good?\n',
    'Yes!',
  ],
  [
    'Apple Mail, lead without mark',
    'Yes!\n\nOn 2. Mar 2026, at 09:00, Acme <support@acme.test> wrote:\n\nWas it good?',
    'Yes!',
  ],
  [
    'Outlook',
    'No.\n\n________________________________\nFrom: Acme <support@acme.test>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Sam\nSubject: Re: My parcel\n\nIs it there?',
    'No.',
  ],
  [
    'Outlook, bold',
    'No.\n\n*From:* Acme\n*Sent:* Monday\n*To:* Sam\n*Subject:* Parcel\n\nIs it there?',
    'No.',
  ],
  ['Outlook, old', 'No.\n\n-----Original Message-----\nFrom: Acme\nIs it there?', 'No.'],
  [
    'Outlook, German',
    'Nein.\n\nVon: Acme <support@acme.test>\nGesendet: Montag, 2. März 2026 09:00\nAn: Sam\nBetreff: Paket\n\nIst es da?',
    'Nein.',
  ],
  ['Outlook, German, old', 'Nein.\n\n-----Ursprüngliche Nachricht-----\nVon: Acme\nIst es da?', 'Nein.'],
  [
    'Outlook, French',
    'Non.\n\nDe : Acme <support@acme.test>\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Sam\nObjet : Colis\n\nArrivé ?',
    'Non.',
  ],
  [
    'Outlook, Spanish',
    'No.\n\nDe: Acme\nEnviado el: lunes, 2 de marzo de 2026\nPara: Sam\nAsunto: Paquete\n\n¿Llegó?',
    'No.',
  ],
  [
    'Outlook, Chinese',
    '没有。\n\n发件人: Acme\n发送时间: 2026年3月2日 9:00\n收件人: Sam\n主题: 包裹\n\n到了吗?',
    '没有。',
  ],
  [
    'German',
    'Danke!\n\nAm Mo., 2. März 2026 um 09:00 Uhr schrieb Acme <support@acme.test>:\n\n> Gern',
    'Danke!',
  ],
  ['German, without marks', 'Danke!\n\nAm 02.03.2026 um 09:00 schrieb Acme:\nGern', 'Danke!'],
  [
    'French',
    'Merci\n\nLe lun. 2 mars 2026 à 09:00, Acme <support@acme.test> a écrit :\n\n> De rien',
    'Merci',
  ],
  [
    'Spanish',
    'Gracias\n\nEl lun, 2 mar 2026 a las 9:00, Acme (<support@acme.test>) escribió:\n\n> De nada',
    'Gracias',
  ],
  [
    'Italian',
    'Grazie\n\nIl giorno lun 2 mar 2026 alle ore 09:00 Acme <support@acme.test> ha scritto:\n\n> Prego',
    'Grazie',
  ],
  [
    'Portuguese',
    'Obrigado\n\nEm seg., 2 de mar. de 2026 às 09:00, Acme <support@acme.test> escreveu:\n\n> De nada',
    'Obrigado',
  ],
  ['Dutch', 'Dank\n\nOp ma 2 mrt 2026 om 09:00 schreef Acme <support@acme.test>:\n\n> Graag', 'Dank'],
  ['Polish', 'Dzięki\n\npon., 2 mar 2026 o 09:00 Acme <support@acme.test> napisał(a):\n\n> Proszę', 'Dzięki'],
  ['Russian', 'Спасибо\n\nпн, 2 мар. 2026 г. в 09:00, Acme <support@acme.test>:\n\n> Пожалуйста', 'Спасибо'],
  [
    'Russian, Yandex',
    'Спасибо\n\n02.03.2026, 09:00, "Acme" <support@acme.test> написал:\nПожалуйста',
    'Спасибо',
  ],
  ['Ukrainian', 'Дякую\n\nпн, 2 бер. 2026 р. о 09:00 Acme <support@acme.test> пише:\n\n> Прошу', 'Дякую'],
  [
    'Turkish',
    'Sağ olun\n\nAcme <support@acme.test>, 2 Mar 2026 Pzt, 09:00 tarihinde şunu yazdı:\n\n> Rica',
    'Sağ olun',
  ],
  ['Swedish', 'Tack\n\nDen mån 2 mars 2026 kl 09:00 skrev Acme <support@acme.test>:\n\n> Varsågod', 'Tack'],
  ['Japanese', 'ありがとう\n\n2026年3月2日(月) 9:00 Acme <support@acme.test>:\n\n> どうも', 'ありがとう'],
  [
    'Korean',
    '감사합니다\n\n2026년 3월 2일 (월) 오전 9:00, Acme <support@acme.test>님이 작성:\n\n> 네',
    '감사합니다',
  ],
  ['Chinese', '谢谢\n\nAcme <support@acme.test> 于2026年3月2日周一 09:00写道:\n\n> 不客气', '谢谢'],
  ['Arabic', 'شكرا\n\nفي الاثنين، 2 مارس 2026 في 9:00 ص كتب ‪Acme‬‏ <‪support@acme.test‬‏>:\n\n> عفوا', 'شكرا'],
  ['Hebrew', 'תודה\n\n‫בתאריך יום ב׳, 2 במרץ 2026 ב-9:00 מאת ‪Acme‬‏ <‪support@acme.test‬‏>:‬\n\n> בבקשה', 'תודה'],
  [
    'a language we do not know',
    'Kiitos\n\nma 2. maalisk. 2026 klo 9.00 Acme <support@acme.test> kirjoitti:\n\n> Ole hyvä',
    'Kiitos',
  ],
  [
    'below the quote',
    'On Mon, Mar 2, 2026 at 9:00 AM Acme <s@acme.test> wrote:\n> Is it there?\n\nNo, it is not.',
    'No, it is not.',
  ],
  [
    'between the quotes',
    'On Mon, Mar 2, 2026 at 9:00 AM Acme <s@acme.test> wrote:\n> Is it there?\nNo.\n> Since when?\nMonday.\n> Ada',
    '> Is it there?\nNo.\n> Since when?\nMonday.',
  ],
  ['signature', 'Hello\n\n-- \nSam Customer\nACME Corp', 'Hello'],
  [
    'signature above the quote',
    'Hello\n\n-- \nSam\n\nOn Mon, Mar 2, 2026 at 9:00 AM A <a@a.test> wrote:\n> Hi',
    'Hello',
  ],
  ['phones', 'Bien\n\nEnvoyé de mon iPhone', 'Bien'],
  ['phones, German', 'Gut\n\nVon meinem iPhone gesendet', 'Gut'],
  [
    'Windows line ends',
    'Hello\r\n\r\nOn Mon, Mar 2, 2026 at 9:00 AM A <a@a.test> wrote:\r\n> Hi\r\n',
    'Hello',
  ],
  ['nothing but a quote', '> Is it there?', '> Is it there?'],
  [
    'passed on',
    'See below\n\n---------- Forwarded message ---------\nThe invoice was wrong',
    'See below\n\n---------- Forwarded message ---------\nThe invoice was wrong',
  ],
  [
    'words like a lead',
    'On Monday your colleague wrote:\nit works. It does not.',
    'On Monday your colleague wrote:\nit works. It does not.',
  ],
  ['a list with a colon', 'Am 2. März 2026 bestellt:\n2 Stühle', 'Am 2. März 2026 bestellt:\n2 Stühle'],
  [
    'an address in the text',
    'From: Berlin\nTo: Paris\nWhen will it be there?',
    'From: Berlin\nTo: Paris\nWhen will it be there?',
  ],
  ['hyphens as a rule', 'First\n---\nSecond', 'First\n---\nSecond'],
  ['spam of empty lines', 'A\n\n\n\n\n\nB', 'A\n\nB'],
]

describe('a mail without what it answers', () => {
  it.each(CASES)('C15: %s', (_program, text, said) => {
    expect(withoutQuote(text)).toBe(said)
  })

  it('C15: something is always left, and never more than there was', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '> ',
        '-- ',
        'On 2026-03-02 x wrote:',
        '-----Original Message-----',
        'From: a',
        'Subject: b',
        'Sent: c',
        '',
      ),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n')
        const said = withoutQuote(text)
        expect(said.length).toBeLessThanOrEqual(text.length)
        if (text.replaceAll('\u00a0', ' ').trim() !== '') expect(said).not.toBe('')
      }),
    )
  })

  it('C15: what is made to be slow costs no more for each letter when there is more of it', async () => {
    for (const part of [
      'On 2026 ',
      '>\n',
      '\n',
      'From:\n',
      'a:\n',
      '-- \n',
      '2026:\n',
      ' ',
      '\u200f',
      '<a@b ',
    ] as const) {
      const growth = await growthOf((size) => withoutQuote(part.repeat(size / part.length)), 100_000)
      expect([part, growth < 9]).toEqual([part, true])
    }
  })
})
