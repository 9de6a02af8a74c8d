import type { Command } from 'commander'
import { listOperators, operatorFile } from '#shared/db/operators.ts'
import { registryTasks } from '#shared/db/registry-tasks.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { editOf } from '#shared/domain/edit.ts'
import { LicenceForm, licenceKindNames } from '#shared/domain/licence.ts'
import { OperatorForm } from '#shared/domain/operator.ts'
import { linkAdvice, readPlatformLink } from '#shared/domain/platform-link.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { registryTaskNames } from '#shared/domain/registry-policy.ts'
import { platformNames, RoomForm } from '#shared/domain/room.ts'
import { AppError } from '#shared/errors.ts'
import { found } from '../registry/deps.ts'
import { createOperator, editOperator, fileLicence } from '../registry/operators.ts'
import { createRoom, editRoom, similarRooms } from '../registry/rooms.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { checked, type Json, pairsOf } from './forms.ts'
import { tableText } from './words.ts'

interface Edit extends Json {
  readonly seen?: string
  readonly reason?: string
}

const lookups = ['abnormal', 'dishonest'] as const

/** `abnormal=no,2026-03-01,国家企业信用信息公示系统` as a look-up in a credit list. */
function withLookups(fields: Record<string, unknown>): Record<string, unknown> {
  const read = (text: unknown) => {
    const [listed, lookedUpOn, ...source] = String(text).split(',')
    return { listed: listed === 'yes', lookedUpOn, source: source.join(',') }
  }
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) =>
      lookups.some((one) => one === key) ? [key, read(value)] : [key, value],
    ),
  )
}

/** One verb of a group. */
const verbOf = (group: Command) => (usage: string, what: string) =>
  group.command(usage).description(what).option('--json', '输出 JSON / print JSON')

/** `room`: rooms registered by hand. */
export function roomCommand(group: Command, io: Io): void {
  const room = verbOf(group)
  room(
    'add <fields...>',
    '登记:字段=值,如 name=东海渔嫂 link=https://… type=shop goods=seafood region=zhoushan/putuo',
  ).action((args: string[], options: Json) =>
    inHouse(io, async (house) => {
      const form = checked(RoomForm, { goods: [], ...placed(pairsOf(args, ['goods'])) })
      const alike = await similarRooms(house.deps, cliActor(house), form)
      const made = await createRoom(house.deps, cliActor(house), form)
      show(io, options.json, { ...made, similar: alike }, () =>
        [
          `已登记直播间 ${made.name}(${platformNames[form.platform]} ${made.platformId}),编号 ${made.id}。`,
          ...alike.map((one) => `  可能重复:${one.name} ${one.platformId} ${one.id}`),
        ].join('\n'),
      )
    }),
  )
  room('edit <id> <fields...>', '修改 / edit')
    .requiredOption('--seen <version>', '看到的版本号 / version seen')
    .option('--reason <text>', '理由 / reason')
    .action((id: string, args: string[], { json, seen, reason }: Edit) =>
      inHouse(io, async (house) => {
        const fields = { ...pairsOf(args, ['goods']), seen: Number(seen), reason }
        const done = await editRoom(
          house.deps,
          cliActor(house),
          id,
          checked(editOf(RoomForm), fields),
        )
        show(io, json, done, () => `已修改 ${done.name},现为版本 ${done.version}。`)
      }),
    )
  room('link <text>', '由链接或分享文字识别平台与账号 ID / read a link').action(
    (text: string, options: Json) => {
      const reading = readPlatformLink(text)
      show(io, options.json, reading, () =>
        reading.kind === 'found'
          ? `${platformNames[reading.platform]} ${reading.platformId}`
          : (linkAdvice(reading) ?? ''),
      )
    },
  )
}

