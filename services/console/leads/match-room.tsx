import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { RoomSelect } from '../frame/room-select.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'

/** Which room a lead is about, said by a person where the file did not. */
export function MatchRoom({ id }: { readonly id: string }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const [room, setRoom] = useState<string | null>(null)
  const matching = useMutation({
    mutationFn: (roomId: string) =>
      read(api.leads[':id'].room.$post({ param: { id }, json: { roomId } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['lead', id] })
      await queries.invalidateQueries({ queryKey: ['leads'] })
    },
  })
  if (!can('lead.write')) return null
  return (
    <section className="sign">
      <div className="bar">
        <RoomSelect label={say('notices.chooseRoom')} value={room} choose={setRoom} />
        <Button
          disabled={!room}
          loading={matching.isPending}
          onClick={() => room && matching.mutate(room)}
        >
          {say('leads.match')}
        </Button>
      </div>
      {matching.error && <Alert type="error" title={sentenceOf(matching.error, say)} />}
    </section>
  )
}
