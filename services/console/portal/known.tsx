import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loaded } from '../frame/states.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'
import { ownQuery } from './queries.ts'
import type { StepId } from './steps.ts'

/** What the bureau has on file already, so that nobody types it again; it is put right at the bureau, not here. */
export function Known({ step, roomId }: { readonly step: StepId; readonly roomId: string }) {
  const say = useWords()
  const query = useQuery(ownQuery)
  if (step === 'promises' || step === 'materials') return null
  return (
    <section className="card">
      <h2>{say('portal.known')}</h2>
      <Loaded query={query}>
        {({ operator, facts, rooms, streamers }) => {
          const room = rooms.find(({ id }) => id === roomId)
          if (step === 'operator')
            return (
              <>
                <Facts
                  lines={[
                    [say('portal.operatorName'), operator.name],
                    [say('portal.code'), operator.code],
                    [say('portal.registeredPlace'), operator.registeredPlace],
                    [say('portal.foundedOn'), operator.foundedOn],
                    [say('portal.representative'), operator.representative],
                  ]}
                />
                <ul className="facts">
                  {facts.map(({ id, met, text }) => (
                    <li key={id} className={met === true ? 'met' : met === false ? 'unmet' : ''}>
                      {text}
                    </li>
                  ))}
                </ul>
              </>
            )
          if (step === 'room')
            return (
              <Facts
                lines={[
                  [say('rooms.name'), room?.name],
                  [say('rooms.platform'), room && say(platformWord(room.platform))],
                  [say('portal.account'), room?.accountName || room?.platformId],
                  [say('portal.goods'), room?.goods.map((one) => say(`goods.${one}`)).join('、')],
                ]}
              />
            )
          return streamers.length === 0 ? (
            <p className="quiet">{say('portal.noStreamer')}</p>
          ) : (
            <Facts
              lines={streamers.map(({ name, alias, hours, certificates }) => [
                alias ? `${name}（${alias}）` : name,
                say('portal.streamerHas', { hours, n: certificates }),
              ])}
            />
          )
        }}
      </Loaded>
      <p className="quiet small">{say('portal.knownHint')}</p>
    </section>
  )
}

function Facts({ lines }: { readonly lines: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="known">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value || '—'}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}
