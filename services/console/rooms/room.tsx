import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'antd'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { PoolColour, PoolState } from '../frame/tags.tsx'
import { type RoomView, roomQuery } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { RoomApplications } from './applications.tsx'
import { Arithmetic } from './arithmetic.tsx'
import { RoomBroadcasts } from './broadcasts.tsx'
import { RoomCases } from './cases.tsx'
import { Course } from './course.tsx'
import { RoomFlags } from './flags.tsx'
import { RoomHistory } from './history.tsx'
import { platformWord } from './platform.ts'
import './rooms.css'

const tabs = ['overview', 'broadcasts', 'flags', 'cases', 'applications', 'history'] as const

/** One room: who it is, how it stands and why, what it aired, what was found, what was done about it. */
export function RoomPage({ id }: { readonly id: string }) {
  const query = useQuery(roomQuery(id))
  return <Loaded query={query}>{(room) => <Room room={room} />}</Loaded>
}

function Room({ room }: { readonly room: RoomView }) {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const [params, change] = useParams()
  const { id } = room
  const content = {
    overview: <Overview room={room} />,
    broadcasts: can('recording.read') && <RoomBroadcasts roomId={id} />,
    flags: can('flag.read') && <RoomFlags roomId={id} />,
    cases: can('notice.read') && <RoomCases roomId={id} />,
    applications: can('application.read') && <RoomApplications roomId={id} />,
    history: can('membership.read') && <RoomHistory roomId={id} />,
  }
  const shown = tabs.filter((tab) => content[tab])
  const tab = shown.find((name) => name === params.get('tab')) ?? 'overview'
  return (
    <div className="page room-page" data-testid="room-page">
      <header>
        <Link href="/rooms" className="quiet">
          {say('nav.pool')} ›
        </Link>
        <h2>
          <bdi>{room.name}</bdi>
        </h2>
        <PoolState state={room.state} />
        <PoolColour state={room.state} colour={room.colour} meaning />
        <span className="quiet">
          {say(platformWord(room.platform))} <bdi>{room.platformId}</bdi> · {regionOf(room.region)}
        </span>
        {room.link && (
          <a href={room.link} target="_blank" rel="noreferrer noopener">
            {say('room.open')}
          </a>
        )}
      </header>
      <Tabs
        activeKey={tab}
        onChange={(next) => change({ tab: next })}
        items={shown.map((name) => ({ key: name, label: say(`room.tab.${name}`) }))}
      />
      {content[tab]}
    </div>
  )
}

function Overview({ room }: { readonly room: RoomView }) {
  const say = useWords()
  return (
    <div className="overview">
      <section className="panel card">
        <h3>{say('room.facts')}</h3>
        <dl className="room-facts">
          <dt>{say('rooms.operator')}</dt>
          <dd>
            {room.operatorId && room.operator ? (
              <Link href={`/operators?id=${room.operatorId}`}>
                <bdi>{room.operator}</bdi>
              </Link>
            ) : (
              <span className="quiet">{say('rooms.noOperator')}</span>
            )}
          </dd>
          <dt>{say('register.type')}</dt>
          <dd>{say(`type.${room.type}`)}</dd>
          <dt>{say('register.goods')}</dt>
          <dd>{room.goods.map((one) => say(`goods.${one}`)).join('、') || '–'}</dd>
          <dt>{say('room.account')}</dt>
          <dd>
            <bdi>{room.accountName || '–'}</bdi>
          </dd>
          <dt>{say('rooms.since')}</dt>
          <dd className="num">{date(room.since)}</dd>
          <dt>{say('rooms.open')}</dt>
          <dd>
            <span className="num">{room.openFlags}</span>{' '}
            <Link href={`/review?state=open&room=${room.id}`}>{say('rooms.seeFlags')}</Link>
          </dd>
        </dl>
      </section>
      <section className="panel card">
        <h3>{say('room.course')}</h3>
        <p>
          <b className="big num" data-testid="room-page-score">
            {score(room.score)}
          </b>{' '}
          <PoolColour state={room.state} colour={room.colour} meaning />
        </p>
        <Course roomId={room.id} />
      </section>
      <div className="panel card wide">
        <Arithmetic room={room} />
      </div>
    </div>
  )
}
