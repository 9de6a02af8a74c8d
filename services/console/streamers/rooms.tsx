import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { RoomSelect } from '../frame/room-select.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type StreamerView, streamerQuery } from './queries.ts'

/** Rooms a streamer works in. */
export function StreamerRooms({ file: { id, rooms } }: { readonly file: StreamerView }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const [chosen, choose] = useState<string | null>(null)
  const moving = useMutation({
    mutationFn: ({ roomId, works }: { readonly roomId: string; readonly works: boolean }) => {
      const place = { param: { id: roomId, streamerId: id } }
      const route = api.rooms[':id'].streamers[':streamerId']
      return read(works ? route.$put(place) : route.$delete(place))
    },
    onSuccess: () => {
      choose(null)
      return queries.invalidateQueries(streamerQuery(id))
    },
  })
  return (
    <section>
      <h3>{say('nav.rooms')}</h3>
      {rooms.length === 0 && <p className="quiet">{say('streamers.noRoom')}</p>}
      <ul className="lines">
        {rooms.map((room) => (
          <li key={room.id} className="bar">
            <Link href={`/rooms/${room.id}`}>
              <bdi>{room.name}</bdi>
            </Link>
            <span className="quiet small num">
              {say('streamers.since', { day: date(room.since) })}
            </span>
            {can('streamer.write') && (
              <Button
                size="small"
                type="link"
                className="end"
                onClick={() => moving.mutate({ roomId: room.id, works: false })}
              >
                {say('streamers.leave')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {can('streamer.write') && (
        <div className="bar">
          <RoomSelect
            label={say('streamers.chooseRoom')}
            value={chosen}
            choose={choose}
            except={rooms.map((room) => room.id)}
          />
          <Button
            disabled={chosen === null}
            loading={moving.isPending}
            onClick={() => chosen && moving.mutate({ roomId: chosen, works: true })}
          >
            {say('streamers.join')}
          </Button>
        </div>
      )}
      {moving.error && <Alert type="error" title={sentenceOf(moving.error, say)} />}
    </section>
  )
}
