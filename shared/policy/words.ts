import type { ErrorCode } from 'yaml'
import type { z } from 'zod'
import { Goods, goodsNames } from '#shared/domain/channel.ts'

type Issue = z.core.$ZodIssue

const kinds: Readonly<Record<string, string>> = {
  array: '一列(每项一行,前面写“- ”,或写成 [甲, 乙])',
  object: '若干“字段: 内容”',
  record: '若干“名称: 内容”',
  string: '文字(数字、日期要当文字时加引号)',
  number: '数',
  int: '整数',
  boolean: 'true 或 false',
  date: '日期,如 2026-06-01',
}

/** What is wrong with one place of a file, in words for the person who edited it; what the schema says itself is kept. */
export function faultWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = kinds[issue.expected] ?? issue.expected
      return /received (undefined|null)$/.test(issue.message)
        ? `缺少这一项,要写${wanted}。`
        : `要写成${wanted}。`
    }
    case 'unrecognized_keys':
      return `不认识的字段 ${issue.keys.join('、')},请对照说明改正拼写或删去。`
    case 'invalid_value':
      return `只能写:${issue.values.map(named).join('、')}。`
    case 'too_small':
      return `太少:${sized(issue.origin, issue.minimum, '至少', '不能小于')}。`
    case 'too_big':
      return `太多:${sized(issue.origin, issue.maximum, '最多', '不能大于')}。`
    case 'invalid_union':
      return unionWords(issue)
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? '写法不对,请对照说明。' : issue.message
    default:
      return issue.message.startsWith('Invalid') ? '写得不对,请对照说明。' : issue.message
  }
}

/** A value that may be written, with its name where people say it otherwise. */
function named(value: unknown): string {
  const goods = Goods.safeParse(value)
  return goods.success ? `${goods.data}(${goodsNames[goods.data]})` : String(value)
}

function sized(origin: string, limit: number | bigint, count: string, bound: string): string {
  if (origin === 'array' || origin === 'set') return `${count} ${limit} 项`
  if (origin === 'string') return `${count} ${limit} 个字`
  return `${bound} ${limit}`
}

/** One of several shapes: the faults of those that come near, or all that may be written. */
function unionWords({ errors }: Extract<Issue, { code: 'invalid_union' }>): string {
  const inside = errors.flat().filter(({ path }) => path.length > 0)
  if (inside.length > 0)
    return [...new Set(inside.map((one) => `${one.path.join('.')} ${faultWords(one)}`))].join('或')
  const ways = errors.flatMap((way) => way.map(faultWords))
  return `${[...new Set(ways.map((way) => way.replace(/。$/, '')))].join(';或')}。`
}

const yamlWords: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: '缩进用了制表符(Tab),请换成空格',
  BAD_INDENT: '缩进没有对齐:同一层的字段要从同一列开始',
  MULTILINE_IMPLICIT_KEY: '这一行不成“字段: 内容”,请用英文冒号,后面空一格,并检查引号是否成对',
  BLOCK_AS_IMPLICIT_KEY: '一行里有两个冒号,或缩进没有对齐;含冒号的内容请加单引号',
  DUPLICATE_KEY: '同一个名称写了两次,请合并或改名',
  MISSING_CHAR: '缺少标点:引号、括号、冒号或逗号没有成对',
  UNEXPECTED_TOKEN: "这里多了东西:以 { [ # ? ' 开头或含冒号的内容,请整个用单引号括起来",
  BAD_SCALAR_START: '这里的开头要加引号:整个内容用单引号括起来',
  BAD_DQ_ESCAPE: '双引号里的 \\ 有特殊意思,请改用单引号',
  MULTIPLE_DOCS: '一个文件里只能有一份内容,请删去多余的 ---',
}

/** What is wrong with the YAML itself, in the same words. */
export const yamlFaultWords = (code: ErrorCode, message: string): string =>
  yamlWords[code] ?? `请检查缩进与标点(${message})`
