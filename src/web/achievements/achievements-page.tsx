import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconFlame, IconHeart, IconHourglass, IconMoodSmile } from '@tabler/icons-react'
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Achievements } from '../../insights/achievements/achievement-schema.ts'
import { get } from '../api/request.ts'
import '../insights/page/print.css'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page } from '../ui/page.tsx'
import classes from './achievements.module.css'
import { Praise } from './praise.tsx'
import { DAYS, type Days } from './search.ts'

const t = text.achievements

const achievementsQuery = (days: Days) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'achievements', days],
    initialPageParam: null as string | null,
    getNextPageParam: (page: Achievements) => page.comments.next_cursor,
    queryFn: ({ pageParam, signal }) =>
      get<Achievements>('/reports/achievements', { days, limit: 24, cursor: pageParam }, signal),
    placeholderData: keepPreviousData,
  })

/** The own positive ratings and the words that came with them (I19). */
export function AchievementsPage() {
  const days = useSearch({ from: '/app/achievements' }).days ?? '30'
  const navigate = useNavigate()
  const { data, error, refetch, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(achievementsQuery(days))
  const choose = (next: Days) =>
    void navigate({ to: '/achievements', search: next === '30' ? {} : { days: next }, resetScroll: false })
  const first = data?.pages[0]
  /** Null where single ratings are closed to the role: then nothing is said of words, either. */
  const mayRead = first ? first.streak !== null : false
  const comments = data?.pages.flatMap((page) => page.comments.data) ?? []
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <SegmentedControl
          className="no-print"
          size="xs"
          aria-label={t.period}
          value={days}
          onChange={(value) => choose(value as Days)}
          data={DAYS.map((value) => ({ value, label: t.periods[value] }))}
        />
      }
    >
      {error && !first ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !first ? (
        <div role="status" aria-label={text.common.loading}>
          <Skeleton h={132} radius="lg" mb={28} />
          <Skeleton h={88} radius="lg" mb={10} />
          <Skeleton h={88} radius="lg" />
        </div>
      ) : (
        <div aria-busy={isPlaceholderData} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
          <Figures of={first} words={comments.length} more={hasNextPage} />
          {first.notice && (
            <p className={classes.notice}>
              <IconHourglass size={16} aria-hidden />
              {first.notice}
            </p>
          )}
          {mayRead && <h2 className={classes.heading}>{t.comments}</h2>}
          {!mayRead ? null : comments.length === 0 ? (
            <Empty
              icon={<IconHeart size={22} />}
              title={t.none}
              action={
                days !== 'all' && (
                  <Button variant="default" onClick={() => choose('all')}>
                    {t.all}
                  </Button>
                )
              }
            >
              {t.noneHelp}
            </Empty>
          ) : (
            <ul className={classes.praises}>
              {comments.map((praise) => (
                <Praise key={praise.response_id} praise={praise} />
              ))}
            </ul>
          )}
          {hasNextPage && (
            <div className={`${classes.more} no-print`}>
              <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {text.common.loadMore}
              </Button>
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

type FiguresProps = { of: Achievements; words: number; more: boolean }

function Figures({ of: { positive, answered, withheld, streak }, words, more }: FiguresProps) {
  // Where single ratings are closed to the role, nothing opens by waiting.
  const opens = streak !== null
  return (
    <ul className={classes.figures}>
      <li className={classes.figure} data-tone="good">
        <IconMoodSmile size={20} stroke={1.7} aria-hidden />
        <span className={classes.value}>{positive ?? '–'}</span>
        <span className={classes.what}>{positive === null ? t.notTold(opens) : t.positive(positive)}</span>
        <span className={classes.help}>{t.of(answered - withheld, withheld, opens)}</span>
      </li>
      {streak !== null && (
        <li className={classes.figure} data-tone="warm">
          <IconFlame size={20} stroke={1.7} aria-hidden />
          <span className={classes.value}>{streak}</span>
          <span className={classes.what}>{t.streak}</span>
          <span className={classes.help}>{streak === 0 ? t.streakNone : t.streakHelp}</span>
        </li>
      )}
      {streak !== null && (
        <li className={classes.figure} data-tone="accent">
          <IconHeart size={20} stroke={1.7} aria-hidden />
          <span className={classes.value}>
            {words}
            {more && '+'}
          </span>
          <span className={classes.what}>{t.words(words)}</span>
          <span className={classes.help}>{t.wordsHelp}</span>
        </li>
      )}
    </ul>
  )
}
