import type { Step } from './steps.ts'

/** Where the bars stand: pixels for steps, pixels for answers. */
export type Plot = { left: number; top: number; height: number; step: number; max: number }

/** The next round number at which an axis can end, even so that its half is whole. */
export function niceTop(max: number): number {
  if (max <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(max))
  const top = [1, 2, 3, 4, 5, 6, 8, 10].map((each) => each * power).find((each) => each >= max)!
  return top % 2 === 0 ? top : top + 1
}

export const widthOf = ({ left, step }: Plot, steps: readonly Step[]): number => left + step * steps.length

/** Every how many steps a label has room. */
export function labelEvery({ step }: Plot): number {
  const least = Math.ceil(62 / Math.max(step, 1))
  return [1, 2, 3, 4, 7, 14, 28].find((each) => each >= least) ?? least
}
