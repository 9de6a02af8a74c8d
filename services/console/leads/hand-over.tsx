import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { ConfirmedFlags } from '../frame/confirmed-flags.tsx'
import { RecordForm } from '../frame/record-form.tsx'
import { RoomSelect } from '../frame/room-select.tsx'
import { useWords } from '../words/words.ts'

/** Confirmed leads of a room as one numbered record with its letter, for the unit that is to check them. */
export function HandOver({ made }: { readonly made: (id: string) => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const [roomId, setRoomId] = useState<string | null>(null)
  const [flagIds, setFlagIds] = useState<string[]>([])
  return (
    <section className="panel docket-sheet">
      <h2>{say('leads.new')}</h2>
      <RoomSelect
        label={say('notices.chooseRoom')}
        value={roomId}
        choose={(id) => {
          setRoomId(id)
          setFlagIds([])
        }}
      />
      {roomId && <ConfirmedFlags roomId={roomId} chosen={flagIds} choose={setFlagIds} />}
      {roomId && flagIds.length > 0 && (
        <RecordForm
          testId="lead-handover"
          button={say('leads.file')}
          initial={{ unit: '', suggestion: say('leads.suggestionText') }}
          fields={[
            { name: 'unit', label: say('leads.unit'), kind: 'line', must: true, max: 100 },
            { name: 'suggestion', label: say('leads.suggestion'), kind: 'text', max: 2000 },
          ]}
          save={async ({ unit, suggestion }) => {
            const { id } = await read(
              api.leads.handover.$post({ json: { roomId, flagIds, unit, suggestion } }),
            )
            await queries.invalidateQueries({ queryKey: ['leads'] })
            made(id)
          }}
        />
      )}
    </section>
  )
}
