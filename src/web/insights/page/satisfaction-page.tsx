import type { ReactNode } from 'react'
import { Page } from '../../ui/page.tsx'
import classes from '../filters/controls.module.css'
import { FilterBar } from '../filters/filter-bar.tsx'
import { PeriodChooser } from '../filters/period-chooser.tsx'
import { PrintedScope } from '../filters/printed-scope.tsx'
import { type Scope } from '../filters/scope.ts'
import { PrintButton } from './print-button.tsx'

type Props = {
  title: string
  lead?: string
  scope: Scope
  controls?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** The frame of every page with numbers: its name, which days, which part, and the numbers themselves. */
export function SatisfactionPage({ title, lead, scope, controls, actions, children }: Props) {
  return (
    <Page wide title={title} lead={lead}>
      <PrintedScope scope={scope} />
      <div className={classes.bar}>
        <PeriodChooser scope={scope} />
        <FilterBar scope={scope} />
        {controls}
        <div className={classes.actions}>
          {actions}
          <PrintButton />
        </div>
      </div>
      {children}
    </Page>
  )
}
