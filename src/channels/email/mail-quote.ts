/**
 * What somebody wrote in a mail, without what it answers and without the signature. Pure; when nothing would be left,
 * or it is not certain, all of it stays: an old text too much is better than a customer's word too few.
 */
export function withoutQuote(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ').split('\n')
  const answer = withoutSignature(withoutQuotedLines(upToHeaderBlock(lines)))
  return trimmed(answer) || trimmed(lines)
}

const trimmed = (lines: string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Marks of direction and of zero width, which mail programs put around names and dates. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const bare = (line: string): string => line.replace(INVISIBLE, '').trim()
const isQuote = (line: string | undefined): boolean => line !== undefined && /^\s*>/.test(line)

const ORIGINAL =
  /^-{2,} ?(original message|original appointment|ursprüngliche nachricht|original-?nachricht|message d['’]origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oryginalna wiadomość|wiadomość oryginalna|исходное сообщение|початкове повідомлення|orijinal i?leti|özgün ileti|ursprungligt meddelande|oprindelig meddelelse|původní zpráva|원본 메시지|原始邮件|原始郵件|元のメッセージ|الرسالة الأصلية|הודעה מקורית) ?-{2,}$/i
const FROM =
  /^\*?(from|von|de|da|van|od|от|від|kimden|från|fra|发件人|發件人|寄件者|差出人|보낸 사람|من|מאת) ?\*?[::]/i
const SUBJECT =
  /^\*?(subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|тема|konu|ämne|emne|předmět|主题|主題|主旨|件名|제목|الموضوع|נושא) ?\*?[::]/i
const SENT =
  /^\*?(sent|date|gesendet|datum|envoyé|date|enviado|fecha|inviato|data|verzonden|wysłano|отправлено|дата|надіслано|gönderildi|tarih|skickat|sendt|odesláno|发送时间|發送時間|寄件日期|日期|送信日時|보낸 날짜|تاريخ الإرسال|נשלח|תאריך)( le| el)? ?\*?[::]/i

/** Outlook and its like put the old mail below its own header, without marks. */
function upToHeaderBlock(lines: string[]): string[] {
  const end = lines.findIndex((line, at) => {
    const text = bare(line)
    if (ORIGINAL.test(text)) return true
    if (!FROM.test(text)) return false
    const block = lines.slice(at + 1, at + 6).map(bare)
    return block.some((each) => SENT.test(each)) && block.some((each) => SUBJECT.test(each))
  })
  if (end < 0) return lines
  const kept = lines.slice(0, end)
  while (kept.length > 0 && /^[_\-\s]*$/.test(bare(kept.at(-1)!))) kept.pop()
  return kept
}

/** How programs announce what follows; each needs a date beside it. */
const LEADS = [
  /^on\s.+\swrote ?:$/i,
  /^(am|im)\s.+\sschrieb(\s.+)?:$/i,
  /^.{3,80}\s(schrieb|hat geschrieben) am\s.+:$/i,
  /^le\s.+\sa écrit ?:$/i,
  /^el\s.+\sescribió ?:$/i,
  /^il\s.+\sha scritto ?:$/i,
  /^(em|no dia|a)\s.+\sescreveu ?:$/i,
  /^op\s.+\sschreef(\s.+)?:$/i,
  /^.+\snapisał(a|\(a\))? ?:$/i,
  /^.+\s(написала?|написав|писав|пишет|пише)(\(а\)|\(-ла\))? ?:$/i,
  /^.+\s(şunu\s)?(yazdı|yazmış) ?:$/i,
  /^(den|på)\s.+\sskrev(\s.+)?:$/i,
  /^.+\snapsal(a|\(a\))? ?:$/i,
  /^.+(写道|寫道|写到|のメール|書きました|님이 작성|작성)\s?[::]$/,
  /^في\s.+(كتب|كتبت)(\s.+)?[::]$/,
  /^(בתאריך|ב-?)\s?.+(כתב|כתבה|מאת)(\s.+)?[::]$/,
]
const DATE = /\d{1,2}[:.]\d{2}|\b(19|20)\d\d\b/
const MAX_LEAD = 400

/** How many lines from here announce a quote; none for 0. A lead is often broken over two or three lines. */
function leadAt(lines: string[], at: number): number {
  if (bare(lines[at] ?? '') === '') return 0
  for (let count = 1; count <= 3; count += 1) {
    const part = lines.slice(at, at + count).map(bare)
    if (part.at(-1) === '' || part.some((line) => line.startsWith('>'))) return 0
    const lead = part.join(' ')
    if (lead.length > MAX_LEAD) return 0
    if (!/[::]$/.test(lead) || !DATE.test(lead)) continue
    if (LEADS.some((pattern) => pattern.test(lead))) return count
    // In whatever language: a date and an address, then the quote.
    if (/<[^<>\s]+@[^<>\s]+>/.test(lead) && isQuote(nextSaid(lines, at + count))) return count
  }
  return 0
}

const nextSaid = (lines: string[], from: number): string | undefined =>
  lines.slice(from, from + 4).find((line) => line.trim() !== '')

/**
 * Below a lead without marks all is old. With marks only the marked lines are: people answer below them and between
 * them, and then what they answer to stays.
 */
function withoutQuotedLines(lines: string[]): string[] {
  const said: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const size = leadAt(lines, at)
    if (size === 0) {
      said.push(lines[at]!)
      continue
    }
    if (!isQuote(nextSaid(lines, at + size))) {
      if (said.some((line) => bare(line) !== '')) break
      // Nothing above it: then it is no lead, or the answer is somewhere below.
      said.push(...lines.slice(at, at + size))
    }
    at += size - 1
  }
  return withoutOuterQuotes(said)
}

/** The quote at the end goes, and one before everything else when it is the only one. */
function withoutOuterQuotes(lines: string[]): string[] {
  const isOld = (line: string): boolean => isQuote(line) || line.trim() === ''
  const last = lines.findLastIndex((line) => !isOld(line))
  const kept = lines.slice(0, last + 1)
  const first = kept.findIndex((line) => !isOld(line))
  return kept.slice(Math.max(first, 0)).some(isQuote) ? kept : kept.slice(Math.max(first, 0))
}

const GREETING_OF_A_PHONE =
  /^(sent from my .{2,40}|get outlook for .{2,20}|sent from (outlook|mail|yahoo).{0,40}|von meinem .{2,40} gesendet|gesendet von .{2,40}|envoyé (de|depuis) mon .{2,40}|enviado desde mi .{2,40}|enviado do meu .{2,40}|inviato da(l mio)? .{2,40}|verzonden vanaf mijn .{2,40}|wysłane z .{2,40}|отправлено с .{2,40}|надіслано з .{2,40}|iphone['’]?umdan gönderildi|iphoneから送信|나의 iphone에서 보냄|发自我的.{2,20}|從我的 ?.{2,20}傳送)\.?$/i

/** RFC 3676 § 4.3: a line of two hyphens and a space. Some programs lose the space. */
function withoutSignature(lines: string[]): string[] {
  const mark = lines.findIndex((line, at) => at > 0 && /^-- ?$/.test(line))
  const kept = mark < 0 ? [...lines] : lines.slice(0, mark)
  while (kept.length > 1 && (bare(kept.at(-1)!) === '' || GREETING_OF_A_PHONE.test(bare(kept.at(-1)!)))) {
    kept.pop()
  }
  return kept
}
