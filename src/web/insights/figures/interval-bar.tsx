import classes from './figures.module.css'

/** Where the true share lies, on a line from 0 to 100 %: the point that was measured, and how far it may be off. */
export function IntervalBar({
  value,
  interval,
}: {
  value: number | null
  interval: { low: number; high: number } | null
}) {
  const at = (share: number): string => `${share * 100}%`
  return (
    <div className={classes.scale} aria-hidden>
      {interval && (
        <span
          className={classes.range}
          style={{ left: at(interval.low), width: at(interval.high - interval.low) }}
        />
      )}
      {value !== null && <span className={classes.point} style={{ left: at(value) }} />}
    </div>
  )
}
