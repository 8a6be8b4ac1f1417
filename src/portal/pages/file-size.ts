const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** How large a file is as people say it: 34 MB, 1,5 MB, 120 kB. */
export function fileSize(bytes: number, locale: string): string {
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), UNITS.length - 1)
  const value = bytes / 1000 ** step
  const options = { style: 'unit', unit: UNITS[step]!, unitDisplay: step === 0 ? 'long' : 'short' } as const
  return new Intl.NumberFormat(locale, {
    ...options,
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value)
}
