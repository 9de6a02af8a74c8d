import { z } from 'zod'

/** What an account may be asked to do. `system` is the house itself: it drafts, expires and withdraws, and never decides. */
export const Role = z.enum([
  'reviewer',
  'second_reviewer',
  'case_officer',
  'approver',
  'application_officer',
  'rule_manager',
  'leader',
  'system_admin',
  'security_admin',
  'auditor',
  'operator',
  'system',
])
export type Role = z.infer<typeof Role>

/** The role's name on the screen. */
export const roleNames: Readonly<Record<Role, string>> = {
  reviewer: '初审员',
  second_reviewer: '复核员',
  case_officer: '承办人',
  approver: '审批人',
  application_officer: '申报审核员',
  rule_manager: '规则管理员',
  leader: '领导',
  system_admin: '系统管理员',
  security_admin: '安全管理员',
  auditor: '审计员',
  operator: '运营者',
  system: '系统',
}
