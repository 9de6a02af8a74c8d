import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ChangeForm } from '#shared/domain/change-request.ts'
import { type ChangeField, ownFields, roomFields, roomTypes } from '../changes/fields.ts'
import { api, read } from '../client.ts'
import { useWords } from '../words/words.ts'
import { Trouble } from './parts.tsx'
import { changesQuery } from './queries.ts'

/** One request: whose file, what is to be different, why. What is left blank stays as it is. */
export function ChangeAsk({
  rooms,
  done,
}: {
  readonly rooms: readonly { readonly id: string; readonly name: string }[]
  readonly done: () => void
}) {
  const say = useWords()
  const queries = useQueryClient()
  const id = useId()
  const [roomId, setRoomId] = useState('')
  const [change, setChange] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const filled = Object.fromEntries(Object.entries(change).filter(([, to]) => to.trim() !== ''))
  const sending = useMutation({
    mutationFn: () => {
      const what = roomId ? { what: 'room', roomId } : { what: 'operator' }
      return read(api.changes.$post({ json: { ...what, change: filled, reason } as ChangeForm }))
    },
    onSuccess: async () => {
      await queries.invalidateQueries(changesQuery)
      done()
    },
  })
  const fields: readonly ChangeField[] = roomId ? roomFields : ownFields
  return (
    <section className="card" data-testid="change-form">
      <Whose
        rooms={rooms}
        roomId={roomId}
        choose={(next) => {
          setRoomId(next)
          setChange({})
        }}
      />
      <p className="quiet small">{say('change.blank')}</p>
      {fields.map((field) => (
        <ChangeLine
          key={field}
          field={field}
          value={change[field] ?? ''}
          put={(to) => setChange({ ...change, [field]: to })}
        />
      ))}
      <div className="field">
        <label htmlFor={id}>
          {say('change.reason')}
          <span className="must">{say('portal.must')}</span>
        </label>
        <textarea
          id={id}
          data-testid="change-reason"
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <Trouble error={sending.error} />
      <div className="buttons">
        <button type="button" className="big second" onClick={done}>
          {say('form.cancel')}
        </button>
        <button
          type="button"
          className="big"
          disabled={sending.isPending || reason.trim() === '' || Object.keys(filled).length === 0}
          onClick={() => sending.mutate()}
          data-testid="change-send"
        >
          {say('change.send')}
        </button>
      </div>
    </section>
  )
}

function Whose({
  rooms,
  roomId,
  choose,
}: {
  readonly rooms: readonly { readonly id: string; readonly name: string }[]
  readonly roomId: string
  readonly choose: (roomId: string) => void
}) {
  const say = useWords()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{say('change.whose')}</label>
      <select id={id} value={roomId} onChange={(event) => choose(event.target.value)}>
        <option value="">{say('change.own')}</option>
        {rooms.map((room) => (
          <option key={room.id} value={room.id}>
            {room.name}
          </option>
        ))}
      </select>
    </div>
  )
}

function ChangeLine({
  field,
  value,
  put,
}: {
  readonly field: ChangeField
  readonly value: string
  readonly put: (to: string) => void
}) {
  const say = useWords()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{say(`change.field.${field}`)}</label>
      {field === 'type' ? (
        <select id={id} value={value} onChange={(event) => put(event.target.value)}>
          <option value="">{say('change.asBefore')}</option>
          {roomTypes.map((type) => (
            <option key={type} value={type}>
              {say(`type.${type}`)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          data-testid={`change-${field}`}
          maxLength={300}
          inputMode={field === 'phone' ? 'tel' : field === 'link' ? 'url' : 'text'}
          value={value}
          onChange={(event) => put(event.target.value)}
        />
      )}
    </div>
  )
}
