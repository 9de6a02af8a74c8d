import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { PoolColour, PoolState } from '../frame/tags.tsx'
import { roomQuery } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Arithmetic } from './arithmetic.tsx'
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
          <p className="wide">
            <Link href={`/rooms/${room.id}`} data-testid="room-page-open">
              {say('room.whole')}
            </Link>
          </p>
          <Arithmetic room={room} />
        </div>
      )}
    </Loaded>
  )
}
