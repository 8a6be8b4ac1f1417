import { Anchor } from '@mantine/core'

const LINK = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g

/** Plain text with its web addresses made into links. Nothing else is interpreted. */
export function RichText({ children }: { children: string }) {
  const parts: React.ReactNode[] = []
  let end = 0
  for (const match of children.matchAll(LINK)) {
    parts.push(children.slice(end, match.index))
    parts.push(
      <Anchor
        key={match.index}
        href={match[0]}
        target="_blank"
        rel="noopener noreferrer nofollow"
        underline="always"
        inherit
      >
        {match[0]}
      </Anchor>,
    )
    end = match.index + match[0].length
  }
  parts.push(children.slice(end))
  return parts
}
