import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { DeductionCells } from '../frame/sums.tsx'
import { PoolColour, PoolState } from '../frame/tags.tsx'
import { type RoomView, roomQuery } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { platformWord } from './platform.ts'
import './rooms.css'

/** One room with its standing added up, line by line. */
export function RoomDrawer({
  id,
  close,
}: {
  readonly id: string | null
  readonly close: () => void
}) {
  return (
    <Drawer
      open={id !== null}
      onClose={close}
      size={720}
      destroyOnHidden
      title={id && <Title id={id} />}
    >
      {id && <Room id={id} />}
    </Drawer>
  )
}

function Title({ id }: { readonly id: string }) {
  const room = useQuery(roomQuery(id)).data
  return <bdi>{room?.name ?? ''}</bdi>
}

function Room({ id }: { readonly id: string }) {
  const say = useWords()
  const query = useQuery(roomQuery(id))
  const { regionOf } = useSession()
  return (
    <Loaded query={query}>
      {(room) => (
        <div className="room" data-testid="room-drawer">
          <dl className="room-facts">
            <dt>{say('rooms.platform')}</dt>
            <dd>
              {say(platformWord(room.platform))} · <bdi>{room.platformId}</bdi>
            </dd>
            <dt>{say('rooms.operator')}</dt>
            <dd>{room.operator ?? <span className="quiet">{say('rooms.noOperator')}</span>}</dd>
            <dt>{say('rooms.region')}</dt>
            <dd>
              {regionOf(room.region)} · {say(`type.${room.type}`)}
            </dd>
            <dt>{say('rooms.state')}</dt>
            <dd>
              <PoolState state={room.state} /> <span className="num">{date(room.since)}</span>
            </dd>
            <dt>{say('rooms.open')}</dt>
            <dd>
              <span className="num">{room.openFlags}</span>{' '}
              <Link href={`/review?state=all&room=${room.id}`}>{say('rooms.seeFlags')}</Link>
            </dd>
          </dl>
          <div className="room-score">
            <b className="num" data-testid="room-drawer-score">
              {score(room.score)}
            </b>
            <PoolColour state={room.state} colour={room.colour} meaning />
          </div>
          <Arithmetic room={room} />
        </div>
      )}
    </Loaded>
  )
}

function Arithmetic({ room: { standing } }: { readonly room: RoomView }) {
  const say = useWords()
  if (!standing) return <p className="quiet">{say('rooms.noStanding')}</p>
  const { deductions, window, policyVersion } = standing
  return (
    <section>
      <h3>{say('rooms.standing')}</h3>
      <p className="quiet small">
        {say('rooms.window', {
          from: date(window.fromMs),
          to: date(window.toMs),
          policy: policyVersion,
        })}
      </p>
      {deductions.length === 0 ? (
        <p className="quiet">{say('rooms.noDeduction')}</p>
      ) : (
        <table className="sums">
          <thead>
            <tr>
              <th>{say('sum.saidAt')}</th>
              <th>{say('sum.category')}</th>
              <th>{say('sum.why')}</th>
              <th className="n">{say('sum.points')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td colSpan={3}>{say('rooms.base')}</td>
              <td className="n">100</td>
            </tr>
            {deductions.map((row) => (
              <tr key={row.key} data-testid="deduction">
                <DeductionCells row={row} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={3}>{say('rooms.result')}</td>
              <td className="n">{score(standing.score)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  )
}
