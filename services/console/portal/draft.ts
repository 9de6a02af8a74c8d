import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApplicationFields } from '#shared/domain/application.ts'
import { api, read } from '../client.ts'
import { type ApplicationView, applicationQuery } from './queries.ts'

/** A pause in typing after which what was typed is kept. */
const pauseMs = 600

type Change = Record<string, unknown>
export type Saving = 'saved' | 'saving' | 'failed'

/**
 * A form that keeps every field by itself: a moment after the last key, when the field is left, and when the page goes
 * away. One request at a time, so that a later value never lands before an earlier one; what was refused waits and goes
 * along with the next change.
 */
export function useDraft({ application }: ApplicationView) {
  const { id } = application
  const queries = useQueryClient()
  const [fields, setFields] = useState<ApplicationFields>(application.fields)
  const [saving, setSaving] = useState<Saving>('saved')
  const [error, setError] = useState<unknown>(null)
  const waiting = useRef<Change>({})
  const timer = useRef(0)
  const busy = useRef(false)

  const flush = useCallback(async () => {
    clearTimeout(timer.current)
    if (busy.current) return
    busy.current = true
    while (Object.keys(waiting.current).length > 0) {
      const change = waiting.current
      waiting.current = {}
      setSaving('saving')
      try {
        await read(api.applications[':id'].fields.$patch({ param: { id }, json: change }))
        setSaving('saved')
        setError(null)
      } catch (failure) {
        waiting.current = { ...change, ...waiting.current }
        setSaving('failed')
        setError(failure)
        break
      }
    }
    busy.current = false
  }, [id])

  const change = useCallback(
    <K extends keyof ApplicationFields>(name: K, value: ApplicationFields[K] | null) => {
      setFields((now) => ({ ...now, [name]: value ?? undefined }))
      waiting.current = { ...waiting.current, [name]: value }
      clearTimeout(timer.current)
      timer.current = window.setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  useEffect(() => {
    const leaving = () => void flush()
    addEventListener('pagehide', leaving)
    return () => {
      removeEventListener('pagehide', leaving)
      void flush().then(() => queries.invalidateQueries(applicationQuery(id)))
    }
  }, [flush, queries, id])

  return { fields, change, flush, saving, error }
}

export type Draft = ReturnType<typeof useDraft>
