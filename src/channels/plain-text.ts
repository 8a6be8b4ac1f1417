/**
 * Text as typed, fit to be sent: lines end in a line feed, and what nobody can see or no encoding can hold is gone
 * (control characters but tab, lone surrogates). It is not shortened, and its words and marks stay as they are.
 */
export function plainText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Cs}/gu, '')
  )
}
