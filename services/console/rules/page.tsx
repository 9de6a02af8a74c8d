import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'antd'
import { useParams } from '../frame/router.ts'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Health } from './health.tsx'
import { Laws } from './laws.tsx'
import { lexiconsQuery } from './queries.ts'
import { Rules } from './rules.tsx'
import { Versions } from './versions.tsx'
import { Why } from './why.tsx'
import './rules.css'

const tabs = ['rules', 'why', 'versions', 'health', 'laws'] as const

/** 规则与条款: what is matched, why a sentence is or is not flagged, versions, term health, the law. */
export function RulesPage() {
  const say = useWords()
  const [params, change] = useParams()
  const list = useQuery(lexiconsQuery)
  const tab = tabs.find((name) => name === params.get('tab')) ?? 'rules'
  return (
    <Loaded query={list}>
      {(versions) => {
        const inForce = versions.find(({ state }) => state === 'published')
        const version = params.get('version') ?? inForce?.version ?? ''
        const content = {
          rules: <Rules version={version} inForce={version === inForce?.version} />,
          why: <Why version={version} />,
          versions: <Versions versions={versions} inForce={inForce?.version ?? null} />,
          health: <Health />,
          laws: <Laws />,
        }
        return (
          <div className="rules-page">
            <Tabs
              activeKey={tab}
              onChange={(next) => change({ tab: next })}
              items={tabs.map((name) => ({ key: name, label: say(`rules.tab.${name}`) }))}
            />
            <div className="content">{content[tab]}</div>
          </div>
        )
      }}
    </Loaded>
  )
}
