import { Tabs } from 'antd'
import { useParams } from '../frame/router.ts'
import { useWords } from '../words/words.ts'
import { ImportLedger } from './import-ledger.tsx'
import { OneRoom } from './one-room.tsx'
import './register.css'

/** 登记与导入: one room by its link, or a whole ledger from a file. */
export function RegisterPage() {
  const say = useWords()
  const [params, change] = useParams()
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
