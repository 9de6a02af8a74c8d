import { posix } from 'node:path'
import { hintsOf, type ReadHook, text, texts } from './hint.ts'

/** SRS `on_dvr`; `file` may be relative to `cwd`. Segments of `on_hls` belong to a playlist the sweep finds. */
export const readSrs: ReadHook = ({ fields }) => {
  if (fields.action !== 'on_dvr') return []
  const files = texts(fields.file).map((file) =>
    posix.isAbsolute(file) ? file : posix.join(text(fields.cwd) ?? '', file),
  )
  return hintsOf(files, { closed: true, at: undefined, facts: { name: fields.stream } })
}

/** ZLMediaKit `on_record_mp4`; a `.ts` of `on_record_ts` belongs to a playlist. */
export const readZlMediaKit: ReadHook = ({ fields }) => {
  const files = texts(fields.file_path).filter((file) => !file.endsWith('.ts'))
  return hintsOf(files, {
    closed: true,
    at: fields.start_time,
    facts: { name: fields.stream, startedAt: fields.start_time },
  })
}

/** MediaMTX runs a command with these in its environment; ours posts them as a form. */
export const readMediaMtx: ReadHook = ({ fields }) =>
  hintsOf(texts(fields.MTX_SEGMENT_PATH), {
    closed: fields.MTX_SEGMENT_DURATION !== undefined,
    at: undefined,
    facts: { name: text(fields.MTX_PATH)?.split('/').at(-1) },
  })
