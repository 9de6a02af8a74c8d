import { queryOptions, useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { api, read } from '../client.ts'
import { useParams } from '../frame/router.ts'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import './agreement.css'

const spans = ['30', '90', '365'] as const

const agreementQuery = (days: string) =>
  queryOptions({
    queryKey: ['agreement', days],
    queryFn: () => read(api['second-looks'].agreement.$get({ query: { days } })),
  })

type Agreements = Awaited<ReturnType<NonNullable<ReturnType<typeof agreementQuery>['queryFn']>>>
type Agreement = Agreements['mine']['blind']

/** 抽检一致率: how often two people who did not know of each other said the same; one's own, and the office's to those who look after it. */
export function AgreementPage() {
  const say = useWords()
  const [params, change] = useParams()
  const days = spans.find((one) => one === params.get('days')) ?? '90'
  const query = useQuery(agreementQuery(days))
  return (
    <div className="page" data-testid="agreement">
      <div className="bar">
        <Segmented
          aria-label={say('agreement.span')}
          value={days}
          onChange={(next) => change({ days: next })}
          options={spans.map((n) => ({ value: n, label: say('agreement.days', { n }) }))}
        />
        <span className="quiet small">{say('agreement.hint')}</span>
      </div>
      <Loaded query={query}>
        {({ mine, office }) => (
          <>
            {office && <Pair title={say('agreement.office')} of={office} />}
            <Pair title={say('agreement.mine')} of={mine} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Pair({ title, of }: { readonly title: string; readonly of: Agreements['mine'] }) {
  const say = useWords()
  return (
    <section className="panel card">
      <h2>{title}</h2>
      <div className="agreements">
        {(['blind', 'known'] as const).map((kind) => (
          <div key={kind}>
            <h3>{say(`agreement.${kind}`)}</h3>
            <p className="quiet small">{say(`agreement.${kind}Hint`)}</p>
            <Share of={of[kind]} />
          </div>
        ))}
      </div>
    </section>
  )
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

/** The share with its interval on a line from nothing to all; with little behind it the band is wide. */
function Share({ of: { looked, agreed, share } }: { readonly of: Agreement }) {
  const say = useWords()
  if (!share) return <p className="quiet">{say('agreement.none')}</p>
  const [low, high] = [percent(share.low), percent(share.high)]
  return (
    <>
      <p>
        <strong className="big num">{percent(share.share)}</strong>{' '}
        <span className="num">{say('agreement.counts', { looked, agreed })}</span>
      </p>
      <svg className="interval" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="ground" x="0" y="2" width="100" height="2" />
        <rect
          className="band"
          x={share.low * 100}
          y="1"
          width={(share.high - share.low) * 100}
          height="4"
        />
        <rect className="mark" x={share.share * 100 - 0.3} y="0" width="0.6" height="6" />
      </svg>
      <p className="quiet small num">{say('agreement.interval', { low, high })}</p>
    </>
  )
}
