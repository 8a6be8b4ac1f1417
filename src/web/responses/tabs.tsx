import { Link } from '@tanstack/react-router'
import controls from '../insights/filters/controls.module.css'
import { useCan } from '../session/session.ts'
import { text } from '../text.ts'
import type { ResponsesSearch } from './filters/search.ts'

const t = text.responses.tabs

/** All answers, the negative remarks, and for those who review: what was set aside. Days and filters stay. */
export function Tabs({ search }: { search: ResponsesSearch }) {
  const mayReview = useCan('responses.review')
  const { view, quarantined, id: _id, ...kept } = search
  const tabs: { label: string; search: ResponsesSearch; on: boolean }[] = [
    { label: t.all, search: kept, on: !view && !quarantined },
    { label: t.remarks, search: { ...kept, view: 'negative_remarks' }, on: view !== undefined },
    ...(mayReview
      ? [{ label: t.review, search: { ...kept, quarantined: true as const }, on: quarantined === true }]
      : []),
  ]
  return (
    <nav className={controls.tabs} aria-label={t.label}>
      {tabs.map(({ label, search: to, on }) => (
        <Link
          key={label}
          to="/responses"
          search={to}
          className={controls.tab}
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={on ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
