import type { Command } from 'commander'
import { dataDirOf } from '#shared/config/env.ts'
import { getFlag } from '#shared/db/flags.ts'
import { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import { AppError } from '#shared/errors.ts'
import { compileKept, keptIn, loadKept } from '#shared/lexicon/kept.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { explainAbsentFlag, explainBroadcast } from '../explain/absences.ts'
import { explainHit, explainText, placeOfFlag } from '../explain/explain.ts'
import { openVersions } from '../explain/versions.ts'
import type { House } from '../house.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { explainedBroadcastText, explainedHitText, explainedText } from './explain-words.ts'
import { oneOf } from './forms.ts'
import { goodsOf } from './options.ts'

interface Options {
  readonly hit?: string
  readonly broadcast?: string
  readonly goods?: string
  readonly channel: string
  readonly roomType?: string
  readonly at?: string
  readonly lexicon?: string
  readonly dir?: string
  readonly json?: boolean
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** `explain`: why a sentence or a stored hit is a lead, and why not. */
export function explainCommand(command: Command, io: Io): void {
  command
    .option('--hit <place>', '存储的命中:录像编号:序号,或线索编号 / a stored hit or flag')
    .option('--broadcast <id>', '一个场次应有而未见的内容 / what a broadcast should have said')
    .option('--goods <goods>', `商品类别 / goods: ${Goods.options.join(', ')}`)
    .option('--channel <channel>', `渠道 / channel: ${Channel.options.join(', ')}`, 'speech')
    .option('--room-type <type>', `直播间类型 / room type: ${RoomType.options.join(', ')}`)
    .option('--at <iso>', '说话时间,缺省现在 / when it was said, default now')
    .option('--lexicon <version>', '词库版本,缺省使用中的 / version, default: in force')
    .option('--dir <dir>', '用词库目录而不用数据库 / a lexicon folder in place of the database')
    .option('--json', '输出 JSON / print JSON')
    .action(async (text: string | undefined, options: Options) => {
      const asked = [text, options.hit, options.broadcast].filter((one) => one !== undefined)
      if (asked.length !== 1)
        throw new AppError(
          'invalid',
          '请给出一句话,或用 --hit 指定命中或线索、--broadcast 指定场次。',
        )
      if (options.broadcast !== undefined) return broadcastAction(io, options.broadcast, options)
      if (text === undefined)
        return inHouse(io, async (house) => {
          const flag = uuid.test(options.hit ?? '')
            ? await getFlag(house.deps.db, options.hit ?? '')
            : undefined
          if (flag?.mode === 'absence') {
            const absent = await explainAbsentFlag(depsOf(house), cliActor(house), flag)
            show(io, options.json, absent, () => explainedBroadcastText(absent))
            return
          }
          const found = await explainHit(
            depsOf(house),
            cliActor(house),
            await placeOf(house, options.hit ?? ''),
          )
          show(io, options.json, found, () => explainedHitText(found))
        })
      const utterance = { text, ...questionOf(options) }
      if (options.dir !== undefined) {
        const kept = keptIn(dataDirOf(io.env))
        const { source, ...rulebook } = await loadKept(options.dir, kept)
        const deps = { rulebook, tokenizer: openTokenizer(), now: new Date() }
        const lexicon = await compileKept(source, versionOf(source), kept)
        const found = explainText(lexicon, utterance, deps)
        show(io, options.json, found, () => explainedText(found))
        return
      }
      await inHouse(io, async ({ deps }) => {
        const lexicon = await openVersions(deps.db, deps.shelf).named(options.lexicon)
        const found = explainText(lexicon, utterance, { ...deps, now: deps.now() })
        show(io, options.json, found, () => explainedText(found))
      })
    })
}

function broadcastAction(io: Io, id: string, options: Options) {
  if (!uuid.test(id)) throw new AppError('invalid', '--broadcast 应为场次的完整编号。')
  return inHouse(io, async (house) => {
    const { db, shelf } = house.deps
    const lexicon = await openVersions(db, shelf).named(options.lexicon)
    const found = await explainBroadcast({ db }, cliActor(house), lexicon, id)
    show(io, options.json, found, () => explainedBroadcastText(found))
  })
}

const depsOf = ({ deps }: House) => {
  const versions = openVersions(deps.db, deps.shelf)
  return { ...deps, lexicon: (version: string) => versions.named(version) }
}

async function placeOf({ deps }: House, place: string) {
  const [recordingId = '', seq] = place.split(':')
  if (!uuid.test(recordingId) || (seq !== undefined && !/^\d{1,9}$/.test(seq)))
    throw new AppError('invalid', '--hit 写成“录像编号:序号”,或一条线索的完整编号。')
  return seq === undefined ? placeOfFlag(deps.db, recordingId) : { recordingId, seq: Number(seq) }
}

function questionOf({ goods, channel, roomType, at }: Options) {
  const said = at === undefined ? new Date() : new Date(at)
  if (Number.isNaN(said.getTime()))
    throw new AppError('invalid', '--at 应为 ISO 8601 时间,如 2026-03-11T19:09:52+08:00。')
  return {
    goods: goodsOf(goods),
    channel: oneOf('--channel', Channel.options, channel),
    roomType: oneOf('--room-type', RoomType.options, roomType),
    at: said,
  }
}
