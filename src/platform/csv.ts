const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy

/**
 * The lines and cells of a CSV text (RFC 4180), with any kind of line end and with or without a byte order mark. An
 * empty last line is none.
 */
export function parseCsv(csv: string): string[][] {
  const text = csv.replace(/^\ufeff/, '')
  const lines: string[][] = []
  let line: string[] = []
  CELL.lastIndex = 0
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text)
    // A quote in the middle of a cell: the rest cannot be told apart.
    if (!match) return lines
    const [, quoted, plain, end] = match
    line.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  if (text.endsWith(',') && line.length > 0) lines.push([...line, ''])
  return lines
}
