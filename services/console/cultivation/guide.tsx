import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { GuideForm } from '#shared/domain/guide.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { date, dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { ForOperator } from './for-operator.tsx'
import { guideQuery, guidesQuery, receiptsQuery } from './queries.ts'

/** One version of a document: its text, who has read it, and the way to the next version. */
export function GuideFile({
  id,
  revise,
}: {
  readonly id: string
  readonly revise: (form: GuideForm) => void
}) {
  const say = useWords()
  const can = useCan()
  const query = useQuery(guideQuery(id))
  return (
    <Loaded query={query}>
      {({ title, kind, region, version, body, publishedAt, publishedBy, sha256 }) => (
        <div className="file-sheet" data-testid="guide-file">
          <section>
            <div className="bar">
              <h2>
                <bdi>{title}</bdi>
              </h2>
              {can('guide.publish') && (
                <Button
                  size="small"
                  className="end"
                  onClick={() => revise({ region, kind, title, body })}
                >
                  {say('guide.revise')}
                </Button>
              )}
            </div>
            <p className="quiet small" title={`SHA-256 ${sha256}`}>
              {say('portal.version', { n: version })} · {date(publishedAt)} ·{' '}
              <bdi>{publishedBy}</bdi>
            </p>
          </section>
          <article className="guide-text">{body}</article>
          <Receipts id={id} />
        </div>
      )}
    </Loaded>
  )
}

function Receipts({ id }: { readonly id: string }) {
  const say = useWords()
  const can = useCan()
  const query = useQuery(receiptsQuery(id))
  return (
    <section>
      <Loaded query={query}>
        {({ rows }) => (
          <>
            <h3>{say('guide.receipts', { n: rows.length })}</h3>
            <ul className="lines">
              {rows.map(({ operatorId, operator, readBy, readAt }) => (
                <li key={operatorId}>
                  <Link href={`/operators?id=${operatorId}`}>
                    <bdi>{operator}</bdi>
                  </Link>{' '}
                  <span className="quiet small">
                    <bdi>{readBy}</bdi> · <span className="num">{dateTime(readAt)}</span>
                  </span>
                </li>
              ))}
            </ul>
            {can('guide.receipt') && (
              <OnPaper id={id} read={rows.map(({ operatorId }) => operatorId)} />
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** A receipt signed on paper, noted for an operator who has no account. */
function OnPaper({ id, read: have }: { readonly id: string; readonly read: readonly string[] }) {
  const say = useWords()
  const queries = useQueryClient()
  return (
    <ForOperator
      have={have}
      choose={say('guide.onPaper')}
      label={say('guide.note')}
      act={async (operatorId) => {
        await read(api.guides[':id'].receipts.$post({ param: { id }, json: { operatorId } }))
        await queries.invalidateQueries(receiptsQuery(id))
        await queries.invalidateQueries(guidesQuery)
      }}
    />
  )
}
