import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { ColourTag } from '../frame/tags.tsx'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'

const poolTextQuery = queryOptions({
  queryKey: ['policies', 'pool'],
  queryFn: () => read(api.system.policies.pool.$get()),
})

const tryText = (text: string) => read(api.system.policies.pool.preview.$post({ json: { text } }))
type Preview = Awaited<ReturnType<typeof tryText>>

/** Which rooms would stand otherwise under an edited policies/pool.yaml. Nothing is stored: the file itself is changed by hand. */
export function PoolPreview() {
  const say = useWords()
  const text = useQuery(poolTextQuery)
  return (
    <section className="panel preview">
      <h2>{say('policies.preview')}</h2>
      <p className="quiet">{say('policies.previewHint')}</p>
      <Loaded query={text}>{({ text: now }) => <Editor now={now} />}</Loaded>
    </section>
  )
}

function Editor({ now }: { readonly now: string }) {
  const say = useWords()
  const [text, setText] = useState(now)
  const trying = useMutation({ mutationFn: () => tryText(text) })
  return (
    <>
      <Input.TextArea
        aria-label="pool.yaml"
        spellCheck={false}
        autoSize={{ minRows: 12, maxRows: 24 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="policy-text"
      />
      <div className="bar">
        <Button
          type="primary"
          loading={trying.isPending}
          onClick={() => trying.mutate()}
          data-testid="policy-try"
        >
          {say('policies.try')}
        </Button>
        <Button disabled={text === now} onClick={() => setText(now)}>
          {say('policies.asItWas')}
        </Button>
      </div>
      {trying.error && (
        <Alert
          type="error"
          title={say('policies.faulty')}
          description={<pre>{sentenceOf(trying.error, say)}</pre>}
        />
      )}
      {trying.data && <Outcome outcome={trying.data} />}
    </>
  )
}

function Outcome({ outcome: { day, rooms, moved } }: { readonly outcome: Preview }) {
  const say = useWords()
  const recoloured = moved.filter(({ before, after }) => before.colour !== after.colour).length
  return (
    <div data-testid="policy-outcome">
      <p>{say('policies.outcome', { day, rooms, moved: moved.length, recoloured })}</p>
      {moved.length > 0 && (
        <table className="sums">
          <thead>
            <tr>
              <th scope="col">{say('policies.room')}</th>
              <th scope="col">{say('policies.before')}</th>
              <th scope="col">{say('policies.after')}</th>
            </tr>
          </thead>
          <tbody>
            {moved.map((one) => (
              <tr key={one.id}>
                <td>
                  <Link href={`/rooms?id=${one.id}`}>
                    <bdi>{one.name}</bdi>
                  </Link>
                </td>
                {([one.before, one.after] as const).map((stands, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: before and after
                  <td key={i}>
                    <span className="num">{score(stands.score)}</span>{' '}
                    <ColourTag colour={stands.colour} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
