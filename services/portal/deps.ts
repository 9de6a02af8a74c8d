import type { Actor } from '#shared/domain/actor.ts'
import { AppError } from '#shared/errors.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import type { CaseDeps } from '../applications/deps.ts'
import type { Shelf } from '../detect/shelf.ts'
import type { NoticeDeps } from '../notices/deps.ts'

export interface PortalDeps extends NoticeDeps, CaseDeps {
  readonly shelf: Shelf
  readonly tokenizer: Tokenizer
  readonly access: { readonly secret: string }
}

/** The operator an account of the portal stands for; throws `forbidden` while nobody has bound it to one. */
export function operatorIdOf({ operatorId }: Actor): string {
  if (operatorId) return operatorId
  throw new AppError('forbidden', '账号尚未绑定经营主体，请联系属地市场监管部门。')
}
