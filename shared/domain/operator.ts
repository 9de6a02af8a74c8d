import { z } from 'zod'
import { addDays, Day } from './calendar.ts'
import { inScope, RegionPath } from './region.ts'

/** GB 32100-2015: digits and capital letters without I, O, S, V, Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** GB 11714: the organisation code inside (places 9 to 17) has a check digit of its own over all capitals. */

/** The 18th character that the first 17 of a 统一社会信用代码 call for (GB 32100-2015, weights 3^i mod 31). */
export function creditCheckDigit(first17: string): string {
  const sum = [...first17].reduce(
    (total, char, i) => total + alphabet.indexOf(char) * (3 ** i % 31),
    0,
  )
  return alphabet[(31 - (sum % 31)) % 31] ?? ''
}

/**
 * What is wrong with a 统一社会信用代码, as a sentence, or null. Case and surrounding blanks are forgiven by `CreditCode`;
 * I, O, S, V, Z never occur, which catches most slips of the hand.
 */
export function creditCodeFault(code: string): string | null {
  if (code.length !== 18) return `统一社会信用代码应为 18 位，现为 ${code.length} 位`
  const strange = [...code].find((char) => !alphabet.includes(char))
  if (strange !== undefined)
    return `统一社会信用代码不含“${strange}”（没有 I、O、S、V、Z，注意与 1、0、5、2 区分）`
  if (!/^\d{6}$/.test(code.slice(2, 8)))
    return '统一社会信用代码第 3 至 8 位应为登记机关的行政区划代码'
  if (creditCheckDigit(code.slice(0, 17)) !== code[17])
    return '统一社会信用代码校验位不符，请逐位核对'
  return null
}

export const CreditCode = z
  .string()
  .trim()
  .toUpperCase()
  .superRefine((code, issue) => {
    const fault = creditCodeFault(code)
    if (fault) issue.addIssue(fault)
  })
export type CreditCode = z.infer<typeof CreditCode>

/** One look-up in the public credit system: what it said, on which day, where it was seen. */
export const CreditLookup = z.strictObject({
  listed: z.boolean(),
  lookedUpOn: Day,
  source: z.string().min(1).max(200),
})
export type CreditLookup = z.infer<typeof CreditLookup>

/** 主体类型, as on the application form (申报表). */
export const OperatorKind = z.enum(['company', 'individual', 'cooperative', 'person', 'other'])
export type OperatorKind = z.infer<typeof OperatorKind>

/** 类别 of 舟市监发〔2024〕36号 三: 电商经营者, 直播服务机构（直播基地、MCN 机构）, 主播. */
export const OperatorCategory = z.enum(['merchant', 'agency', 'streamer', 'other'])
export type OperatorCategory = z.infer<typeof OperatorCategory>

const line = (max: number) => z.string().trim().max(max).default('')

/** 经营主体 as a person enters it. */
export const OperatorForm = z.strictObject({
  code: CreditCode,
  name: z.string().trim().min(1, '请填写主体名称').max(200),
  kind: OperatorKind.default('company'),
  category: OperatorCategory.default('merchant'),
  region: RegionPath,
  /** 住所 and 经营地址 as written; the region paths below say which bureau they fall under. */
  domicile: line(300),
  address: line(300),
  representative: line(60),
  contact: line(60),
  phone: line(40),
  /** 登记住所 and 实际经营地: the latter decides who has jurisdiction (令117号 第47条). */
  registeredPlace: RegionPath.nullable(),
  actualPlace: RegionPath.nullable(),
  foundedOn: Day.nullable(),
  /** 经营异常名录 and 严重违法失信名单; null until looked up. */
  abnormal: CreditLookup.nullable(),
  dishonest: CreditLookup.nullable(),
})
export type OperatorForm = z.infer<typeof OperatorForm>

/** One hard condition of entry (舟市监发〔2024〕36号 三、四(一)1): met, not met, or not known yet, and why. */
export interface EligibilityFact {
  readonly id: 'registered-here' | 'full-fiscal-year' | 'not-abnormal' | 'not-dishonest'
  readonly met: boolean | null
  readonly text: string
}

/** The first day after a full fiscal year (1 January to 31 December, 会计法 第11条) in business. */
export function fullFiscalYearFrom(foundedOn: Day): Day {
  const year = Number(foundedOn.slice(0, 4))
  const firstFull = foundedOn.endsWith('-01-01') ? year : year + 1
  return `${firstFull + 1}-01-01`
}

function lookup(
  id: EligibilityFact['id'],
  list: string,
  found: CreditLookup | null,
  onDay: Day,
  staleDays: number,
): EligibilityFact {
  if (!found) return { id, met: null, text: `尚未查询${list}` }
  if (found.listed) return { id, met: false, text: `${found.lookedUpOn} 查询在${list}内` }
  if (addDays(found.lookedUpOn, staleDays) < onDay)
    return {
      id,
      met: null,
      text: `${list}查询于 ${found.lookedUpOn}，已超过 ${staleDays} 天，请重新查询`,
    }
  return { id, met: true, text: `${found.lookedUpOn} 查询未列入${list}` }
}

/**
 * The four hard conditions on a day, in words for people. A look-up older than `staleDays` counts as not known, a listing
 * always counts.
 */
export function eligibility(
  operator: Pick<OperatorForm, 'registeredPlace' | 'foundedOn' | 'abnormal' | 'dishonest'>,
  city: RegionPath,
  onDay: Day,
  staleDays: number,
  regions: ReadonlyMap<RegionPath, string> = new Map(),
): EligibilityFact[] {
  const { registeredPlace, foundedOn } = operator
  const from = foundedOn === null ? null : fullFiscalYearFrom(foundedOn)
  return [
    {
      id: 'registered-here',
      met: registeredPlace === null ? null : inScope(city, registeredPlace),
      text:
        registeredPlace !== null
          ? `登记地 ${regions.get(registeredPlace) ?? registeredPlace}`
          : '尚未填写登记地',
    },
    {
      id: 'full-fiscal-year',
      met: from === null ? null : from <= onDay,
      text: from !== null ? `自 ${from} 起满一个会计年度` : '尚未填写成立日期',
    },
    lookup('not-abnormal', '经营异常名录', operator.abnormal, onDay, staleDays),
    lookup('not-dishonest', '严重违法失信名单', operator.dishonest, onDay, staleDays),
  ]
}

/** True when every condition is met, false when one is not, null while something is not known. */
export function isEligible(facts: readonly EligibilityFact[]): boolean | null {
  if (facts.some((fact) => fact.met === false)) return false
  return facts.every((fact) => fact.met) ? true : null
}
