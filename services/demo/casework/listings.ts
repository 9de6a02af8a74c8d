import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { insertMany } from '#shared/db/bulk.ts'
import {
  applicationBatches,
  applications,
  memberships,
  operators,
  rooms,
} from '#shared/db/schema/index.ts'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import { demoPeople } from '../people.ts'
import type { ApplicationDeps } from './applications.ts'

/** Listed last year, before this house was there: the records of a batch as the bureau would take them over. */
export async function fillListings({ db, now, sheets }: ApplicationDeps): Promise<void> {
  const today = dayOf(now().getTime())
  const [sheet] = sheets
  if (!sheet) return
  const createdAt = now()
  const createdBy = demoPeople.approver.name
  const [batch] = await db
    .insert(applicationBatches)
    .values({
      ...{ region: 'zhoushan', name: '首批', sheetVersion: sheet.version, createdBy, createdAt },
      ...{ opensOn: addDays(today, -300), closesOn: addDays(today, -240) },
    })
    .returning()
  const listed = await db
    .select({ roomId: rooms.id, operatorId: operators.id })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .innerJoin(operators, eq(operators.id, rooms.operatorId))
    .where(
      and(
        inArray(memberships.state, [
          ...(['listed', 'province_recommended', 'rectifying'] as const),
          ...(['suspended', 'removal_proposed', 'statement'] as const),
        ]),
        notInArray(rooms.id, db.select({ id: applications.roomId }).from(applications)),
      ),
    )
    .orderBy(asc(rooms.name))
  if (!batch || listed.length === 0) return
  const year = addDays(today, -200).slice(0, 4)
  await insertMany(
    db,
    applications,
    listed.map((room, n) => ({
      ...{ ...room, batchId: batch.id, state: 'listed' as const, createdBy, createdAt },
      certificate: `舟绿播〔${year}〕首批${n + 1}号`,
      ...{ listedOn: addDays(today, -200), validUntil: addDays(today, 530), closedAt: createdAt },
    })),
  )
}
