import { queryOptions, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, read } from '../client.ts'
import { recordingsQuery } from '../queries.ts'
import { progressOf } from '../recordings/progress.ts'
import { length, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { pause, resume, type Sending, stop } from './sending.ts'
import '../recordings/recordings.css'

/** One file: how much is there, what may be done, and what became of it once it was whole. */
export function SendingLine({ row }: { readonly row: Sending }) {
  const say = useWords()
  const { key, name, bytes, sent, state, problem } = row
  const whole = state === 'done'
  return (
    <li className="sending" data-testid="sending" data-state={state}>
      <bdi className="name">{name}</bdi>
      <span className={toneOf(state)}>{say(`uploads.${state}`)}</span>
      <progress max={bytes} value={sent} aria-label={name} />
      <span className="num small quiet">
        {say('uploads.of', { sent: size(sent), all: size(bytes) })}
        {state === 'sending' && <Left row={row} />}
      </span>
      <span className="bar">
        {state === 'sending' && (
          <Button size="small" data-testid="upload-pause" onClick={() => void pause(key)}>
            {say('uploads.pause')}
          </Button>
        )}
        {(state === 'paused' || state === 'failed') && (
          <Button size="small" data-testid="upload-resume" onClick={() => resume(key)}>
            {say('uploads.resume')}
          </Button>
        )}
        {!whole && state !== 'checking' && (
          <Button size="small" type="text" onClick={() => void stop(key)}>
            {say('uploads.stop')}
          </Button>
        )}
      </span>
      {problem && <p className="late small">{problem}</p>}
      {whole && <Later intakeId={row.intakeId} />}
    </li>
  )
}

function toneOf(state: Sending['state']): string {
  if (state === 'failed' || state === 'wrong') return 'tone failed'
  return state === 'done' ? 'tone done' : 'tone waiting'
}

/** How long it still takes at the pace so far. */
function Left({ row: { sent, knownBytes, bytes, beganMs } }: { readonly row: Sending }) {
  const say = useWords()
  const pace = (sent - (knownBytes ?? sent)) / Math.max(1, Date.now() - beganMs)
  if (pace <= 0) return null
  return ` · ${say('uploads.left', { time: length((bytes - sent) / pace) })}`
}

const intakeQuery = queryOptions({
  queryKey: ['intake'],
  queryFn: async () => {
    const [open, taken] = await Promise.all([
      read(api.intake.$get({ query: {} })),
      read(api.intake.$get({ query: { state: 'taken' } })),
    ])
    return [...open.rows, ...taken.rows]
  },
  refetchInterval: 5_000,
})

/** What the house has made of a file that arrived: taken in, read, transcribed, searched. */
function Later({ intakeId }: { readonly intakeId: string }) {
  const say = useWords()
  const file = useQuery(intakeQuery).data?.find(({ id }) => id === intakeId)
  const recording = useQuery({ ...recordingsQuery, refetchInterval: 5_000 }).data?.find(
    ({ id }) => id === file?.recordingId,
  )
  if (recording) {
    const { word, tone } = progressOf(recording)
    return (
      <p className="small">
        {say('uploads.after')} <span className={`tone ${tone}`}>{say(word)}</span>{' '}
        {recording.failure}
      </p>
    )
  }
  if (file?.state === 'refused')
    return (
      <p className="small">
        <span className="tone failed">{say('uploads.refused')}</span> {file.note}
      </p>
    )
  return (
    <p className="small">
      <span className="tone waiting">{say('uploads.settling')}</span>
    </p>
  )
}
