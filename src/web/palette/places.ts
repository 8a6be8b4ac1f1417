import type { Icon } from '@tabler/icons-react'
import { IconKeyboard } from '@tabler/icons-react'
import { useScreens } from '../screens.ts'
import { text } from '../text.ts'

/** Somewhere to go, or something to do, by name. */
export type Place = {
  id: string
  group: string
  label: string
  detail?: string | undefined
  /** What else people may type for it. */
  also: string
  Icon: Icon
} & ({ to: string; search?: Record<string, string> } | { act: () => void })

const t = text.palette

/** Every screen this member may open, and what can be done from anywhere. */
export function usePlaces(onShortcuts: () => void): Place[] {
  const screens = useScreens().map(({ id, section, label, fullName = label, Icon, to, search }): Place => {
    const isPage = section === 'inbox' || section === 'satisfaction'
    return {
      id,
      group: isPage ? t.pages : t.settings,
      label: fullName,
      also: t.also[id],
      Icon,
      to,
      ...(search ? { search } : {}),
    }
  })
  return [
    ...screens,
    {
      id: 'shortcuts',
      group: t.actions,
      label: text.user.shortcuts,
      also: t.also.shortcuts,
      Icon: IconKeyboard,
      act: onShortcuts,
    },
  ]
}
