import { z } from 'zod'
import { Day } from './calendar.ts'
import { RegionPath } from './region.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** What is wrong with a 公民身份号码 (GB 11643-1999: 18 places, a real birthday, ISO 7064 MOD 11-2), or null. */
export function identityFault(number: string): string | null {
  if (!/^\d{17}[\dX]$/.test(number)) return '身份证号应为 18 位数字，末位可为 X'
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!Day.safeParse(born).success) return '身份证号第 7 至 14 位不是有效日期'
  return identityCheckDigit(number) === number[17] ? null : '身份证号校验位不符，请逐位核对'
}

/** The 18th character that the first 17 of a 公民身份号码 call for (ISO 7064 MOD 11-2). */
export function identityCheckDigit(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return '10X98765432'[sum % 11] ?? ''
}

/** All but the division and the last character hidden, for screens and exports. */
export function maskIdentity(number: string): string {
  return `${number.slice(0, 6)}***********${number.slice(17)}`
}

export const IdentityNumber = z
  .string()
  .trim()
  .toUpperCase()
  .superRefine((number, issue) => {
    const fault = identityFault(number)
    if (fault) issue.addIssue(fault)
  })

/** 主播 as a person enters it. The identity number is optional and write-only. */
export const StreamerForm = z.strictObject({
  name: z.string().trim().min(1, '请填写主播姓名').max(60),
  alias: z.string().trim().max(60).default(''),
  region: RegionPath,
  operatorId: z.uuid().nullable().default(null),
  phone: z.string().trim().max(40).default(''),
  identity: IdentityNumber.optional(),
})
export type StreamerForm = z.infer<typeof StreamerForm>

/** 证书 (互联网营销师, degrees) and 考核 (assessment results). */
export const CredentialKind = z.enum(['certificate', 'assessment'])
export type CredentialKind = z.infer<typeof CredentialKind>

export const CredentialForm = z
  .strictObject({
    kind: CredentialKind,
    name: z.string().trim().min(1, '请填写证书或考核名称').max(120),
    number: z.string().trim().max(100).default(''),
    issuer: z.string().trim().max(200).default(''),
    issuedOn: Day,
    validUntil: Day.nullable().default(null),
    score: z.number().min(0).max(1000).nullable().default(null),
    passed: z.boolean().default(true),
  })
  .refine((c) => !c.validUntil || c.issuedOn <= c.validUntil, {
    error: '有效期止不应早于取得日期',
    path: ['validUntil'],
  })
export type CredentialForm = z.infer<typeof CredentialForm>
