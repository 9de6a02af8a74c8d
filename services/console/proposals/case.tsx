import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Loaded } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Case, type CaseRules, caseQuery, caseRulesQuery } from './case-queries.ts'
import { Hearing } from './hearing.tsx'
import { LeniencyBox } from './leniency-box.tsx'
import { Sign } from './sign.tsx'

/** A removal case under way: its six stages, who signed, what waits, its papers. */
export function RemovalCase({ id }: { readonly id: string }) {
  const query = useQuery(caseQuery(id))
  const rules = useQuery(caseRulesQuery)
  return (
    <Loaded query={query}>
      {(file) => <Loaded query={rules}>{(known) => <Stages file={file} rules={known} />}</Loaded>}
    </Loaded>
  )
}

function Stages({ file, rules }: { readonly file: Case; readonly rules: CaseRules }) {
  const say = useWords()
  const { stage, proposal } = file
  const at = rules.stages.findIndex((rule) => rule.stage === stage)
  const over = at < 0 || ['withdrawn', 'kept', 'removed'].includes(proposal.state)
  const rule = over ? undefined : rules.stages[at]
  return (
    <>
      <Way file={file} rules={rules} at={at} over={over} />
      {proposal.unfoundedWhy && <Alert type="warning" title={proposal.unfoundedWhy} />}
      {rule && (
        <section className="waiting">
          <h3>
            {say('case.waits', { stage: rule.name })}
            {proposal.stageDueAt && (
              <span className="quiet small">
                {say('case.due', { time: dateTime(proposal.stageDueAt) })}
              </span>
            )}
          </h3>
          {stage === 'hear' && <Hearing file={file} />}
          {(stage === 'review' || stage === 'hear') && (
            <LeniencyBox file={file} grounds={rules.grounds} />
          )}
          <Sign key={stage} file={file} rule={rule} />
        </section>
      )}
      <Signatures file={file} />
      <Statement file={file} />
      <Documents file={file} />
    </>
  )
}

/** The six stages, those behind with who signed them. */
function Way({
  file,
  rules,
  at,
  over,
}: {
  readonly file: Case
  readonly rules: CaseRules
  readonly at: number
  readonly over: boolean
}) {
  const say = useWords()
  const signer = useSigner()
  const signed = new Map(file.signatures.map((signature) => [signature.stage, signature]))
  return (
    <section>
      <h3>{say('proposals.stages')}</h3>
      <ol className="stages">
        {rules.stages.map(({ stage, name }, i) => {
          const by = i < at || over ? signed.get(stage) : undefined
          const done = i === 0 || by !== undefined
          return (
            <li
              key={stage}
              data-testid={`stage-${stage}`}
              className={done ? 'done' : i === at && !over ? 'next' : ''}
            >
              <span className="num">{i + 1}</span>
              <span>
                {name}
                {by && <small className="quiet">{signer(by.by)}</small>}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Signatures({ file: { signatures } }: { readonly file: Case }) {
  const say = useWords()
  const signer = useSigner()
  if (signatures.length === 0) return null
  return (
    <section>
      <h3>{say('case.signatures')}</h3>
      <ol className="triggers">
        {signatures.map(({ stage, outcome, by, reason, atMs }) => (
          <li key={`${stage}-${atMs}`}>
            <span className="num quiet">{dateTime(atMs)}</span> {say(`proposal.${stage}`)} ·{' '}
            {say(`case.outcome.${outcome}`)} · <bdi>{signer(by)}</bdi>
            {reason && (
              <>
                ：<bdi>{reason}</bdi>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Statement({ file: { replies } }: { readonly file: Case }) {
  const say = useWords()
  if (replies.length === 0) return null
  return (
    <section>
      <h3>{say('case.statement')}</h3>
      {replies.map(({ id, text, by, at }) => (
        <p key={id}>
          <span className="num quiet">{dateTime(at)}</span> <bdi>{by}</bdi>：<bdi>{text}</bdi>
        </p>
      ))}
    </section>
  )
}

function Documents({ file: { documents } }: { readonly file: Case }) {
  const say = useWords()
  if (documents.length === 0) return null
  return (
    <section>
      <h3>{say('case.documents')}</h3>
      <ul className="triggers">
        {documents.map(({ id, kind, version }) => (
          <li key={id}>
            <a href={`/api/notices/documents/${id}`} download>
              {say(`document.${kind}`)}
            </a>{' '}
            <span className="quiet small">{say('case.version', { n: version })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useSigner() {
  const say = useWords()
  return (by: string) => (by === 'system' ? say('case.system') : by)
}
