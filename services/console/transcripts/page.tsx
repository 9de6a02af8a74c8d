import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { Found } from '../broadcasts/found.tsx'
import { sentencesQuery } from '../broadcasts/queries.ts'
import { DayPicker } from '../frame/day-picker.tsx'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './transcripts.css'

/** 转写检索: every sentence said in any broadcast that contains some words; a line opens the broadcast at that moment. */
export function TranscriptsPage() {
  const say = useWords()
  const [params, change] = useParams()
  const text = params.get('q') ?? ''
  const [draft, setDraft] = useState(text)
  const from = params.get('from') ?? ''
  const to = params.get('to') ?? ''
  return (
    <div className="page">
      <form
        className="bar"
        onSubmit={(event) => {
          event.preventDefault()
          change({ q: draft.trim() })
        }}
      >
        <Input
          allowClear
          autoFocus
          style={{ width: 340 }}
          maxLength={50}
          aria-label={say('transcripts.what')}
          placeholder={say('transcripts.what')}
          value={draft}
          data-testid="sentences-text"
          onChange={(event) => setDraft(event.target.value)}
        />
        <DayPicker
          label={say('broadcasts.from')}
          value={from}
          onChange={(day) => change({ from: day })}
        />
        <DayPicker
          label={say('broadcasts.to')}
          value={to}
          onChange={(day) => change({ to: day })}
        />
        <Button type="primary" htmlType="submit" disabled={draft.trim().length < 2}>
          {say('transcripts.search')}
        </Button>
      </form>
      {text.length > 1 ? (
        <Sentences text={text} from={from} to={to} />
      ) : (
        <Notice icon="search" title={say('nav.transcripts')} hint={say('transcripts.hint')} />
      )}
    </div>
  )
}

function Sentences({
  text,
  from,
  to,
}: {
  readonly text: string
  readonly from: string
  readonly to: string
}) {
  const say = useWords()
  const { regionOf } = useSession()
  const query = useInfiniteQuery(
    sentencesQuery({ text, limit: '50', ...(from && { from }), ...(to && { to }) }),
  )
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows)
        if (rows.length === 0)
          return <Notice title={say('transcripts.none')} hint={say('transcripts.noneHint')} />
        return (
          <section className="panel">
            <ol className="sentences">
              {rows.map((row) => (
                <li key={`${row.recordingId}-${row.seq}`} data-testid="sentence">
                  <Link
                    href={`/broadcasts/${row.broadcastId}?t=${row.saidMs}&q=${encodeURIComponent(text)}`}
                    className="num"
                  >
                    {dateTime(row.saidMs)}
                  </Link>
                  <bdi>
                    <Found text={row.text} wanted={text} />
                  </bdi>
                  <span className="quiet small">
                    <bdi>{row.room}</bdi> · {regionOf(row.region)}
                  </span>
                </li>
              ))}
            </ol>
            {query.hasNextPage && (
              <div className="more">
                <Button
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {say('transcripts.more')}
                </Button>
              </div>
            )}
          </section>
        )
      }}
    </Loaded>
  )
}
