import type { ClosingCard } from '../../apps/schema.ts'
import classes from './apps.module.css'

/** A closing card as a customer sees it in the chat. Nothing on it leads anywhere here. */
export function CardPreview({ card }: { card: ClosingCard }) {
  return (
    <div className={classes.card}>
      {card.image && <img src={card.image.url} alt={card.image.alt} referrerPolicy="no-referrer" />}
      <p dir="auto">{card.text}</p>
      {card.buttons.map(({ label, url }) => (
        <span key={`${label} ${url}`} className={classes.button} title={url}>
          {label}
        </span>
      ))}
      {card.link && (
        <span className={classes.link} title={card.link.url}>
          {card.link.label}
        </span>
      )}
    </div>
  )
}
