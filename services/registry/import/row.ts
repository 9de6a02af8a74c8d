import { Day } from '#shared/domain/calendar.ts'
import { Goods, RoomType } from '#shared/domain/channel.ts'
import { CreditCode, OperatorKind } from '#shared/domain/operator.ts'
import { linkAdvice, readPlatformLink } from '#shared/domain/platform-link.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { Platform, platformNames } from '#shared/domain/room.ts'
import { type Field, type Header, type ImportColumns, plain, valueNamed } from './columns.ts'

/** What a line says of an operator; fields that the file leaves blank are not there. */
export interface OperatorCells {
  readonly code: string
  readonly name: string
  readonly kind?: OperatorKind
  readonly foundedOn?: Day
  readonly domicile?: string
  readonly address?: string
  readonly representative?: string
  readonly contact?: string
  readonly phone?: string
}

/** What a line says of a room; likewise. */
export interface RoomCells {
  readonly platform: Platform
  readonly platformId: string
  readonly name: string
  readonly link?: string
  readonly accountName?: string
  readonly type?: RoomType
  readonly goods?: Goods[]
  readonly region: RegionPath
}

export type RowReading =
  | { readonly room: RoomCells; readonly operator: OperatorCells | null }
  | { readonly problems: readonly string[] }

export interface RowContext {
  readonly header: Header
  readonly words: ImportColumns
  /** Paths of regions by their names, short names, codes and paths, as `plain` makes them. */
  readonly regions: ReadonlyMap<string, RegionPath>
  readonly scope: RegionPath
}

/** Reads one line. Every problem says what is wrong and what to do; the row counts only when there is none. */
export function readRow(cells: readonly string[], context: RowContext): RowReading {
  const { header, words } = context
  const problems: string[] = []
  const wrong = (problem: string) => {
    problems.push(problem)
    return undefined
  }
  const cell = (field: Field) => cells[header.at.get(field) ?? -1] ?? ''
  const title = (field: Field) => words.columns[field][0] ?? field

  const pick = <T extends string>(
    field: 'platform' | 'type' | 'operatorKind',
    schema: { readonly options: readonly T[] },
  ): T | undefined => {
    const word = cell(field)
    if (word === '') return undefined
    const value = valueNamed(words.values[field], word)
    const known = schema.options.find((option) => option === value)
    const names = Object.values(words.values[field]).map(([name]) => name)
    return known ?? wrong(`${title(field)}“${word}”无法识别：请写 ${names.join('、')} 之一`)
  }
  const text = (field: Field, max: number): string | undefined => {
    const value = cell(field)
    if (value.length > max) return wrong(`${title(field)}超过 ${max} 字：请缩短`)
    return value === '' ? undefined : value
  }

  const place = readPlace(cell, pick('platform', Platform), wrong, title)
  const region = readRegion(cell('region'), context, wrong)
  const name = text('name', 100) ?? text('accountName', 100)
  if (name === undefined && problems.length === 0) wrong(`${title('name')}为空：请填写`)
  const told = {
    link: /^https?:\/\/\S+$/.test(cell('link')) ? text('link', 1000) : undefined,
    accountName: text('accountName', 100),
    type: pick('type', RoomType),
    goods: readGoods(cell('goods'), words, wrong, title('goods')),
  }
  const operator = readOperator(cell, {
    wrong,
    title,
    text,
    kind: pick('operatorKind', OperatorKind),
  })
  if (problems.length > 0 || !place || !region || name === undefined) return { problems }
  return { room: { ...given(told), ...place, name, region }, operator }
}

type Wrong = (problem: string) => undefined

