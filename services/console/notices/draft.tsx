import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { ConfirmedFlags } from '../frame/confirmed-flags.tsx'
import { RoomSelect } from '../frame/room-select.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'

/** A new notice: the room, the confirmed leads it rests on, what is demanded. */
export function Draft({ made }: { readonly made: (id: string) => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const [roomId, setRoomId] = useState<string | null>(null)
  const [flagIds, setFlagIds] = useState<string[]>([])
  const [demand, setDemand] = useState('')
  const drafting = useMutation({
    mutationFn: (room: string) =>
      read(
        api.notices.$post({
          json: { roomId: room, flagIds, ...(demand.trim() ? { demand } : {}) },
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['notices'] })
      made(id)
    },
  })
  return (
    <section className="panel docket-sheet">
      <h2>{say('notices.new')}</h2>
      <RoomSelect
        label={say('notices.chooseRoom')}
        value={roomId}
        choose={(id) => {
          setRoomId(id)
          setFlagIds([])
        }}
      />
      {roomId && <ConfirmedFlags roomId={roomId} chosen={flagIds} choose={setFlagIds} />}
      <Input.TextArea
        rows={3}
        maxLength={4000}
        aria-label={say('notices.demand')}
        placeholder={say('notices.demand')}
        value={demand}
        onChange={(event) => setDemand(event.target.value)}
      />
      {drafting.error && <Alert type="error" title={sentenceOf(drafting.error, say)} />}
      <div className="bar">
        <Button
          type="primary"
          data-testid="notice-save"
          disabled={flagIds.length === 0}
          loading={drafting.isPending}
          onClick={() => roomId && drafting.mutate(roomId)}
        >
          {say('notices.save')}
        </Button>
      </div>
    </section>
  )
}
