import { Tabs } from 'antd'
import { useParams } from '../frame/router.ts'
import { useWords } from '../words/words.ts'
import { Candidates } from './candidates.tsx'
import { Signals } from './signals.tsx'
import './candidates.css'

const tabs = ['candidates', 'signals'] as const

/** 候选与信号: what models propose and what the audience's comments together may mean. Neither is a lead. */
export function CandidatesPage() {
  const say = useWords()
  const [params, change] = useParams()
  const tab = tabs.find((name) => name === params.get('tab')) ?? 'candidates'
  return (
    <div className="page">
      <Tabs
        activeKey={tab}
        onChange={(next) => change({ tab: next, page: null })}
        items={tabs.map((name) => ({ key: name, label: say(`candidates.tab.${name}`) }))}
      />
      {tab === 'candidates' ? <Candidates /> : <Signals />}
    </div>
  )
}
