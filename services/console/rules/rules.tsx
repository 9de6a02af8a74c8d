import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Editor } from './editor.tsx'
import { type RuleRow, ruleQuery, rulesQuery } from './queries.ts'

interface OfVersion {
  readonly version: string
  readonly inForce: boolean
}

/** The rules of a version by category; one of them as its owner writes it. */
export function Rules({ version, inForce }: OfVersion) {
  const say = useWords()
  const { categories } = useSession()
  const [params, change] = useParams()
  const list = useQuery(rulesQuery(version))
  const words = params.get('q') ?? ''
  const category = params.get('category') ?? ''
  return (
    <Loaded query={list}>
      {(rows) => {
        const shown = rows.filter((row) => fits(row, words, category))
        const chosen = params.get('rule')
        return (
          <div className="rules">
            <section className="panel rule-list">
              <div className="filters">
                <Input.Search
                  allowClear
                  aria-label={say('rules.search')}
                  placeholder={say('rules.search')}
                  defaultValue={words}
                  onChange={(event) => change({ q: event.target.value })}
                />
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  aria-label={say('review.category')}
                  value={category}
                  onChange={(value: string) => change({ category: value })}
                  options={[
                    { value: '', label: say('review.anyCategory') },
                    ...categories.map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                />
                <div className="summary">
                  <span className="quiet small num">{say('rules.total', { n: shown.length })}</span>
                  <Button
                    size="small"
                    onClick={() => change({ rule: 'new' })}
                    data-testid="rule-new"
                  >
                    {say('rules.new')}
                  </Button>
                </div>
              </div>
              <List rows={shown} chosen={chosen} choose={(rule) => change({ rule })} />
            </section>
            {chosen === 'new' ? (
              <NewRule key="new" version={version} start={category} />
            ) : chosen ? (
              <Chosen key={chosen} version={version} inForce={inForce} rule={chosen} />
            ) : (
              <Notice title={say('rules.choose')} hint={say('rules.chooseHint')} />
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

function fits({ id, name, category }: RuleRow, words: string, wanted: string): boolean {
  const text = words.trim().toLowerCase()
  return (
    (wanted === '' || category === wanted) &&
    `${id} ${name} ${category}`.toLowerCase().includes(text)
  )
}

function List({
  rows,
  chosen,
  choose,
}: {
  readonly rows: readonly RuleRow[]
  readonly chosen: string | null
  readonly choose: (id: string) => void
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  if (rows.length === 0) return <Notice title={say('rules.none')} hint={say('rules.noneHint')} />
  return (
    <ul className="rows">
      {rows.map(({ id, name, category, patterns, examples }, i) => (
        <li key={id}>
          {rows[i - 1]?.category !== category && <h3>{categoryOf(category)}</h3>}
          <button
            type="button"
            data-testid="rule-row"
            aria-current={id === chosen}
            onClick={() => choose(id)}
          >
            <span>{name}</span>
            <span className="quiet small num">
              {say('rules.counts', { patterns, match: examples.match, clean: examples.clean })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Chosen({ version, inForce, rule }: OfVersion & { readonly rule: string }) {
  const query = useQuery(ruleQuery(version, rule))
  return (
    <Loaded query={query}>
      {({ category, name, yaml }) => (
        <Editor version={version} inForce={inForce} category={category} title={name} yaml={yaml} />
      )}
    </Loaded>
  )
}

const blank = `id: ''
name: ''
match:
  - ''
examples:
  match: ['', '', '']
  clean: ['', '', '']
`

function NewRule({ version, start }: { readonly version: string; readonly start: string }) {
  const say = useWords()
  const { categories } = useSession()
  const [category, setCategory] = useState(start || (categories[0]?.id ?? ''))
  return (
    <Editor version={version} inForce category={category} title={say('rules.new')} yaml={blank}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 220 }}
        aria-label={say('review.category')}
        value={category}
        onChange={setCategory}
        options={categories.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Editor>
  )
}
