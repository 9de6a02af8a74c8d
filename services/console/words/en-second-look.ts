import type { zhSecondLook } from './zh-second-look.ts'

export const enSecondLook: Readonly<Record<keyof typeof zhSecondLook, string>> = {
  'nav.agreement': 'Agreement',
  'agreement.span': 'Span of time',
  'agreement.days': 'Last {n} days',
  'agreement.hint': 'How often two people who did not know of each other said the same of a lead.',
  'agreement.office': 'The whole office',
  'agreement.mine': 'Yourself',
  'agreement.blind': 'Second looks',
  'agreement.blindHint':
    'Decisions drawn at random, or that would feed a removal, looked at by another person.',
  'agreement.known': 'Known leads',
  'agreement.knownHint': 'Leads settled long ago, mixed into the list to be judged once more.',
  'agreement.counts': '{agreed} of {looked} the same',
  'agreement.interval': '95% interval {low} to {high}',
  'agreement.none': 'Nothing was looked at in this time, so nothing is estimated.',
  'look.second':
    'Second look: somebody has decided. Judge on your own; theirs is shown after yours.',
  'look.first': 'Drawn for a second look: your decision is sealed until somebody else has looked.',
  'look.decider': 'Two people differ. The word is yours, with a reason.',
  'look.agreed': 'Second look: both people said the same, not knowing of each other.',
  'look.differed': 'Second look: the two differed; the decider’s word counts.',
  'look.reasonHint': 'Why you decide so; required ({key})',
  'look.opinion': '{by}: {verdict}',
}
