import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { flagsQuery, roomsQuery } from '../queries.ts'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** A new notice: the room, the confirmed leads it rests on, what is demanded. */
export function Draft({ made }: { readonly made: (id: string) => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const rooms = useQuery(roomsQuery)
  const [roomId, setRoomId] = useState('')
  const [flagIds, setFlagIds] = useState<string[]>([])
  const [demand, setDemand] = useState('')
  const drafting = useMutation({
    mutationFn: () =>
      read(
        api.notices.$post({
          json: { roomId, flagIds, ...(demand.trim() ? { demand } : {}) },
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['notices'] })
      made(id)
    },
  })
  return (
    <section className="panel notice-sheet">
      <h2>{say('notices.new')}</h2>
      <Loaded query={rooms}>
        {({ rows }) => (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            style={{ maxWidth: 420 }}
            aria-label={say('notices.room')}
            placeholder={say('notices.chooseRoom')}
            value={roomId || null}
            onChange={(id: string) => {
              setRoomId(id)
              setFlagIds([])
            }}
            options={rows.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Loaded>
      {roomId && <Flags roomId={roomId} chosen={flagIds} choose={setFlagIds} />}
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
          onClick={() => drafting.mutate()}
        >
          {say('notices.save')}
        </Button>
      </div>
    </section>
  )
}

function Flags({
  roomId,
  chosen,
  choose,
}: {
  readonly roomId: string
  readonly chosen: string[]
  readonly choose: (ids: string[]) => void
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  const flags = useQuery(flagsQuery({ state: 'confirmed', category: '', roomId }))
  return (
    <Loaded query={flags}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p className="quiet">{say('notices.noFlags')}</p>
        ) : (
          <fieldset className="choices">
            <legend>{say('notices.flags')}</legend>
            <Checkbox.Group
              value={chosen}
              onChange={choose}
              options={rows.map(({ id, category, quote, saidAt }) => ({
                value: id,
                label: (
                  <span>
                    <b>{categoryOf(category)}</b> <bdi>{quote}</bdi>{' '}
                    <span className="quiet small num">{dateTime(saidAt)}</span>
                  </span>
                ),
              }))}
            />
          </fieldset>
        )
      }
    </Loaded>
  )
}
