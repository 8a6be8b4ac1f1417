/** What an endpoint is called for short: the host of its address. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}
