const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy

/**
 * The lines and cells of a CSV text (RFC 4180), with any kind of line end and with or without a byte order mark. An
 * empty last line is none. A text that is no CSV is answered with the number of the line that is not: a quote stands
 * in the middle of a cell, and the rest cannot be told apart.
 */
export function parseCsv(csv: string): string[][] | { brokenLine: number } {
  const text = csv.replace(/^\ufeff/, '')
  const lines: string[][] = []
  let line: string[] = []
  CELL.lastIndex = 0
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text)
    if (!match) return { brokenLine: lines.length + 1 }
    const [, quoted, plain, end] = match
    line.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  if (text.endsWith(',') && line.length > 0) lines.push([...line, ''])
  return lines
}
