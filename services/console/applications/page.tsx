import { Tabs } from 'antd'
import { Changes } from '../changes/changes.tsx'
import { useCan } from '../frame/can.ts'
import { useParams, useRoute } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'
import { ApplicationPage } from './application.tsx'
import { Batches } from './batches.tsx'
import { Queue } from './queue.tsx'
import { Ranking } from './ranking.tsx'
import './applications.css'

/** 申报审核: who may join? One application by its id in the address, or the queue, the ranking, the batches. */
export function ApplicationsPage() {
  const id = useRoute().path.split('/')[2]
  return id ? <ApplicationPage key={id} id={id} /> : <Lists />
}

function Lists() {
  const say = useWords()
  const can = useCan()
  const { region } = useSession()
  const [params, change] = useParams()
  const city = !region.includes('/')
  const items = [
    { key: 'queue', label: say('applications.queue'), children: <Queue /> },
    ...(city && can('application.assign')
      ? [{ key: 'ranking', label: say('applications.ranking'), children: <Ranking /> }]
      : []),
    { key: 'batches', label: say('applications.batches'), children: <Batches /> },
    ...(can('change.read')
      ? [{ key: 'changes', label: say('change.title'), children: <Changes /> }]
      : []),
  ]
  return (
    <div className="page">
      <Tabs
        destroyOnHidden
        activeKey={params.get('tab') ?? 'queue'}
        onChange={(tab) => change({ tab, state: null })}
        items={items}
      />
    </div>
  )
}
