import type { Actor } from '#shared/domain/actor.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import { createUser, grantUser, type UserDeps } from '../users/act.ts'

const person = (name: string, roles: readonly Role[], place = ''): Actor => ({
  name,
  roles,
  region: `zhoushan${place}`,
})

/** The bureau's invented staff, one of each kind and two where the rules want two different people. */
export const demoPeople = {
  reviewer: person('复核员甲', ['reviewer']),
  otherReviewer: person('复核员乙', ['reviewer']),
  secondReviewer: person('复核组长丙', ['second_reviewer']),
  caseOfficer: person('承办人丁', ['case_officer']),
  approver: person('审批人戊', ['approver']),
  caseReviewer: person('审核人己', ['second_reviewer']),
  countyOfficer: person('申报员庚', ['application_officer'], '/putuo'),
  scorer: person('评分人辛', ['application_officer']),
  otherScorer: person('评分人壬', ['application_officer']),
  ruleManager: person('规则员癸', ['rule_manager']),
  leader: person('局领导', ['leader']),
  systemAdmin: person('系统管理员', ['system_admin']),
  securityAdmin: person('安全管理员', ['security_admin']),
  auditor: person('审计员', ['auditor']),
} as const satisfies Record<string, Actor>

/** Who enters what was there before the demo's people came. */
export const registrar: Actor = { name: '演示', roles: everyRole, region: 'zhoushan' }

/** Opens their accounts, each granted as it stands above. */
export async function fillPeople(deps: UserDeps): Promise<void> {
  for (const { name, roles, region } of Object.values(demoPeople)) {
    await createUser(deps, registrar, { name, displayName: name, region })
    const reason = '演示岗位'
    await grantUser(deps, registrar, name, { roles: [...roles], region, operatorId: null, reason })
  }
}
