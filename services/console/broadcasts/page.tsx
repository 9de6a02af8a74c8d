import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { DayPicker } from '../frame/day-picker.tsx'
import { useParams, useRoute } from '../frame/router.ts'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { BroadcastPage } from './broadcast.tsx'
import { broadcastsQuery } from './queries.ts'
import { BroadcastTable } from './table.tsx'

/** 场次: what was aired, or one broadcast by its id in the address. */
export function BroadcastsPage() {
  const id = useRoute().path.split('/')[2]
  return id ? <BroadcastPage key={id} id={id} /> : <List />
}

function List() {
  const say = useWords()
  const [params, change] = useParams()
  const from = params.get('from') ?? ''
  const to = params.get('to') ?? ''
  const filter = { limit: '200', ...(from && { from }), ...(to && { to }) }
  const after = params.get('after')
  const query = useQuery(broadcastsQuery({ ...filter, ...(after && { after }) }))
  return (
    <div className="page">
      <div className="bar">
        <DayPicker
          label={say('broadcasts.from')}
          value={from}
          onChange={(day) => change({ from: day, after: null })}
        />
        <DayPicker
          label={say('broadcasts.to')}
          value={to}
          onChange={(day) => change({ to: day, after: null })}
        />
        <span className="quiet end num">
          {say('broadcasts.total', { n: query.data?.total ?? 0 })}
        </span>
        {after && (
          <Button onClick={() => change({ after: null })}>{say('broadcasts.newest')}</Button>
        )}
        <Button
          disabled={!query.data?.next}
          onClick={() => change({ after: query.data?.next ?? null })}
        >
          {say('broadcasts.older')}
        </Button>
      </div>
      <Loaded query={query}>{({ rows }) => <BroadcastTable rows={rows} />}</Loaded>
    </div>
  )
}