function readPlace(
  cell: (field: Field) => string,
  platform: Platform | undefined,
  wrong: Wrong,
  title: (field: Field) => string,
): { platform: Platform; platformId: string; link?: string } | undefined {
  const id = cell('platformId').replace(/\.0+$/, '')
  if (/^\d(\.\d+)?e\+?\d+$/i.test(id))
    return wrong(
      `${title('platformId')}“${id}”已被表格软件改成科学计数：请把该列设为文本后重新填写`,
    )
  if (id.length > 100) return wrong(`${title('platformId')}超过 100 字：请核对`)
  const link = cell('link')
  const reading = link === '' ? null : readPlatformLink(link)
  if (reading?.kind === 'found') {
    if (platform !== undefined && platform !== reading.platform)
      return wrong(
        `${title('platform')}是${platformNames[platform]}，链接却是${platformNames[reading.platform]}的：请核对`,
      )
    // The id a person wrote stays: account number and room number of one room differ on some platforms.
    return { platform: reading.platform, platformId: id || reading.platformId }
  }
  if (id !== '' && platform !== undefined) return { platform, platformId: id }
  if (id !== '' && reading && reading.kind !== 'none')
    return { platform: reading.platform, platformId: id }
  if (reading) return wrong(`${title('link')}认不出直播间：${linkAdvice(reading)}`)
  return wrong(`缺少${title('link')}，或${title('platform')}与${title('platformId')}：请填写`)
}

function readRegion(
  word: string,
  { regions, scope }: RowContext,
  wrong: Wrong,
): RegionPath | undefined {
  if (word === '') return scope
  const path = regions.get(plain(word))
  if (path === undefined) return wrong(`区划“${word}”不在区划表中：请写县（区）、功能区的名称`)
  return inScope(scope, path) ? path : wrong(`区划“${word}”不在您的辖区：请由该区划或市局导入`)
}

function readGoods(
  word: string,
  words: ImportColumns,
  wrong: Wrong,
  title: string,
): Goods[] | undefined {
  const parts = word.split(/[、,，;；/|\s]+/).filter((part) => part !== '')
  if (parts.length === 0) return undefined
  const goods = parts.map((part) => {
    const known = Goods.options.find((option) => option === valueNamed(words.values.goods, part))
    return known ?? wrong(`${title}“${part}”无法识别：请写 食品、海鲜、化妆品 等类别名称`)
  })
  return [...new Set(goods.filter((one) => one !== undefined))]
}

function readOperator(
  cell: (field: Field) => string,
  to: {
    readonly wrong: Wrong
    readonly title: (field: Field) => string
    readonly text: (field: Field, max: number) => string | undefined
    readonly kind: OperatorKind | undefined
  },
): OperatorCells | null {
  const { wrong, title, text } = to
  const [written, name] = [cell('code'), text('operatorName', 200)]
  if (written === '') {
    if (name !== undefined)
      wrong(
        `填了${title('operatorName')}却缺${title('code')}：请补填 18 位代码，依法免于登记的请两项都留空`,
      )
    return null
  }
  const code = CreditCode.safeParse(written.replace(/\s/g, ''))
  if (!code.success) {
    wrong(`${code.error.issues[0]?.message ?? '统一社会信用代码有误'}：请对照营业执照改正`)
    return null
  }
  if (name === undefined) wrong(`填了${title('code')}却缺${title('operatorName')}：请补填`)
  const founded = readDay(cell('foundedOn'))
  if (founded === null)
    wrong(`${title('foundedOn')}“${cell('foundedOn')}”不是日期：请写成 2024-07-01`)
  return given({
    code: code.data,
    name: name ?? '',
    kind: to.kind,
    foundedOn: founded ?? undefined,
    domicile: text('domicile', 300),
    address: text('address', 300),
    representative: text('representative', 60),
    contact: text('contact', 60),
    phone: text('phone', 40),
  })
}

/** A day as people write it; undefined for none, null for what is no day. */
export function readDay(text: string): Day | undefined | null {
  if (text === '') return undefined
  const match = /^(\d{4})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})\s*日?(?:\s+[\d:.]+)?$/.exec(
    text,
  )
  if (!match) return null
  const [, year = '', month = '', date = ''] = match
  const day = Day.safeParse(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  return day.success ? day.data : null
}

/** The fields that have a value, as a form whose blanks are left out. */
type Given<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

function given<T extends object>(fields: T): Given<T> {
  const filled = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(filled) as Given<T>
}
