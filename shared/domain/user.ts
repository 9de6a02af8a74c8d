import { z } from 'zod'
import { RegionPath } from './region.ts'
import { Role } from './role.ts'

/** An account as it is opened. The name signs everything it does; letters, digits, Chinese characters, and `.-_`. */
export const UserForm = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u, '账号名为 2 至 40 个字母、数字、汉字或 . - _'),
  displayName: z.string().trim().min(1, '请填写姓名').max(60),
  region: RegionPath,
})
export type UserForm = z.infer<typeof UserForm>

export const GrantForm = z.strictObject({
  roles: z.array(Role).max(Role.options.length),
  region: RegionPath.optional(),
  /** The one whose portal an account with the role `operator` sees. */
  operatorId: z.uuid().nullable().default(null),
  reason: z.string().trim().min(1, '请写明授权依据').max(2000),
})
export type GrantForm = z.infer<typeof GrantForm>

export const TokenForm = z.strictObject({
  label: z.string().trim().min(1, '请写明令牌用途').max(100),
  days: z.int().min(1).max(366).default(90),
  roles: z.array(Role).min(1).nullable().default(null),
})
export type TokenForm = z.infer<typeof TokenForm>

/** A password somebody else sets: given, or (null) drawn by the house. */
export const PasswordForm = z.strictObject({
  password: z.string().max(200).nullable().default(null),
  /** Takes the one-time code away too: for a lost phone. */
  dropCode: z.boolean().default(false),
  reason: z.string().trim().min(1, '请写明重置原因').max(2000),
})
export type PasswordForm = z.infer<typeof PasswordForm>

const Officer = UserForm.omit({ region: true })

/** 首次设置: the three officers of a house; the one who fills it in chooses a password. */
export const FirstRunForm = z.strictObject({
  system_admin: Officer.extend({ password: z.string().max(200) }),
  security_admin: Officer,
  auditor: Officer,
})
export type FirstRunForm = z.infer<typeof FirstRunForm>
