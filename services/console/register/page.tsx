import { Tabs } from 'antd'
import { useCan } from '../frame/can.ts'
import { useParams } from '../frame/router.ts'
import { Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { ImportLedger } from './import-ledger.tsx'
import { OneRoom } from './one-room.tsx'
import './register.css'

/** 登记与导入: one room by its link, or a whole ledger from a file. */
export function RegisterPage() {
  const say = useWords()
  const can = useCan()
  const [params, change] = useParams()
  if (!can('room.write'))
    return <Notice icon="lock" title={say('state.forbidden')} hint={say('register.forbidden')} />
  return (
    <div className="page">
      <Tabs
        activeKey={params.get('tab') ?? 'one'}
        onChange={(tab) => change({ tab })}
        items={[
          { key: 'one', label: say('register.one'), children: <OneRoom /> },
          { key: 'import', label: say('register.import'), children: <ImportLedger /> },
        ]}
      />
    </div>
  )
}
