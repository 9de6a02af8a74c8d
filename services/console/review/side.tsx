import { Button } from 'antd'
import { Failed, Loading } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Filters } from './filters.tsx'
import type { Given } from './given.ts'
import { JustJudged } from './just-judged.tsx'
import { QueueList } from './queue.tsx'
import type { ReviewQueue } from './review-queue.ts'
import { Tour } from './tour.tsx'
import { UnsentBar } from './unsent-bar.tsx'
import { useOwnKeys } from './use-own-keys.ts'

/** The queue with what narrows it, what has come meanwhile, and what was just judged. */
export function Side({
  queue,
  help,
  undo,
}: {
  readonly queue: ReviewQueue
  readonly help: () => void
  readonly undo: (given: Given) => void
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const { state, category, roomId, change, list, rows, waiting, load, chosen, select } = queue
  return (
    <aside className="queue panel" aria-label={say('review.queue')}>
      <Filters state={state} category={category} change={(to) => change({ ...to, id: null })} />
      {roomId && (
        <div className="only-room">
          <bdi>{rows.find((row) => row.roomId === roomId)?.room ?? say('rooms.name')}</bdi>
          <Button size="small" type="link" onClick={() => change({ room: null, id: null })}>
            {say('review.allRooms')}
          </Button>
        </div>
      )}
      <Summary queue={queue} help={help} />
      <UnsentBar open={select} />
      {waiting > 0 && (
        <Button className="arrived" size="small" onClick={load} data-testid="arrived">
          {say('review.arrived', { n: waiting })} <kbd className="key">{keyOf('load')}</kbd>
        </Button>
      )}
      {list.isPending && <Loading />}
      {list.error && !list.data && <Failed error={list.error} retry={() => list.refetch()} />}
      <QueueList rows={rows} chosen={chosen} choose={select} showState={state === 'all'} />
      <Tour />
      <JustJudged undo={undo} />
    </aside>
  )
}

function Summary({
  queue: { state, rows, list },
  help,
}: {
  readonly queue: ReviewQueue
  readonly help: () => void
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const open = state === 'open'
  return (
    <div className="summary">
      <span
        className="num"
        data-testid="queue-total"
        title={open ? say('review.itemsHint') : undefined}
      >
        {say(open ? 'review.items' : 'review.total', { n: rows.length })}
      </span>
      {list.data && list.data.total > list.data.rows.length && (
        <span className="small quiet">
          {say(open ? 'review.ofItems' : 'review.of', { total: list.data.total })}
        </span>
      )}
      <Button size="small" type="text" onClick={help} data-testid="help">
        {say('review.help')} <kbd className="key">{keyOf('help')}</kbd>
      </Button>
    </div>
  )
}
