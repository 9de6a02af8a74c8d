import { AppError } from '#shared/errors.ts'
import { inScope, type RegionPath } from './region.ts'
import { Role, roleNames } from './role.ts'

const caseReaders = ['reviewer', 'second_reviewer', 'case_officer', 'approver', 'leader'] as const
const judges = ['reviewer', 'second_reviewer'] as const
const registrars = ['reviewer', 'case_officer', 'application_officer'] as const
const business = [...caseReaders, 'application_officer'] as const
const everybody = [
  ...business,
  'rule_manager',
  'system_admin',
  'security_admin',
  'auditor',
  'operator',
] as const

/**
 * Every verb there is and who may use it: the one place where roles meet rights. Region scope comes on top in each query
 * (`shared/db/scope.ts`), who may not do two steps of one case in that case's own rules. 三员分立: those who keep
 * accounts, grant rights and read the log have no case content.
 */
export const verbs = {
  'session.read': everybody,
  'account.own': everybody,
  'portal.use': ['operator'],

  'flag.read': [...caseReaders, 'rule_manager'],
  'flag.judge': judges,
  'flag.history': judges,
  'look.settle': ['second_reviewer', 'approver'],
  'look.read': judges,
  'candidate.read': [...caseReaders, 'rule_manager'],
  'candidate.decide': judges,
  'signal.read': [...caseReaders, 'rule_manager'],
  'clip.read': [...caseReaders, 'rule_manager'],
  'recording.read': [...caseReaders, 'rule_manager'],
  'recording.manage': registrars,
  'explain.use': [...business, 'rule_manager'],
  'proposal.read': caseReaders,
  'report.read': business,
  'report.act': caseReaders,
  'alert.read': caseReaders,
  'delivery.read': ['case_officer', 'approver', 'leader'],
  'delivery.retry': ['approver', 'leader'],

  'membership.read': [...business, 'operator'],
  'membership.step': ['approver', 'case_officer', 'application_officer'],
  'batch.read': [...business, 'operator'],
  'batch.write': ['approver'],
  'application.read': [...business, 'operator'],
  'application.write': ['application_officer', 'operator'],
  'application.review': ['application_officer'],
  'application.assign': ['approver'],
  'application.score': ['application_officer'],
  'application.panel': ['application_officer', 'approver'],
  'application.settle': ['approver'],
  'application.object': ['application_officer'],
  'listing.read': [...business, 'operator'],
  'notice.read': [...caseReaders, 'operator'],
  'notice.write': ['case_officer'],
  'notice.answer': ['case_officer', 'operator'],
  'notice.decide': ['case_officer'],
  'talk.write': ['case_officer'],
  'removal.read': [...caseReaders, 'operator'],
  'removal.hear': ['case_officer'],
  'removal.answer': ['case_officer', 'operator'],
  'removal.leniency': ['case_officer'],
  'removal.sign': ['case_officer', 'second_reviewer', 'approver'],
  'removal.reinstate': ['approver'],
  'lead.read': caseReaders,
  'lead.export': ['case_officer', 'approver', 'leader'],
  'lead.write': ['case_officer'],
  'lead.import': ['case_officer'],

  'lexicon.read': [...business, 'rule_manager'],
  'lexicon.manage': ['rule_manager'],

  'room.read': [...business, 'rule_manager'],
  'room.write': registrars,
  'room.export': [...business],
  'room.import': registrars,
  'import.read': business,
  'operator.read': business,
  'operator.write': registrars,
  'licence.write': registrars,
  'streamer.read': business,
  'streamer.write': registrars,
  'streamer.reveal': ['case_officer', 'approver'],
  'check.write': registrars,
  'training.read': business,
  'training.write': registrars,
  'guide.read': [...business, 'operator'],
  'guide.publish': ['approver', 'application_officer'],
  'guide.receipt': [...registrars, 'operator'],
  'change.read': [...business, 'operator'],
  'change.ask': ['operator'],
  'change.decide': ['case_officer', 'application_officer'],
  'support.read': [...business, 'operator'],
  'support.write': [...registrars, 'approver'],
  'task.read': business,

  'system.queue': ['system_admin'],
  'system.retry': ['system_admin'],
  'system.policy': [...caseReaders, 'rule_manager', 'system_admin', 'security_admin', 'auditor'],
  'policy.preview': ['approver'],
  'system.region': [...business, 'rule_manager', 'system_admin', 'security_admin', 'auditor'],
  'system.storage': ['system_admin', 'auditor', 'case_officer', 'approver', 'leader'],

  'user.read': ['system_admin', 'security_admin', 'auditor'],
  'user.create': ['system_admin'],
  'user.password': ['system_admin'],
  'user.disable': ['system_admin', 'security_admin'],
  'user.grant': ['security_admin'],
  'user.token': ['security_admin'],
  'audit.read': ['auditor'],
} as const satisfies Record<string, readonly Role[]>

export type Verb = keyof typeof verbs

/**
 * Verbs on what the whole house shares: a lexicon version is tried against everybody's verdicts, the log is one chain.
 * They need an account of the house's own region, for their answers would tell one county of another.
 */
const wholeHouse: ReadonlySet<Verb> = new Set([
  'lexicon.manage',
  'audit.read',
  'system.queue',
  'system.retry',
  'system.storage',
])

/** Throws `forbidden` for a shared verb that an account of a part of the house uses. */
export function checkHouse(region: RegionPath, house: RegionPath, verb: Verb): void {
  if (wholeHouse.has(verb) && !inScope(region, house))
    throw new AppError('forbidden', '这项操作涉及全市数据，由市局账号办理。')
}

/** True when one of these roles may use the verb. */
export function mayUse(roles: readonly Role[], verb: Verb): boolean {
  const allowed: readonly Role[] = verbs[verb]
  return roles.some((role) => allowed.includes(role))
}

/** All that one of these roles may do: what screens go by when they leave out what would be refused. */
export function verbsOf(roles: readonly Role[]): Verb[] {
  return (Object.keys(verbs) as Verb[]).filter((verb) => mayUse(roles, verb))
}

/** Throws `forbidden`, naming the roles that may, before anything is looked up: it says nothing about any row. */
export function checkRight({ roles }: { readonly roles: readonly Role[] }, verb: Verb): void {
  if (mayUse(roles, verb)) return
  const names = verbs[verb].map((role) => roleNames[role]).join('、')
  throw new AppError('forbidden', `您的角色不能进行此操作；可由${names}办理。`)
}

/** What the built-in administrator of an installation may be: all that a person may. */
export const everyRole: readonly Role[] = Role.options.filter(
  (role) => role !== 'system' && role !== 'operator',
)

const officers = ['system_admin', 'security_admin', 'auditor'] as const

/**
 * Why one account may not hold these roles together, or null. 系统管理员、安全管理员、审计员 are three people, and none of
 * them handles cases (GB/T 22239-2019 8.1.5); an operator's account has no other role.
 */
export function roleConflict(roles: readonly Role[]): string | null {
  if (roles.includes('system')) return '“系统”不是人员角色，不能授予。'
  const held = officers.filter((role) => roles.includes(role))
  if (held.length > 1)
    return `三员分立：${held.map((role) => roleNames[role]).join('与')}须由不同人员担任。`
  if (held.length === 1 && roles.length > 1) return '三员（系统、安全、审计）不得兼任业务角色。'
  if (roles.includes('operator') && roles.length > 1) return '运营者账号不得兼任其他角色。'
  return null
}
