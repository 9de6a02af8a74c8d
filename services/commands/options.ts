import { Goods, goodsNames } from '#shared/domain/channel.ts'
import { AppError } from '#shared/errors.ts'

/** What a person may say of a recording on the command line. */
export interface RecordingOptions {
  readonly danmaku?: string
  readonly transcript?: string
  readonly room?: string
  readonly title?: string
  readonly goods?: string
  readonly startedAt?: string
}

/** The options that `ingest` and `scan` share, checked. */
export function registerOptions(options: RecordingOptions) {
  const startedAt = options.startedAt === undefined ? undefined : new Date(options.startedAt)
  if (startedAt && Number.isNaN(startedAt.getTime()))
    throw new AppError('invalid', '--started-at 应为 ISO 8601 时间,如 2026-03-11T19:09:52+08:00。')
  return {
    danmaku: options.danmaku,
    captions: options.transcript,
    room: options.room,
    title: options.title,
    goods: goodsOf(options.goods),
    startedAt,
  }
}

/** The goods typed, `seafood` or 水产海鲜. Throws `invalid` with all there are, by both names. */
export function goodsOf(word: string | undefined): Goods | undefined {
  if (word === undefined) return undefined
  const known = Goods.options.find((one) => one === word || goodsNames[one] === word)
  if (known) return known
  const all = Goods.options.map((one) => `${one}(${goodsNames[one]})`)
  throw new AppError('invalid', `--goods 应为其中之一:${all.join('、')}。`)
}
