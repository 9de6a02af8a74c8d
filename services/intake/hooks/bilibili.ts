import { hintsOf, type ReadHook, record, texts } from './hint.ts'

/** 录播姬 BililiveRecorder, webhook v2 and v1; `RelativePath` is below its working folder. */
export const readBililiveRecorder: ReadHook = ({ fields }) => {
  // v1 has no type: it calls once for each finished file.
  const v1 = fields.EventType === undefined
  const data = v1 ? fields : record(fields.EventData)
  return hintsOf(texts(data.RelativePath), {
    closed: v1 || fields.EventType === 'FileClosed',
    at: v1 ? fields.EndRecordTime : fields.EventTimestamp,
    facts: {
      platform: 'bilibili',
      platformId: data.RoomId,
      name: data.Name,
      title: data.Title,
      startedAt: v1 ? data.StartRecordTime : data.FileOpenTime,
    },
  })
}

const blrecClosed = new Set([
  'VideoFileCompletedEvent',
  'DanmakuFileCompletedEvent',
  'RawDanmakuFileCompletedEvent',
  'VideoPostprocessingCompletedEvent',
  'PostprocessingCompletedEvent',
])

/** blrec; its file events carry the room and the path only. */
export const readBlrec: ReadHook = ({ fields }) => {
  const type = String(fields.type)
  if (!/File(?:Created|Completed)Event$|ostprocessingCompletedEvent$/.test(type)) return []
  const data = record(fields.data)
  return hintsOf([...texts(data.path), ...texts(data.files)], {
    closed: blrecClosed.has(type),
    at: fields.date,
    facts: { platform: 'bilibili', platformId: data.room_id },
  })
}
