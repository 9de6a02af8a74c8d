import {
  type ApplicationFields,
  type MaterialKind,
  mayChange,
  requiredFields,
  requiredMaterials,
} from '#shared/domain/application.ts'
import type { Word } from '../words/words.ts'
import type { ApplicationView } from './queries.ts'

type Field = keyof ApplicationFields
export type StepId = 'operator' | 'room' | 'streamers' | 'promises' | 'materials'

/** How a field is filled in; `share` is typed in percent and kept as a share of one. */
export type Input = 'whole' | 'amount' | 'share' | 'line' | 'text' | 'yesno' | 'promise'

export const inputs: Readonly<Record<Field, Input>> = {
  staff: 'whole',
  disabledStaff: 'whole',
  followers: 'whole',
  hours: 'line',
  mainGoods: 'line',
  isDigitalHuman: 'yesno',
  actualOperator: 'line',
  sessionsLastYear: 'whole',
  hoursLastYear: 'amount',
  turnoverLastYear: 'amount',
  ordersLastYear: 'whole',
  complaintsLastYear: 'whole',
  complaintsClosedShare: 'share',
  complianceSystem: 'text',
  training: 'text',
  publicService: 'text',
  promise: 'promise',
}

/** The five steps of 申报 and the fields each asks for; what the registry knows is shown beside them, not asked. */
export const steps: readonly { readonly id: StepId; readonly fields: readonly Field[] }[] = [
  { id: 'operator', fields: ['staff', 'disabledStaff', 'actualOperator'] },
  {
    id: 'room',
    fields: [
      ...(['mainGoods', 'hours', 'followers', 'isDigitalHuman', 'sessionsLastYear'] as const),
      ...(['hoursLastYear', 'turnoverLastYear', 'ordersLastYear'] as const),
    ],
  },
  { id: 'streamers', fields: ['training'] },
  {
    id: 'promises',
    fields: [
      ...(['complianceSystem', 'publicService', 'complaintsLastYear'] as const),
      ...(['complaintsClosedShare', 'promise'] as const),
    ],
  },
  { id: 'materials', fields: [] },
]

export const materialKinds: readonly MaterialKind[] = [
  ...(['business-licence', 'compliance-system', 'permit', 'agreement', 'certificate'] as const),
  ...(['training', 'screenshot', 'inspection', 'other'] as const),
]

/** A field of one of the first four steps, or a paper of the last. */
export type Missing =
  | { readonly what: MaterialKind; readonly step: 'materials' }
  | { readonly what: Field; readonly step: Exclude<StepId, 'materials'> }

export function nameOf(missing: Missing): Word {
  return missing.step === 'materials' ? `material.${missing.what}` : `field.${missing.what}`
}

/** What has to be there before the form can go out, each with the step it belongs to. */
export function missingIn(
  fields: ApplicationFields,
  materials: ApplicationView['materials'],
): Missing[] {
  const empty = requiredFields.filter((name) => {
    const value = fields[name]
    return value === undefined || value === '' || value === false
  })
  const absent = requiredMaterials.filter((kind) => !materials.some((m) => m.kind === kind))
  return [
    ...empty.map((what) => ({ what, step: stepOf(what) })),
    ...absent.map((what) => ({ what, step: 'materials' as const })),
  ]
}

function stepOf(field: Field) {
  const id = steps.find(({ fields }) => fields.includes(field))?.id
  return id === undefined || id === 'materials' ? 'promises' : id
}

/** How much of the form is filled in, in whole percent: every field and the papers that must be there count once. */
export function progressOf(
  fields: ApplicationFields,
  materials: ApplicationView['materials'],
): number {
  const names = steps.flatMap((step) => step.fields)
  const filled = names.filter((name) => ![undefined, '', false].includes(fields[name] as never))
  // “Not a digital human” is an answer too.
  const answered = fields.isDigitalHuman === false ? 1 : 0
  const there = requiredMaterials.filter((kind) => materials.some((m) => m.kind === kind))
  const all = names.length + requiredMaterials.length
  return Math.round(((filled.length + answered + there.length) / all) * 100)
}

/** What of a step may be changed now: all of a draft, of a returned form only what was returned. */
export function openIn(
  { application }: Pick<ApplicationView, 'application'>,
  what: Field | MaterialKind,
): boolean {
  return mayChange(what, application.state, application.mend)
}
