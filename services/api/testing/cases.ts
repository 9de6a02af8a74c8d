/**
 * What the walk over all routes (`rights.test.ts`) has to be told of some of them. A route with parameters finds its ids
 * in the county's fixtures (`county.ts`), by the last word of its path that names one; a route that writes needs a body
 * that would pass, for a refused body would hide whether the row was looked up.
 */

/** Parameters that name no county's row. */
export const fixed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'POST /system/works/:stage/again': { stage: 'detect' },
  'GET /reports/:day': { day: '2026-03-11' },
  'GET /reports/:day/file/:format': { day: '2026-03-11', format: 'json' },
  'GET /reports/:day/charts/:chart': { day: '2026-03-11', chart: 'days' },
  'GET /reports/:day/figures/:id/rows': { day: '2026-03-11', id: 'flags.all' },
  'GET /reports/:day/figures/:id/page': { day: '2026-03-11', id: 'flags.all' },
}

const reason = { reason: '试' }

/** Bodies by route, for those that write to one row. */
export const bodies: Readonly<Record<string, unknown>> = {
  'POST /flags/:id/verdict': { verdict: 'confirmed' },
  'POST /flags/:id/settle': { verdict: 'confirmed', reason: '试' },
  'POST /flags/:id/undo': {},
  'POST /flags/:id/hold': {},
  'POST /flags/:id/history': {},
  'POST /flags/:id/open': {},
  'POST /flags/:id/park': { days: 1, reason: '试' },
  'POST /flags/:id/hand-over': { to: '定海业务' },
  'POST /flags/:id/skip': {},
  'DELETE /flags/:id/move': {},
  'POST /deliveries/:id/retry': {},
  'POST /memberships/:id/steps': { verb: 'withdraw', ...reason },
  'PATCH /applications/:id/fields': { mainGoods: '改' },
  'POST /applications/:id/materials': '%PDF-1.7',
  'DELETE /applications/:id/materials/:materialId': {},
  'POST /applications/:id/submit': {},
  'POST /applications/:id/review': { verb: 'reject', opinion: '试' },
  'POST /applications/:id/extend': reason,
  'POST /applications/:id/publicize': reason,
  'POST /applications/:id/objections': { raisedBy: '群众', text: '试' },
  'POST /applications/:id/objections/:objectionId': { outcome: 'dismissed', ...reason },
  'POST /applications/:id/list': reason,
  'POST /scorecards/:id/panel': { scorers: ['定海业务'] },
  'POST /scorecards/:id/card': { marks: [] },
  'POST /scorecards/:id/final': { marks: [] },
  'PATCH /notices/:id': { seen: 1, demand: '改' },
  'POST /notices/:id/serve': { how: 'post' },
  'POST /notices/:id/read': {},
  'POST /notices/:id/files': '%PDF-1.7',
  'POST /notices/:id/answer': { text: '试' },
  'POST /notices/:id/:decision{extend|accept|refuse|withdraw}': reason,
  'POST /leads/:id/steps': { verb: 'close', ...reason },
  'POST /leads/:id/room': { roomId: '00000000-0000-4000-8000-000000000000' },
  'POST /removals/:id/signatures': { stage: 'verify', outcome: 'agree' },
  'POST /removals/:id/hearing': {},
  'POST /removals/:id/hearing/extend': reason,
  'POST /removals/:id/files': '%PDF-1.7',
  'POST /removals/:id/statement': { text: '试' },
  'PUT /removals/:id/leniency': {
    ...{ system: '有', diligence: '有', grounds: [], outcome: 'none', reason: '试' },
  },
  'POST /removals/:id/reinstate': reason,
  'PATCH /rooms/:id': { seen: 1, name: '改' },
  'POST /rooms/:id/real-name-checks': {
    checkedOn: '2026-03-01',
    answers: [{ item: 'x', answer: 'yes' }],
  },
  'PUT /rooms/:id/streamers/:streamerId': {},
  'DELETE /rooms/:id/streamers/:streamerId': {},
  'POST /recordings/:id/retry': {},
  'POST /candidates/:id/promote': reason,
  'POST /candidates/:id/dismiss': reason,
  'PATCH /operators/:id': { seen: 1, name: '改' },
  'POST /operators/:id/licences': { kind: 'other', number: '1' },
  'DELETE /operators/:id/licences/:licenceId': reason,
  'PATCH /streamers/:id': { seen: 1, name: '改' },
  'POST /streamers/:id/reveal': reason,
  'POST /streamers/:id/credentials': { kind: 'certificate', name: '证', issuedOn: '2026-03-01' },
  'DELETE /streamers/:id/credentials/:credentialId': reason,
  'PUT /trainings/:id/attendance': {
    lines: [{ streamerId: '00000000-0000-4000-8000-000000000000', hours: 1 }],
  },
  'POST /guides/:id/receipts': { operatorId: '00000000-0000-4000-8000-000000000000' },
  'POST /changes/:id/withdraw': {},
  'POST /changes/:id/decision': { outcome: 'refused', opinion: '试' },
  'POST /support/:id/offers': { operatorId: '00000000-0000-4000-8000-000000000000' },
  'POST /support/offers/:id/outcome': { state: 'done', outcome: '成' },
  'DELETE /account/sessions/:id': {},
  'POST /system/works/:stage/again': {},
  'POST /users/:id/password': { reason: '试' },
  'POST /users/:id/grant': { roles: ['reviewer'], reason: '试' },
  'POST /users/:id/active': { active: false, reason: '试' },
  'POST /users/:id/tokens': { label: '试' },
  'DELETE /users/:id/tokens/:tokenId': {},
}

