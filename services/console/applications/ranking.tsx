import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { Fragment } from 'react'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { batchesQuery, type RankedRow, rankingQuery } from './queries.ts'

/** 名单确认: a batch in order of its final scores, the line above which rooms are proposed, and who is tied on it. */
export function Ranking() {
  const say = useWords()
  const [params, change] = useParams()
  const batches = useQuery(batchesQuery)
  return (
    <Loaded query={batches}>
      {({ rows }) => {
        const id = params.get('batch') || rows[0]?.id
        if (!id) return <Notice title={say('batches.empty')} hint={say('batches.emptyHint')} />
        return (
          <div className="stack">
            <div className="bar">
              <Select
                style={{ width: 260 }}
                aria-label={say('applications.batch')}
                value={id}
                onChange={(batch: string) => change({ batch })}
                options={rows.map((batch) => ({ value: batch.id, label: batch.name }))}
              />
            </div>
            <Ranked id={id} />
          </div>
        )
      }}
    </Loaded>
  )
}

function Ranked({ id }: { readonly id: string }) {
  const say = useWords()
  const query = useQuery(rankingQuery(id))
  return (
    <Loaded query={query}>
      {({ rows, batch, sheet }) => {
        if (rows.length === 0)
          return <Notice title={say('ranking.empty')} hint={say('ranking.emptyHint')} />
        const cut = rows.findLastIndex(({ within }) => within)
        const tied = rows.filter((row) => row.tied).length
        return (
          <section className="panel">
            <p className="quiet bar note">
              {say('ranking.terms', {
                sheet,
                places: batch.places ?? say('batches.unlimited'),
              })}
              {tied > 0 && <b className="late">{say('ranking.tied', { n: tied })}</b>}
            </p>
            <table className="sums" data-testid="ranking">
              <thead>
                <tr>
                  <th className="n">{say('ranking.rank')}</th>
                  <th>{say('rooms.name')}</th>
                  <th>{say('rooms.region')}</th>
                  <th className="n">{say('ranking.groups')}</th>
                  <th className="n">{say('ranking.bonus')}</th>
                  <th className="n">{say('ranking.total')}</th>
                  <th>{say('ranking.outcome')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  <Fragment key={row.applicationId}>
                    <Line row={row} />
                    {i === cut && (
                      <tr className="cut">
                        <td colSpan={7}>{say('ranking.cut')}</td>
                      </tr>
                    )}
                  </Fragment>
                ))}
              </tbody>
            </table>
          </section>
        )
      }}
    </Loaded>
  )
}

function Line({ row }: { readonly row: RankedRow }) {
  const say = useWords()
  const { regionOf } = useSession()
  const { total } = row
  return (
    <tr className={row.within ? 'within' : ''}>
      <td className="n">{row.rank}</td>
      <td>
        <Link href={`/applications/${row.applicationId}`}>
          <bdi>{row.room}</bdi>
        </Link>
        <div className="quiet small">
          <bdi>{row.operator}</bdi>
        </div>
      </td>
      <td>{regionOf(row.region)}</td>
      <td className="n">
        {total.groups.map(({ points, of }) => `${score(points)}/${of}`).join(' · ')}
      </td>
      <td className="n">{score(total.bonus)}</td>
      <td className="n">
        <b>{score(total.total)}</b>
      </td>
      <td>
        {say(
          total.outcome === 'list' && !row.within ? 'ranking.beyond' : `outcome.${total.outcome}`,
        )}
        {row.tied && <span className="pill late">{say('ranking.isTied')}</span>}
        <div className="quiet small">{total.why}</div>
      </td>
    </tr>
  )
}
