/** "1 answer", "1,204 answers". */
export const plural = (n: number, one: string, many: string): string =>
  `${new Intl.NumberFormat('en-GB').format(n)} ${n === 1 ? one : many}`
