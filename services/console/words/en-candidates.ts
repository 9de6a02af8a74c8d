import type { zhCandidates } from './zh-candidates.ts'

export const enCandidates: Readonly<Record<keyof typeof zhCandidates, string>> = {
  'nav.candidates': 'Candidates and signals',
  'candidates.tab.candidates': 'Candidates',
  'candidates.tab.signals': 'Audience signals',
  'candidates.hint':
    'Sentences no rule flagged, proposed by a model, and hits that read doubtful in their whole sentence; once a lead, reviewed like any other.',
  'candidates.state.open': 'Open',
  'candidates.state.promoted': 'Made a lead',
  'candidates.state.dismissed': 'Not taken up',
  'candidates.source.adjudicator': 'Language model',
  'candidates.source.tagger': 'Learned tagger',
  'candidates.source.doubtful': 'Doubtful hit',
  'candidates.empty': 'No candidates',
  'candidates.emptyHint':
    'Doubtful hits appear here; so does what a language model or the learned tagger proposes, once either is switched on.',
  'candidates.seeFlag': 'See the lead',
  'candidates.reason': 'Reason (optional)',
  'candidates.promote': 'Make a lead',
  'candidates.dismiss': 'Do not take up',
  'candidates.done.promote': 'Made a lead; it is in the review queue.',
  'candidates.done.dismiss': 'Noted as not taken up.',
  'signals.hint':
    'What many viewers’ comments mean together; no lead, not counted against the room.',
  'signals.kind.duplicates': 'Near-identical comments',
  'signals.kind.paid': 'Suspected paid comments',
  'signals.kind.testimonials': 'Testimonials of cure or effect',
  'signals.kind.complaints': 'Complaints',
  'signals.count': '{n} comments, {senders} viewers',
  'signals.empty': 'No audience signals',
  'signals.emptyHint':
    'Broadcasts with comments over the thresholds of policies/audience.yaml appear here once detected.',
}
