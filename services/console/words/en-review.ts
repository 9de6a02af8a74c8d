import type { zhReview } from './zh-review.ts'

export const enReview: Readonly<Record<keyof typeof zhReview, string>> = {
  'keys.batch': 'One verdict for copies',
  'keys.park': 'Park for a day',
  'keys.copy': 'Next sample or copy',
  'keys.leave': 'Take out of / into the batch',
  'keys.load': 'Load new leads',
  'keys.hitBefore': 'Previous hit',
  'keys.hitAfter': 'Next hit',
  'keys.move': '{action}: now {key}, press to change',
  'keys.press': 'Press a key',
  'keys.reset': 'Restore keys',

  'review.copies': '{n} copies',
  'review.arrived': '{n} new, load',
  'review.lookedAt': '{name} is looking',
  'review.parked': 'Parked for a day; it comes back to the list.',

  'batch.title': '{n} copies of one script · {rooms} rooms',
  'batch.samples': 'Samples opened {n}/{of}',
  'batch.sample': 'sample',
  'batch.opened': 'opened',
  'batch.in': 'Part of the batch: {room}',
  'batch.show': 'Show all {n}',
  'batch.judge': 'One verdict for {n}',
  'batch.openFirst': 'Open the samples first ({n}/{of}).',
  'batch.done': '{n} judged at once: {verdict}. Can be undone as one for 30 minutes.',
  'batch.many': 'and others, {n} in all',

  'exposure.first': 'Hear the marked place to its end or open a still before confirming.',
  'exposure.wait': 'Can be confirmed once the marked place has been heard',

  'unsent.waiting': 'Offline: {n} verdicts are kept here and sent when the network is back.',
  'unsent.full': 'Offline, and {n} verdicts are kept here already; restore the network to go on.',
  'unsent.refused': '“{phrase}” was not filed: {why}',
  'unsent.open': 'Open',
  'unsent.dismiss': 'Got it',
  'unsent.mark': 'offline',
}