/** `operator`: operators and their licences. */
export function operatorCommand(group: Command, io: Io): void {
  const operator = verbOf(group)
  operator('list', '经营主体 / operators')
    .option('--text <text>', '名称或信用代码 / name or code')
    .option('--limit <n>', '最多几条 / at most', '100')
    .action((options: Json & { text?: string; limit: string }) =>
      inHouse(io, async ({ deps }) => {
        const filter = {
          text: options.text,
          limit: Number(options.limit) || 100,
          sort: 'name',
        } as const
        const page = await listOperators(deps.db, deps, filter)
        show(io, options.json, page, () =>
          tableText([
            ['编号', '信用代码', '名称', '区划', '版本'],
            ...page.rows.map((one) => [
              one.id,
              one.code,
              one.name,
              deps.names.region(one.region),
              String(one.version),
            ]),
            [`共 ${page.total} 户`],
          ]),
        )
      }),
    )
  operator('show <id>', '一户的档案 / one file').action((id: string, options: Json) =>
    inHouse(io, async ({ deps }) => {
      const file = found(await operatorFile(deps.db, deps, id), '经营主体')
      show(io, options.json, file, () =>
        [
          `${file.name} ${file.code} 版本 ${file.version}`,
          ...file.rooms.map((one) => `  直播间 ${one.name} ${one.id}`),
          ...file.licences.map(
            (one) => `  ${licenceKindNames[one.kind]} ${one.number} 至 ${one.validUntil ?? '长期'}`,
          ),
        ].join('\n'),
      )
    }),
  )
  operator('add <fields...>', '登记:字段=值,如 code=… name=… region=zhoushan/putuo').action(
    (args: string[], options: Json) =>
      inHouse(io, async (house) => {
        const blank = { registeredPlace: null, actualPlace: null, foundedOn: null, abnormal: null }
        const fields = { ...blank, dishonest: null, ...withLookups(pairsOf(args)) }
        const made = await createOperator(
          house.deps,
          cliActor(house),
          checked(OperatorForm, fields),
        )
        show(io, options.json, made, () => `已登记 ${made.name},编号 ${made.id}。`)
      }),
  )
  operator('edit <id> <fields...>', '修改,如 abnormal=no,2026-03-01,国家企业信用信息公示系统')
    .requiredOption('--seen <version>', '看到的版本号 / version seen')
    .option('--reason <text>', '理由 / reason')
    .action((id: string, args: string[], { json, seen, reason }: Edit) =>
      inHouse(io, async (house) => {
        const fields = { ...withLookups(pairsOf(args)), seen: Number(seen), reason }
        const change = checked(editOf(OperatorForm), fields)
        const done = await editOperator(house.deps, cliActor(house), id, change)
        show(io, json, done, () => `已修改 ${done.name},现为版本 ${done.version}。`)
      }),
    )
  operator(
    'licence <id> <fields...>',
    '登记资质:kind=food-business number=… validUntil=2027-06-30',
  ).action((id: string, args: string[], options: Json) =>
    inHouse(io, async (house) => {
      const form = checked(LicenceForm, pairsOf(args))
      const done = await fileLicence(house.deps, cliActor(house), id, form)
      show(io, options.json, done, () => `已登记${licenceKindNames[done.kind]} ${done.number}。`)
    }),
  )
}

/** `tasks`: what the registry asks for. */
export function tasksCommand(command: Command, io: Io): void {
  command
    .option('--limit <n>', '最多几条 / at most', '100')
    .option('--json', '输出 JSON / print JSON')
    .action((options: Json & { limit: string }) =>
      inHouse(io, async ({ deps }) => {
        const nowMs = deps.now().getTime()
        const policy = policyOn(deps.registry, nowMs)
        const page = { limit: Number(options.limit) || 100 }
        const tasks = await registryTasks(deps.db, deps, policy, dayOf(nowMs), page)
        show(io, options.json, tasks, () =>
          tableText([
            ['到期', '事项', '对象', '区划', '说明'],
            ...tasks.rows.map((one) => [
              one.due,
              registryTaskNames[one.kind],
              one.subjectName,
              deps.names.region(one.region),
              one.detail,
            ]),
            [`共 ${tasks.total} 项`],
          ]),
        )
      }),
    )
}

/** Platform and id from the link, where they are not written. */
function placed(fields: Record<string, unknown>): Record<string, unknown> {
  if (fields.platformId !== undefined || typeof fields.link !== 'string') return fields
  const reading = readPlatformLink(fields.link)
  if (reading.kind !== 'found') throw new AppError('invalid', linkAdvice(reading) ?? '')
  return { ...fields, platform: reading.platform, platformId: reading.platformId }
}