interface QueryCase {
  /** For reading one's own. */
  readonly own?: string
  /** Parameters that name a row, and whose. */
  readonly foreign?: Readonly<Record<string, string>>
}

export const queries: Readonly<Record<string, QueryCase>> = {
  'GET /flags': { foreign: { roomId: 'rooms' } },
  'GET /worklist': { foreign: { roomId: 'rooms' } },
  'GET /worklist/copies': { foreign: { ids: 'flags' } },
  'GET /rooms': { foreign: { operatorId: 'operators' } },
  'GET /rooms/export': { own: '?format=csv' },
  'GET /rooms/similar': { own: '?name=%E6%99%AE%E9%99%80%E6%9C%BA%E5%AF%86&platformId=1' },
  'GET /rooms/link': { own: '?text=x' },
  'GET /candidates': { foreign: { roomId: 'rooms' } },
  'GET /signals': { foreign: { roomId: 'rooms', flagId: 'flags', broadcastId: 'broadcasts' } },
  'GET /explain': { own: '?text=x' },
  'GET /applications': { foreign: { roomId: 'rooms' } },
  'GET /notices': { foreign: { roomId: 'rooms' } },
  'GET /notices/talks': { foreign: { roomId: 'rooms' } },
  'GET /leads': { foreign: { roomId: 'rooms' } },
  'GET /removals': { foreign: { roomId: 'rooms' } },
  'POST /applications/:id/materials': { own: '?kind=other&fileName=a.pdf' },
  'POST /notices/:id/files': { own: '?fileName=a.pdf' },
  'POST /removals/:id/files': { own: '?fileName=a.pdf' },
  'GET /broadcasts': { foreign: { roomId: 'rooms' } },
  'GET /broadcasts/sentences': { own: '?text=%E6%99%AE%E9%99%80' },
  'GET /events': { own: '?seconds=0' },
  'GET /streamers': { foreign: { roomId: 'rooms', operatorId: 'operators' } },
  'GET /support/offers': { foreign: { operatorId: 'operators', measureId: 'support' } },
}

/** Resources whose rows are tried as the wrong county in tests of their own; nobody and wrong roles are tried here. */
export const ownFixtures: readonly string[] = [
  '/lexicons/',
  '/laws',
  '/reports/',
  '/miss-samples/',
  '/worklist/batch/',
  '/intake',
  '/captures',
  '/uploads/',
  '/portal/',
  '/batches/',
]
