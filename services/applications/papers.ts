import { type Application, batchOf, publicizedOf } from '#shared/db/applications.ts'
import type { Db } from '#shared/db/client.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import type { Doc } from '#shared/documents/model.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity } from '#shared/domain/application.ts'
import type { CaseDocumentKind } from '#shared/domain/case-document.ts'
import { Platform, platformNames } from '#shared/domain/room.ts'
import { AppError } from '#shared/errors.ts'
import { fileDocument } from '../notices/deps.ts'
import { type Addressed, dayText } from '../notices/words.ts'
import type { CaseDeps } from './deps.ts'
import { publicityDoc } from './words.ts'

type Paper = Parameters<typeof publicityDoc>[0]

export interface Letter {
  readonly application: Pick<Application, 'id' | 'roomId'>
  readonly kind: CaseDocumentKind
  readonly by: string
  readonly doc: (paper: Paper) => Doc
}

/** Writes a letter of an application under the next number of the series, and files it. */
export async function fileLetter(
  deps: CaseDeps,
  tx: Db,
  { application, kind, by, doc }: Letter,
  at: Date,
): Promise<void> {
  const number = await nextNumber(tx, 'application', at)
  const { id: subjectId, roomId } = application
  const paper = { number, at, bureau: bureauOf(deps) }
  await fileDocument(deps, tx, { roomId, subjectId, kind, number, by, doc: doc(paper) }, at)
}

/** `请于…前`, or why the day cannot be told yet. */
export function untilText(
  what: string,
  { dueAt, dueUnknown }: { readonly dueAt: Date | null; readonly dueUnknown: string | null },
): string {
  return dueAt ? `${what}至${dayText(dueAt)}止` : `${what}另行告知（${dueUnknown}）`
}

/** 公示: all rooms of a batch that stand before the public now, as one paper (.docx). Throws `conflict` when there are none. */
export async function publicityPaper(
  deps: CaseDeps,
  actor: Actor,
  batchId: string,
): Promise<Uint8Array> {
  const { db } = deps
  checkCity(actor, deps.city)
  const { name } = await batchOf(db, deps.city, batchId)
  const rooms = await publicizedOf(db, batchId)
  const [first] = rooms
  if (!first) throw new AppError('conflict', '本批次现在没有公示中的直播间。')
  // Rooms of a batch may be put out on different days: the paper runs to the last one's end.
  const last = rooms.reduce((a, b) => ((a.dueAt ?? 0) > (b.dueAt ?? 0) ? a : b), first)
  const paper = { number: name, at: deps.now(), bureau: bureauOf(deps) }
  const listed = rooms.map((room) => candidateOf(deps, room))
  const { writeDocx } = await import('#shared/documents/docx.ts')
  return writeDocx(publicityDoc(paper, listed, untilText('公示', last)), new Map())
}

/** A room as a publicity list names it. */
export function candidateOf(
  { regions }: CaseDeps,
  room: Addressed & { readonly platform: string },
) {
  const known = Platform.safeParse(room.platform)
  const platform = known.success ? platformNames[known.data] : room.platform
  return { ...room, platform, regionName: regions.get(room.region) ?? room.region }
}

const bureauOf = ({ regions, city }: CaseDeps) => `${regions.get(city) ?? city}市场监督管理局`
