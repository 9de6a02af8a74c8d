import { type Delivery, hintsOf, type ReadHook, record, text, texts } from './hint.ts'

/** Recorders that run a command with paths, one a line (biliup, stream-rec), or as `file` (bililive-go). */
export const readPaths: ReadHook = ({ fields, lines }) =>
  hintsOf([...lines, ...texts(fields.file), ...texts(fields.FileName)], {
    closed: true,
    at: undefined,
  })

/**
 * DouyinLiveRecorder and StreamCap, as named arguments or in order of place. The script runs while conversions still do,
 * and those delete the file: then nothing is closed. A name with ffmpeg's `%03d` is many files, which the sweep finds.
 */
export const readDouyinLiveRecorder: ReadHook = ({ fields, lines }) => {
  const [name, path, , , converts = ''] = lines
  const given = texts(fields.save_file_path ?? path).filter((file) => !/%0\d?d/.test(file))
  const converted = text(fields.converts_to_mp4) ?? converts.split(':').at(-1)?.trim() ?? ''
  return hintsOf(given, {
    closed: !/^true$/i.test(converted),
    at: undefined,
    facts: { name: fields.record_name ?? name },
  })
}

/** rust-srec; `data` is the event under its own name, in either spelling. */
export const readRustSrec: ReadHook = ({ fields }) => {
  const type = (text(fields.event_type) ?? '').replaceAll('_', '').toLowerCase()
  if (type !== 'segmentcompleted' && type !== 'segmentstarted') return []
  const outer = record(fields.data)
  const data = record(Object.values(outer).find((it) => typeof it === 'object') ?? outer)
  return hintsOf(texts(data.segment_path), {
    closed: type === 'segmentcompleted',
    at: data.timestamp ?? fields.timestamp,
    facts: { name: data.streamer_name },
  })
}

const closedWords = new Set(['closed', 'fileclosed', 'finished', 'completed', 'close'])

/** Our own hook, see docs/sources.md; biliLive-tools' names are understood as well. */
export const readGeneric: ReadHook = ({ fields, lines }: Delivery) => {
  const event = (text(fields.event) ?? 'closed').toLowerCase()
  const anchor = record(fields.anchor)
  const companions = [...texts(fields.danmaku), ...texts(fields.danmuPath)]
  const said = {
    closed: closedWords.has(event),
    at: fields.closed_at ?? fields.time ?? fields.opened_at,
  }
  const facts = {
    platform: fields.platform,
    platformId: fields.room_id ?? fields.roomId,
    name: anchor.name ?? fields.username,
    title: fields.title ?? fields.live_title,
    startedAt: fields.opened_at,
  }
  const videos = [...texts(fields.video), ...texts(fields.filePath), ...lines]
  return [...hintsOf(videos, { ...said, facts }), ...hintsOf(companions, said)]
}
