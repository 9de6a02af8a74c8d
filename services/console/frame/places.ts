import type { Verb } from '#shared/domain/rights.ts'
import type { Word } from '../words/words.ts'
import type { IconName } from './icons.tsx'

/** A page: its address, its name, and the right without which the house would refuse it. */
export interface Place {
  readonly name: PageName
  readonly word: Word
  readonly verb: Verb
}

export interface Section {
  readonly icon: IconName
  readonly word: Word
  readonly places: readonly Place[]
}

const map = [
  {
    icon: 'home',
    word: 'nav.home',
    places: [{ name: 'home', word: 'nav.home', verb: 'task.read' }],
  },
  {
    icon: 'review',
    word: 'nav.review',
    places: [
      { name: 'review', word: 'nav.queue', verb: 'flag.read' },
      { name: 'candidates', word: 'nav.candidates', verb: 'candidate.read' },
    ],
  },
  {
    icon: 'rooms',
    word: 'nav.rooms',
    places: [
      { name: 'rooms', word: 'nav.pool', verb: 'room.read' },
      { name: 'register', word: 'nav.register', verb: 'room.write' },
      { name: 'operators', word: 'nav.operators', verb: 'operator.read' },
      { name: 'streamers', word: 'nav.streamers', verb: 'streamer.read' },
      { name: 'cultivation', word: 'nav.cultivation', verb: 'training.read' },
      { name: 'broadcasts', word: 'nav.broadcasts', verb: 'recording.read' },
      { name: 'transcripts', word: 'nav.transcripts', verb: 'recording.read' },
      { name: 'recordings', word: 'nav.recordings', verb: 'recording.read' },
      { name: 'uploads', word: 'nav.uploads', verb: 'recording.manage' },
    ],
  },
  {
    icon: 'reports',
    word: 'nav.monitoring',
    places: [
      { name: 'reports', word: 'nav.reports', verb: 'report.read' },
      { name: 'agreement', word: 'nav.agreement', verb: 'look.read' },
    ],
  },
  {
    icon: 'proposals',
    word: 'nav.cases',
    places: [
      { name: 'notices', word: 'nav.notices', verb: 'notice.read' },
      { name: 'proposals', word: 'nav.proposals', verb: 'proposal.read' },
      { name: 'leads', word: 'nav.leads', verb: 'lead.read' },
    ],
  },
  {
    icon: 'applications',
    word: 'nav.applications',
    places: [{ name: 'applications', word: 'nav.applications', verb: 'application.read' }],
  },
  {
    icon: 'rules',
    word: 'nav.rules',
    places: [{ name: 'rules', word: 'nav.rules', verb: 'lexicon.read' }],
  },
  {
    icon: 'public',
    word: 'nav.public',
    places: [{ name: 'listed', word: 'nav.public', verb: 'listing.read' }],
  },
  {
    icon: 'system',
    word: 'nav.system',
    places: [
      { name: 'users', word: 'nav.users', verb: 'user.read' },
      { name: 'audit', word: 'nav.audit', verb: 'audit.read' },
      { name: 'regions', word: 'nav.regions', verb: 'system.region' },
      { name: 'storage', word: 'nav.storage', verb: 'system.storage' },
      { name: 'works', word: 'nav.works', verb: 'system.queue' },
      { name: 'policies', word: 'nav.policies', verb: 'system.policy' },
      { name: 'account', word: 'nav.account', verb: 'account.own' },
      { name: 'about', word: 'nav.about', verb: 'session.read' },
    ],
  },
] as const satisfies readonly {
  icon: IconName
  word: Word
  places: readonly { name: string; word: Word; verb: Verb }[]
}[]

export type PageName = (typeof map)[number]['places'][number]['name']

/** The console in the order of the work: survey, application, review, list, monitoring, what follows from it. */
export const sections: readonly Section[] = map

export function placeOf(page: PageName): Place | undefined {
  return sections.flatMap(({ places }) => places).find(({ name }) => name === page)
}

/** What somebody with these rights can open; sections that would be empty are left out. */
export function sectionsFor(verbs: readonly Verb[]): Section[] {
  return sections.flatMap((section) => {
    const places = section.places.filter(({ verb }) => verbs.includes(verb))
    return places.length > 0 ? [{ ...section, places }] : []
  })
}
