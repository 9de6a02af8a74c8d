import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { roomsFoundQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { useSession } from './session.tsx'

/** One room out of however many there are: the house is asked for the few whose name, or operator's, has what is typed. */
export function RoomSelect({
  label,
  value,
  choose,
  except = [],
}: {
  readonly label: string
  readonly value: string | null
  readonly choose: (id: string | null) => void
  /** Rooms that are not offered. */
  readonly except?: readonly string[]
}) {
  const say = useWords()
  const { regionOf } = useSession()
  const [typed, type] = useState('')
  const text = useDeferredValue(typed.trim())
  const found = useQuery({ ...roomsFoundQuery(text), placeholderData: keepPreviousData })
  const rooms = (found.data?.rows ?? []).filter(({ id }) => !except.includes(id))
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: type }}
      style={{ width: 320, maxWidth: '100%' }}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(id: string | undefined) => choose(id ?? null)}
      notFoundContent={say(found.isPending ? 'state.loading' : 'palette.none')}
      options={rooms.map(({ id, name, region }) => ({
        value: id,
        label: `${name} · ${regionOf(region)}`,
      }))}
    />
  )
}
