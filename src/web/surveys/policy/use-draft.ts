import { useMemo, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { presetPolicy } from '../../../policy/presets.ts'
import type { Policy, Preset } from '../../../policy/settings.ts'
import { changedFields, validatePolicy } from '../../../policy/validate.ts'
import { queryClient } from '../../api/query-client.ts'
import { ApiProblem, fieldErrors, put } from '../../api/request.ts'
import { text } from '../../text.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { makePatch, setAt } from './policy-path.ts'
import { type Settings, settingsQuery } from './settings-queries.ts'

export type PolicyDraft = ReturnType<typeof useDraft>

/** What a preset would make of the workspace: everything but whether CSAT is on. */
export function fromPreset(preset: Preset, enabled: boolean): Policy {
  return { ...presetPolicy(preset), enabled }
}

/** The settings being edited: a copy of a saved version, with what changed and what is wrong with it. */
export function useDraft(latest: Settings) {
  const [base, setBase] = useState(latest)
  const [draft, setDraft] = useState({ preset: latest.preset, policy: latest.policy })
  const [refused, setRefused] = useState<Record<string, string>>({})

  const changed = useMemo(() => changedFields(base.policy, draft.policy), [base, draft])
  const dirty = changed.length > 0 || draft.preset !== base.preset
  if (!dirty && latest.version !== base.version) {
    setBase(latest)
    setDraft({ preset: latest.preset, policy: latest.policy })
  }

  const problems = useMemo(() => {
    const checked = validatePolicy(draft.policy)
    const own = checked.ok ? [] : checked.problems.map(({ field, message }) => [field, message])
    return { ...refused, ...Object.fromEntries(own) } as Record<string, string>
  }, [draft, refused])

  function set(path: string, value: unknown): void {
    setDraft((before) => ({ ...before, policy: setAt(before.policy, path, value) }))
    setRefused(({ [path]: _fixed, ...rest }) => rest)
  }

  function adopt(settings: Settings): void {
    setBase(settings)
    setDraft({ preset: settings.preset, policy: settings.policy })
    setRefused({})
  }

  const save = useMutation({
    mutationFn: () =>
      put<Settings>('/settings/csat', { ...requestFor(base, draft), base_version: base.version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery.queryKey, saved)
      adopt(saved)
      void queryClient.invalidateQueries({ queryKey: ['csat-settings'] })
      void queryClient.invalidateQueries({ queryKey: ['conversation'] })
      toast({ title: text.csat.save.done })
    },
    onError: (error) => {
      const fields = Object.entries(fieldErrors(error)).map(([field, message]) => [
        field.replace(/^policy\./, ''),
        message,
      ])
      setRefused(Object.fromEntries(fields))
      if (!isConflict(error) && fields.length === 0) toastProblem(error)
    },
  })

  return {
    base,
    ...draft,
    changed,
    dirty,
    problems,
    set,
    /** Replaces all rules by those of a preset; nothing is saved yet. */
    usePreset: (preset: Preset, enabled: boolean) =>
      setDraft({ preset, policy: fromPreset(preset, enabled) }),
    setPolicy: (policy: Policy) => setDraft((before) => ({ ...before, policy })),
    discard: () => adopt(latest),
    loadLatest: async () => adopt(await queryClient.fetchQuery({ ...settingsQuery, staleTime: 0 })),
    save: save.mutate,
    saving: save.isPending,
    conflict: isConflict(save.error) && dirty,
    outdated: dirty && latest.version !== base.version,
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 409
}

/** The preset, if it is another one, and the patch that leads from it to the draft. */
export function requestFor(base: Settings, draft: { preset: Preset; policy: Policy }) {
  if (draft.preset === base.preset) return { policy: makePatch(base.policy, draft.policy) }
  const start = fromPreset(draft.preset, base.policy.enabled)
  return { preset: draft.preset, policy: makePatch(start, draft.policy) }
}
