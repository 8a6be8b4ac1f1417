type Named = { label: string; also: string; group: string }

/**
 * Those that fit what was typed, the best first: every word begins one of the place's. In the name it counts most,
 * at its beginning above all. Without anything typed, all as they come. Places of a group stay together.
 */
export function rankPlaces<T extends Named>(places: readonly T[], typed: string): T[] {
  const words = wordsOf(typed)
  if (words.length === 0) return [...places]
  const scored = places
    .map((place) => ({ place, score: scoreOf(place, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
  const groups = [...new Set(scored.map(({ place }) => place.group))]
  return groups.flatMap((group) =>
    scored.filter(({ place }) => place.group === group).map(({ place }) => place),
  )
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

function scoreOf({ label, also, group }: Named, words: string[]): number {
  const [names, others] = [wordsOf(label), [...wordsOf(also), ...wordsOf(group)]]
  let score = 0
  for (const word of words) {
    if (names.some((name) => name.startsWith(word))) score += names[0]?.startsWith(word) ? 3 : 2
    else if (others.some((other) => other.startsWith(word))) score += 1
    else return 0
  }
  return score
}
