/** What Markdown would read as more than letters; at the start of a line a few more. */
const MARKS = /[\\*_~`|<>[\]]/g
const LINE_STARTS = /^([ \t]*)(?=[-#+])/gm
const LIST_NUMBERS = /^([ \t]*\d+)\./gm
/** Without brackets and stars: a link that has them is text, and so escaped. */
const LINKS = /(https?:\/\/[^\s\\*~`|<>[\]()]+)/

/** Plain text as Discord shows it unchanged: its Markdown escaped, its links whole. */
export function discordText(text: string): string {
  return text
    .split(LINKS)
    .map((part, at) => (at % 2 === 1 ? part : escaped(part)))
    .join('')
}

function escaped(text: string): string {
  return text
    .replace(MARKS, String.raw`\$&`)
    .replace(LIST_NUMBERS, String.raw`$1\.`)
    .replace(LINE_STARTS, '$1\\')
}
