import { commentOf } from './comments.ts'
import { seeded } from './words.ts'

/** Comments as BililiveRecorder writes them, spread evenly over a broadcast; in pieces of a thousand. */
export function* danmakuXml(count: number, durationMs: number): Generator<string> {
  const random = seeded(17)
  const startMs = Date.parse('2026-03-11T19:09:52+08:00')
  yield `<?xml version="1.0" encoding="utf-8"?>
<i>
  <BililiveRecorder version="2.17.3" />
  <BililiveRecorderRecordInfo roomid="33090301" shortid="0" name="海边小铺" title="压力测试" areanameparent="生活" areanamechild="带货" start_time="2026-03-11T19:09:52.0000000+08:00" />
`
  let piece = ''
  for (let i = 0; i < count; i++) {
    const tMs = Math.floor((i / count) * durationMs)
    const uid = 10_000_000 + Math.floor(random() * 50_000)
    const text = `${commentOf(random)}${i % 7 === 0 ? '&amp;' : ''}`
    const raw = `[[0,1,25,16777215,${startMs + tMs},0,0,&quot;7c314586&quot;,0,0,0,&quot;&quot;],&quot;${text}&quot;,[${uid},&quot;u${uid}&quot;,0,0,0,10000,1,&quot;&quot;]]`
    const p = `${(tMs / 1000).toFixed(3)},1,25,16777215,${startMs + tMs},0,${uid},0`
    piece += `  <d p="${p}" user="u${uid}" raw="${raw}">${text}</d>\n`
    if (i % 1000 === 999) {
      yield piece
      piece = ''
    }
  }
  yield `${piece}</i>\n`
}
