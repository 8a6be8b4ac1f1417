import classes from './person.module.css'

const HUES = [12, 48, 96, 152, 188, 214, 252, 288, 326]

/** A stable colour, dark enough for white initials. */
function colorOf(seed: string): string {
  let sum = 0
  for (const letter of seed) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return `hsl(${HUES[sum % HUES.length]} 42% 36%)`
}

function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s@._-]+/)
    .filter(Boolean)
  return ((words[0]?.[0] ?? '?') + (words[1]?.[0] ?? '')).toUpperCase()
}

type Props = {
  name: string
  /** Of the member or the contact: the colour hangs on it, so that it is the same on all screens; null: nobody's. */
  id: string | null
  size?: number
  label?: string
}

/** A person's initials. With a `label` it speaks for itself; without, the name stands beside it. */
export function Person({ name, id, size = 24, label }: Props) {
  const spoken = label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true }
  return (
    <span
      {...spoken}
      className={classes.person}
      data-initials={initialsOf(name)}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.4)),
        background: colorOf(id ?? name),
      }}
    />
  )
}
