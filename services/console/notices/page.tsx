import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { isOverdue, type NoticeState } from '#shared/domain/notice.ts'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Draft } from './draft.tsx'
import { NoticeSheet } from './notice.tsx'
import { type NoticeRow, noticesQuery } from './queries.ts'
import '../frame/docket.css'

const states: readonly NoticeState[] = [
  'draft',
  'served',
  'read',
  'answered',
  'accepted',
  'not_accepted',
  'withdrawn',
]

/** 整改告知: what rooms were asked to mend, by when, and what they answered. */
export function NoticesPage() {
  const say = useWords()
  const [params, change] = useParams()
  const state = states.find((name) => name === params.get('state')) ?? ''
  const list = useQuery(noticesQuery(state))
  const chosen = params.get('id')
  return (
    <div className="docket">
      <section className="panel list">
        <div className="filters">
          <Select
            aria-label={say('rules.state')}
            value={state}
            onChange={(next: string) => change({ state: next, id: null })}
            options={[
              { value: '', label: say('notices.any') },
              ...states.map((value) => ({ value, label: say(`notices.state.${value}`) })),
            ]}
          />
          <Button data-testid="notice-new" onClick={() => change({ id: 'new' })}>
            {say('notices.new')}
          </Button>
        </div>
        <Loaded query={list}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Notice title={say('notices.empty')} hint={say('notices.emptyHint')} />
            ) : (
              <ul>
                {rows.toSorted(lateFirst).map((row) => (
                  <li key={row.notice.id}>
                    <Item
                      row={row}
                      current={row.notice.id === chosen}
                      choose={() => change({ id: row.notice.id })}
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {chosen === 'new' ? (
        <Draft made={(id) => change({ id })} />
      ) : chosen ? (
        <NoticeSheet key={chosen} id={chosen} />
      ) : (
        <Notice title={say('nav.notices')} hint={say('notices.emptyHint')} />
      )}
    </div>
  )
}

function isLate({ state, dueAt }: NoticeRow['notice']): boolean {
  return isOverdue({ state, dueAt: dueAt === null ? null : new Date(dueAt) }, new Date())
}

/** What should have been answered by now stands first, the rest in the house's order. */
function lateFirst(a: NoticeRow, b: NoticeRow): number {
  return Number(isLate(b.notice)) - Number(isLate(a.notice))
}

function Item({
  row: { notice, room, region },
  current,
  choose,
}: {
  readonly row: NoticeRow
  readonly current: boolean
  readonly choose: () => void
}) {
  const say = useWords()
  const { regionOf } = useSession()
  return (
    <button type="button" data-testid="notice-row" aria-current={current} onClick={choose}>
      <b>
        <bdi>{room}</bdi>
      </b>
      <span className="pill">{say(`notices.state.${notice.state}`)}</span>
      <span className="quiet small">{regionOf(region)}</span>
      <span className={isLate(notice) ? 'late small num' : 'quiet small num'}>
        {notice.dueAt
          ? say('notices.due', { time: date(notice.dueAt) })
          : say('notices.drafted', { day: date(notice.draftedAt) })}
      </span>
    </button>
  )
}
