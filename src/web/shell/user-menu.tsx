import { Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { post } from '../api/request.ts'
import { forgetDrafts } from '../conversation/composer/drafts.ts'
import { countUnsent, forgetOutbox } from '../conversation/composer/outbox.ts'
import { useMe } from '../session/session.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { Person } from '../ui/person.tsx'
import { toastProblem } from '../ui/toast.tsx'
import classes from './user-menu.module.css'

const THEMES = [
  { value: 'auto', label: text.user.system, Icon: IconDeviceDesktop },
  { value: 'light', label: text.user.light, Icon: IconSun },
  { value: 'dark', label: text.user.dark, Icon: IconMoon },
] as const

/** Who is signed in, and what concerns only that person. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { user, member, workspace, workspaces } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()

  function askSignOut(): void {
    const unsent = countUnsent()
    if (unsent === 0) return void signOut()
    confirm({
      title: text.user.unsentTitle(unsent),
      body: text.user.unsentBody,
      confirm: text.user.signOut,
      onConfirm: () => void signOut(),
    })
  }

  async function signOut(): Promise<void> {
    try {
      await post('/api/auth/sign-out')
      forgetDrafts()
      forgetOutbox()
      await navigate({ to: '/sign-in' })
      queryClient.clear()
    } catch (error) {
      toastProblem(error)
    }
  }

  async function switchTo(id: string): Promise<void> {
    try {
      await post('/me/workspace', { workspace_id: id })
      location.assign('/inbox')
    } catch (error) {
      toastProblem(error)
    }
  }

  return (
    <Menu position="top-start" width={232}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <Person name={user.name} id={member.id} size={26} />
          <span className={classes.who}>
            <Text size="sm" fw={500} truncate lh={1.3}>
              {user.name}
            </Text>
            <Text size="xs" c="dimmed" truncate lh={1.3}>
              {user.email}
            </Text>
          </span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.user.theme}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
        >
          {THEMES.map(({ value, label, Icon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              rightSection={<Icon size={15} />}
              closeMenuOnClick={false}
            >
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {workspaces.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{text.user.switchWorkspace}</Menu.Label>
            <Menu.RadioGroup value={workspace.id} onChange={(id) => void switchTo(id)}>
              {workspaces.map(({ id, name }) => (
                <Menu.RadioItem key={id} value={id}>
                  {name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={onShortcuts}>
          {text.user.shortcuts}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={askSignOut}>
          {text.user.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
