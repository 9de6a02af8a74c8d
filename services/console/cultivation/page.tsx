import { Tabs } from 'antd'
import type { ComponentType } from 'react'
import type { Verb } from '#shared/domain/rights.ts'
import { useCan } from '../frame/can.ts'
import { useParams } from '../frame/router.ts'
import { useWords } from '../words/words.ts'
import { Guides } from './guides.tsx'
import { Measures } from './measures.tsx'
import { Trainings } from './trainings.tsx'
import '../operators/operators.css'
import './cultivation.css'

const tabs = {
  trainings: { verb: 'training.read', Content: Trainings },
  guides: { verb: 'guide.read', Content: Guides },
  measures: { verb: 'support.read', Content: Measures },
} as const satisfies Readonly<Record<string, { verb: Verb; Content: ComponentType }>>
type Tab = keyof typeof tabs

/** 培训与帮扶: what the bureau does for those it watches (舟市监发〔2024〕36号 五). */
export function CultivationPage() {
  const say = useWords()
  const can = useCan()
  const [params, change] = useParams()
  const shown = (Object.keys(tabs) as Tab[]).filter((tab) => can(tabs[tab].verb))
  const tab = shown.find((name) => name === params.get('tab')) ?? shown[0] ?? 'trainings'
  const { Content } = tabs[tab]
  return (
    <div className="page cultivation">
      <Tabs
        activeKey={tab}
        onChange={(next) => change({ tab: next, id: null })}
        items={shown.map((name) => ({ key: name, label: say(`cultivation.${name}`) }))}
      />
      <Content />
    </div>
  )
}
