import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useDeferredValue } from 'react'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import { type Changes, useParams, useRoute } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { ColourTag } from '../frame/tags.tsx'
import { useWords } from '../words/words.ts'
import { RoomDrawer } from './drawer.tsx'
import { poolQuery } from './queries.ts'
import { RoomPage } from './room.tsx'
import { RoomTable } from './table.tsx'
import { SavedViews } from './views.tsx'

const colours: readonly Colour[] = ['green', 'blue', 'yellow', 'red']

const states: readonly MembershipState[] = [
  ...(['surveyed', 'submitted', 'county_review', 'returned', 'rejected', 'reported'] as const),
  ...(['city_review', 'scored', 'publicity', 'objection', 'listed'] as const),
  ...(['province_recommended', 'rectifying', 'suspended', 'removal_proposed'] as const),
  ...(['statement', 'removed', 'withdrawn', 'expired'] as const),
]

/** 直播间: the pool, or one room of it by its id in the address. */
export function RoomsPage() {
  const id = useRoute().path.split('/')[2]
  return id ? <RoomPage key={id} id={id} /> : <Pool />
}

/** The pool's table; a row opens the arithmetic of its standing. */
function Pool() {
  const say = useWords()
  const [params, change] = useParams()
  const text = useDeferredValue(params.get('q')?.trim() ?? '')
  const colour = colours.find((name) => name === params.get('colour'))
  const state = states.find((name) => name === params.get('state'))
  const region = params.get('region') ?? ''
  const filter = {
    ...(text && { text }),
    ...(colour && { colour }),
    ...(state && { state }),
    ...(region && { region }),
  }
  const list = useQuery(poolQuery(filter))
  return (
    <Loaded query={list}>
      {({ rows, total }) => (
        <div className="page">
          <div className="bar">
            <Input.Search
              allowClear
              style={{ width: 300 }}
              aria-label={say('rooms.search')}
              placeholder={say('rooms.search')}
              key={params.get('q') === null ? 'none' : 'some'}
              defaultValue={params.get('q') ?? ''}
              onChange={(event) => change({ q: event.target.value })}
            />
            <Filters colour={colour} state={state} region={region} change={change} />
            <SavedViews />
            <span className="quiet end num">{say('rooms.total', { n: total })}</span>
            <Button href={`/api/rooms/export?${new URLSearchParams(filter)}`}>
              {say('rooms.export')}
            </Button>
          </div>
          <RoomTable rows={rows} open={(room) => change({ room })} />
          <RoomDrawer id={params.get('room')} close={() => change({ room: null })} />
        </div>
      )}
    </Loaded>
  )
}

function Filters({
  colour,
  state,
  region,
  change,
}: {
  readonly colour: Colour | undefined
  readonly state: MembershipState | undefined
  readonly region: string
  readonly change: (to: Changes) => void
}) {
  const say = useWords()
  const { regions } = useSession()
  return (
    <>
      <Select
        style={{ width: 150 }}
        aria-label={say('rooms.colour')}
        value={colour ?? ''}
        onChange={(next: string) => change({ colour: next })}
        options={[
          { value: '', label: say('rooms.anyColour') },
          ...colours.map((value) => ({
            value,
            label: <ColourTag colour={value} meaning />,
          })),
        ]}
      />
      <Select
        style={{ width: 150 }}
        aria-label={say('rooms.state')}
        value={state ?? ''}
        onChange={(next: string) => change({ state: next })}
        options={[
          { value: '', label: say('rooms.anyState') },
          ...states.map((value) => ({ value, label: say(`pool.${value}`) })),
        ]}
      />
      {regions.length > 1 && (
        <Select
          style={{ width: 140 }}
          aria-label={say('rooms.region')}
          value={region}
          onChange={(next: string) => change({ region: next })}
          options={[
            { value: '', label: say('rooms.anyRegion') },
            ...regions.slice(1).map(({ path, name }) => ({ value: path, label: name })),
          ]}
        />
      )}
    </>
  )
}
