import { useQuery } from '@tanstack/react-query'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { ColourTag } from '../frame/tags.tsx'
import { type ProposalRow, proposalsQuery } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { ProposalView } from './proposal.tsx'
import './proposals.css'

/** 移出建议: the drafts, and one of them in full. */
export function ProposalsPage() {
  const say = useWords()
  const [params, change] = useParams()
  const list = useQuery(proposalsQuery)
  return (
    <Loaded query={list}>
      {(rows) => {
        const chosen = rows.find(({ proposal }) => proposal.id === params.get('id')) ?? rows[0]
        if (!chosen)
          return <Notice title={say('proposals.empty')} hint={say('proposals.emptyHint')} />
        return (
          <div className="proposals">
            <ul className="panel list" aria-label={say('proposals.list')}>
              {rows.map((row) => (
                <li key={row.proposal.id}>
                  <Item
                    row={row}
                    current={row === chosen}
                    choose={() => change({ id: row.proposal.id })}
                  />
                </li>
              ))}
            </ul>
            <ProposalView row={chosen} />
          </div>
        )
      }}
    </Loaded>
  )
}

function Item({
  row: { proposal, room, region, stage },
  current,
  choose,
}: {
  readonly row: ProposalRow
  readonly current: boolean
  readonly choose: () => void
}) {
  const say = useWords()
  const { regionOf } = useSession()
  const { score: points, colour } = proposal.body
  return (
    <button
      type="button"
      data-testid="proposal-row"
      data-state={proposal.state}
      aria-current={current}
      onClick={choose}
    >
      <bdi className="name">{room}</bdi>
      <span className="points">
        <ColourTag colour={colour} />
        <b className="num">{score(points)}</b>
      </span>
      <span className="small quiet">
        {regionOf(region)} · <span className="num">{date(proposal.createdAt)}</span>
      </span>
      <span className="small state-word">
        {proposal.state === 'drafted'
          ? say('proposal.waiting', { stage: say(`proposal.${stage}`) })
          : say(`proposal.${proposal.state}`)}
      </span>
    </button>
  )
}
