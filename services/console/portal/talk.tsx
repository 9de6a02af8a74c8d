import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Goods } from '#shared/domain/channel.ts'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'
import { Articles, Trouble } from './parts.tsx'
import { ownQuery } from './queries.ts'

type Script = Parameters<(typeof api.portal)['talk-check']['$post']>[0]['json']
type Checked = Awaited<ReturnType<typeof check>>

async function check(json: Script) {
  return { text: json.text, ...(await read(api.portal['talk-check'].$post({ json }))) }
}

/** 话术自查: a script against the rules of the monitoring. What is typed here is kept nowhere, in no browser storage either. */
export function Talk() {
  const say = useWords()
  const room = useQuery(ownQuery).data?.rooms[0]
  const [text, setText] = useState('')
  const [channel, setChannel] = useState<'speech' | 'title'>('speech')
  const [goods, setGoods] = useState<Goods | ''>('')
  const checking = useMutation({ mutationFn: check })
  return (
    <>
      <h1>{say('portal.talk')}</h1>
      <p className="promise" data-testid="talk-promise">
        {say('portal.talkPrivate')}
      </p>
      <section className="card">
        <div className="choice" role="radiogroup" aria-label={say('portal.talkKind')}>
          {(['speech', 'title'] as const).map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="channel"
                checked={channel === one}
                onChange={() => setChannel(one)}
              />
              {say(`portal.talk.${one}`)}
            </label>
          ))}
        </div>
        <label className="field">
          {say('portal.goods')}
          <select value={goods} onChange={(event) => setGoods(event.target.value as Goods | '')}>
            <option value="">{say('portal.anyGoods')}</option>
            {Goods.options.map((one) => (
              <option key={one} value={one}>
                {say(`goods.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <textarea
          rows={9}
          maxLength={20_000}
          aria-label={say('portal.talkText')}
          placeholder={say('portal.talkText')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid="talk-text"
        />
        <Trouble error={checking.error} />
        <button
          type="button"
          className="big"
          disabled={text.trim() === '' || checking.isPending}
          onClick={() =>
            checking.mutate({
              ...{ text, channel, ...(goods && { goods }) },
              ...(room && { roomType: room.type }),
            })
          }
          data-testid="talk-check"
        >
          {say('portal.check')}
        </button>
      </section>
      {checking.data && <Found found={checking.data} />}
    </>
  )
}

function Found({ found: { text, marks } }: { readonly found: Checked }) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <section aria-live="polite" data-testid="talk-found">
      <h2>
        {marks.length === 0
          ? say('portal.talkClean')
          : say('portal.talkFound', { n: marks.length })}
      </h2>
      <p className="card words">{marked(text, marks)}</p>
      <ol className="cards">
        {marks.map((mark) => (
          <li key={`${mark.start} ${mark.category}`} className="card fact">
            <p className="line">
              <span className="pill strong">{categoryOf(mark.category)}</span>
              <span className="quiet small">{mark.wording}</span>
            </p>
            <blockquote>{text.slice(mark.start, mark.end)}</blockquote>
            <Articles articles={mark.articles} />
            {mark.bearOut.length > 0 && (
              <p>
                <b>{say('portal.bearOut')}</b>
                {mark.bearOut.join('；')}
              </p>
            )}
          </li>
        ))}
      </ol>
      <p className="quiet small">{say('portal.talkNote')}</p>
    </section>
  )
}

/** The text with what was found marked; marks may touch or lie over each other. */
function marked(
  text: string,
  marks: readonly { readonly start: number; readonly end: number }[],
): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue
    const from = Math.max(start, at)
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, end)}</mark>)
    at = end
  }
  return [...parts, text.slice(at)]
}
