import type { zhSecondLook } from './zh-second-look.ts'

export const enSecondLook: Readonly<Record<keyof typeof zhSecondLook, string>> = {
  'look.second':
    'Second look: somebody has decided. Judge on your own; theirs is shown after yours.',
  'look.first': 'Drawn for a second look: your decision is sealed until somebody else has looked.',
  'look.decider': 'Two people differ. The word is yours, with a reason.',
  'look.agreed': 'Second look: both people said the same, not knowing of each other.',
  'look.differed': 'Second look: the two differed; the decider’s word counts.',
  'look.opinion': '{by}: {verdict}',
}
