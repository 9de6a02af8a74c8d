import { estimateLag } from '#shared/domain/viewer-lag.ts'
import type { ViewerLag } from '#shared/domain/wall-clock.ts'
import type { Spoken } from './broadcast.ts'

/** Words by which a host calls for an answer in the comments. */
const call =
  /扣\s?(?:个|一个|波|一波)?\s?[\d一二三六]|(?:打|刷)(?:个|一波|波)?\s?[\d六]{1,4}|公屏|评论区|扣起来|报(?:一下)?.{0,3}(?:尺码|身高|体重|数字)/

/** What the answers to a host's calls say of the viewers' lag; null where they do not tell. */
export function viewerLagOf({ sentences, comments }: Spoken): ViewerLag | null {
  const calls = sentences.filter(({ text }) => call.test(text)).map(({ endMs }) => endMs)
  return estimateLag(
    calls,
    comments.map(({ tMs }) => tMs),
  )
}
