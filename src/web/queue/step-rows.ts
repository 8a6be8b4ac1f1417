/**
 * Moves the focus down the rows by `by`: from the row that has it, else from that of `currentId`, else to the first.
 * The id of the row that has it now; null at an end.
 */
export function stepRows(rows: HTMLElement | null, currentId: string | null, by: number): string | null {
  const links = [...(rows?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
  const focused = links.findIndex((link) => link === document.activeElement)
  const index = focused >= 0 ? focused : links.findIndex((link) => link.dataset.row === currentId)
  const next = links[index === -1 ? 0 : index + by]
  next?.focus()
  return next?.dataset.row ?? null
}
