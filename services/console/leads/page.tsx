import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Select } from 'antd'
import { useCan } from '../frame/can.ts'
import { type Changes, useParams } from '../frame/router.ts'
import { Loaded, Notice } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Figures } from './figures.tsx'
import { HandOver } from './hand-over.tsx'
import { ImportLeads } from './import.tsx'
import { LeadSheet } from './lead.tsx'
import { type LeadFilter, type LeadRow, leadsQuery, ledgerLink } from './queries.ts'
import '../frame/docket.css'

const states = ['entered', 'sent', 'received', 'checking', 'reported', 'closed'] as const
const directions = ['in', 'out'] as const

/** 线索移交: complaints and leads that came in, confirmed leads handed out, each followed until the loop is closed. */
export function LeadsPage() {
  const say = useWords()
  const [params, change] = useParams()
  const filter: LeadFilter = {
    direction: directions.find((name) => name === params.get('direction')) ?? '',
    state: states.find((name) => name === params.get('state')) ?? '',
    overdue: params.has('overdue'),
  }
  const list = useQuery(leadsQuery(filter))
  const chosen = params.get('id')
  const made = (id: string) => change({ id })
  return (
    <div className="docket">
      <section className="panel list">
        <Filters filter={filter} change={change} />
        <Loaded query={list}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Notice title={say('leads.empty')} hint={say('leads.emptyHint')} />
            ) : (
              <ul>
                {rows.map((row) => (
                  <li key={row.lead.id}>
                    <Item row={row} current={row.lead.id === chosen} choose={made} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <Beside chosen={chosen} made={made} />
    </div>
  )
}

function Filters({
  filter,
  change,
}: {
  readonly filter: LeadFilter
  readonly change: (to: Changes) => void
}) {
  const say = useWords()
  const can = useCan()
  return (
    <>
      <div className="filters">
        <Select
          aria-label={say('leads.direction')}
          value={filter.direction}
          onChange={(direction: string) => change({ direction, id: null })}
          options={[
            { value: '', label: say('leads.both') },
            ...directions.map((value) => ({ value, label: say(`leads.${value}`) })),
          ]}
        />
        <Select
          aria-label={say('rules.state')}
          value={filter.state}
          onChange={(state: string) => change({ state, id: null })}
          options={[
            { value: '', label: say('notices.any') },
            ...states.map((value) => ({ value, label: say(`leads.state.${value}`) })),
          ]}
        />
      </div>
      <div className="filters">
        <Checkbox
          checked={filter.overdue}
          onChange={({ target }) => change({ overdue: target.checked ? '1' : null, id: null })}
        >
          {say('leads.overdue')}
        </Checkbox>
        <span className="end bar">
          {can('lead.export') && (
            <a href={ledgerLink(filter)} download>
              {say('leads.export')}
            </a>
          )}
          {can('lead.import') && (
            <Button size="small" onClick={() => change({ id: 'import' })}>
              {say('leads.import')}
            </Button>
          )}
          {can('lead.write') && (
            <Button size="small" data-testid="lead-new" onClick={() => change({ id: 'new' })}>
              {say('leads.new')}
            </Button>
          )}
        </span>
      </div>
    </>
  )
}

function Beside({
  chosen,
  made,
}: {
  readonly chosen: string | null
  readonly made: (id: string) => void
}) {
  if (chosen === 'new') return <HandOver made={made} />
  if (chosen === 'import') return <ImportLeads />
  return chosen ? <LeadSheet key={chosen} id={chosen} /> : <Figures />
}

function Item({
  row: { lead, room },
  current,
  choose,
}: {
  readonly row: LeadRow
  readonly current: boolean
  readonly choose: (id: string) => void
}) {
  const say = useWords()
  const due = lead.state === 'sent' ? lead.receiptDueAt : lead.reportedAt ? null : lead.checkDueAt
  const late = due !== null && new Date(due).getTime() < Date.now()
  return (
    <button
      type="button"
      data-testid="lead-row"
      aria-current={current}
      onClick={() => choose(lead.id)}
    >
      <b>
        <bdi>{room ?? (lead.facts.account || lead.facts.title || lead.number)}</bdi>
      </b>
      <span className="pill">{say(`leads.state.${lead.state}`)}</span>
      <span className="quiet small">
        {say(`leads.source.${lead.source}`)}
        {lead.unit && ` → ${lead.unit}`}
      </span>
      <span className={late ? 'late small num' : 'quiet small num'}>
        {due ? say('notices.due', { time: date(due) }) : date(lead.createdAt)}
      </span>
    </button>
  )
}
