import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, read } from '../client.ts'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Answer } from './answer.tsx'
import { Facts } from './facts.tsx'
import { Deadline, Trouble } from './parts.tsx'
import { type NoticeView, noticeQuery } from './queries.ts'
import { Documents, Said } from './said.tsx'
import { waitsForAnswer } from './turns.ts'

/** 整改告知: what was said, by which clause, what is asked and by when; opening it is on record as 已读. */
export function NoticePage({ id }: { readonly id: string }) {
  const query = useQuery(noticeQuery(id))
  return <Loaded query={query}>{(view) => <Sheet view={view} />}</Loaded>
}

function Sheet({ view }: { readonly view: NoticeView }) {
  const say = useWords()
  const queries = useQueryClient()
  const { notice, room, replies, documents } = view
  const { id, state } = notice
  const param = { id }
  const refresh = () => queries.invalidateQueries({ queryKey: ['portal'] })
  const reading = useMutation({
    mutationFn: () => read(api.notices[':id'].read.$post({ param })),
    onSuccess: refresh,
  })
  const { mutate } = reading
  useEffect(() => {
    if (state === 'served') mutate()
  }, [state, mutate])
  const waits = waitsForAnswer(state)
  return (
    <>
      <h1>{say('portal.noticeTo', { room })}</h1>
      <p className="line">
        <span className="pill strong" data-testid="notice-state">
          {say(`notices.state.${state}`)}
        </span>
        <span className="quiet small">{notice.number}</span>
      </p>
      <p className="gloss">{say('portal.noticeGloss')}</p>
      {waits && (
        <section className="card">
          {notice.dueAt ? <Deadline dueAt={notice.dueAt} /> : <p>{notice.dueUnknown}</p>}
          <Extension view={view} done={refresh} />
        </section>
      )}
      {notice.opinion && (
        <section className="card">
          <h2>{say('portal.opinion')}</h2>
          <p className="words">
            <bdi>{notice.opinion}</bdi>
          </p>
        </section>
      )}
      <section className="card">
        <h2>{say('portal.demand')}</h2>
        <p className="words">{notice.demand}</p>
      </section>
      <Facts paper="notices" id={id} />
      <Said replies={replies} />
      {waits && (
        <Answer
          key={replies.length}
          files={`/api/notices/${id}/files`}
          label={say('portal.yourAnswer')}
          button={say('portal.sendAnswer')}
          send={async (json) => {
            await read(api.notices[':id'].answer.$post({ param, json }))
            await refresh()
          }}
        />
      )}
      <Documents documents={documents} />
    </>
  )
}

/** 申请延期, once: asked here, granted by the bureau. */
function Extension({ view, done }: { readonly view: NoticeView; readonly done: () => unknown }) {
  const say = useWords()
  const { notice, replies } = view
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const asking = useMutation({
    mutationFn: () =>
      read(
        api.portal.notices[':id'].extension.$post({ param: { id: notice.id }, json: { reason } }),
      ),
    onSuccess: done,
  })
  if (notice.extended) return <p className="quiet">{say('portal.extended')}</p>
  if (replies.some(({ kind }) => kind === 'extension'))
    return <p className="quiet">{say('portal.extensionAsked')}</p>
  if (!open)
    return (
      <button type="button" className="as-link tall" onClick={() => setOpen(true)}>
        {say('portal.askExtension')}
      </button>
    )
  return (
    <>
      <textarea
        rows={3}
        maxLength={2000}
        aria-label={say('portal.extensionReason')}
        placeholder={say('portal.extensionReason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Trouble error={asking.error} />
      <button
        type="button"
        className="big second"
        disabled={reason.trim() === '' || asking.isPending}
        onClick={() => asking.mutate()}
      >
        {say('portal.askExtension')}
      </button>
    </>
  )
}
