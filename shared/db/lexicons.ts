import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, like, sql } from 'drizzle-orm'
import { type LexiconAct, type LexiconState, stateAfter } from '#shared/domain/lexicon-version.ts'
import { AppError } from '#shared/errors.ts'
import { audit } from './audit.ts'
import { type Db, isUniqueViolation } from './client.ts'
import { lexiconVersions } from './schema/index.ts'

const { source: _, ...facts } = getTableColumns(lexiconVersions)

/** A version without its content. */
export type LexiconVersion = Omit<typeof lexiconVersions.$inferSelect, 'source'>

/** Versions, newest first. */
export async function listLexicons(db: Db, limit = 200): Promise<LexiconVersion[]> {
  return db
    .select(facts)
    .from(lexiconVersions)
    .orderBy(desc(lexiconVersions.createdAt), desc(lexiconVersions.version))
    .limit(limit)
}

/** The names of the versions in force and in shadow: what workers ask for at every job. */
export async function versionsInUse(
  db: Db,
): Promise<{ readonly published: string | null; readonly shadow: string | null }> {
  const rows = await db
    .select({ version: lexiconVersions.version, state: lexiconVersions.state })
    .from(lexiconVersions)
    .where(inArray(lexiconVersions.state, ['published', 'shadow']))
  const named = (state: LexiconState) => rows.find((row) => row.state === state)?.version ?? null
  return { published: named('published'), shadow: named('shadow') }
}

/** The version in force, or undefined before the first one is published. */
export async function publishedLexicon(db: Db): Promise<LexiconVersion | undefined> {
  const [row] = await db
    .select(facts)
    .from(lexiconVersions)
    .where(eq(lexiconVersions.state, 'published'))
  return row
}

/**
 * The one version that a name or its beginning (four characters and more) stands for. Throws `not_found` when none or
 * several do.
 */
export async function findLexicon(db: Db, name: string): Promise<LexiconVersion> {
  const wanted = name.trim().toLowerCase()
  if (!/^[0-9a-f]{4,64}$/.test(wanted))
    throw new AppError('not_found', `“${name}”不是词库版本号;请写版本号开头的至少 4 位。`)
  const [found, another] = await db
    .select(facts)
    .from(lexiconVersions)
    .where(like(lexiconVersions.version, `${wanted}%`))
    .limit(2)
  if (another) throw new AppError('not_found', `以 ${name} 开头的词库版本不止一个,请多写几位。`)
  if (!found) throw new AppError('not_found', `没有版本号以 ${name} 开头的词库;请先列出看看。`)
  return found
}

/** The content of a version as JSON text, for the thread that compiles it and for whoever reads it. */
export async function lexiconJson(db: Db, version: string): Promise<string> {
  const [row] = await db
    .select({ json: sql<string>`${lexiconVersions.source}::text` })
    .from(lexiconVersions)
    .where(eq(lexiconVersions.version, version))
  if (!row) throw new AppError('not_found', `没有词库版本 ${version.slice(0, 12)}。`)
  return row.json
}

export interface NewLexicon {
  readonly version: string
  readonly source: unknown
  readonly author: string
  readonly reason: string
}

/** Files a draft; the same content again is the version there is, and one that was given up is a draft again. */
export async function addDraft(
  db: Db,
  { version, source, author, reason }: NewLexicon,
  at: Date,
): Promise<{ readonly lexicon: LexiconVersion; readonly created: boolean }> {
  return db.transaction(async (tx) => {
    const parent = (await publishedLexicon(tx))?.version ?? null
    const [made] = await tx
      .insert(lexiconVersions)
      .values({ version, source, author, reason, parent, state: 'draft', createdAt: at })
      .onConflictDoNothing()
      .returning(facts)
    const line = { at, actor: author, subject: version }
    if (made) {
      await audit(tx, { ...line, action: 'lexicon.draft', detail: { reason, parent } })
      return { lexicon: made, created: true }
    }
    const [again] = await tx
      .update(lexiconVersions)
      .set({ state: 'draft', retiredAt: null })
      .where(
        and(
          eq(lexiconVersions.version, version),
          eq(lexiconVersions.state, 'retired'),
          isNull(lexiconVersions.publishedAt),
        ),
      )
      .returning(facts)
    if (again) await audit(tx, { ...line, action: 'lexicon.redraft', detail: { reason } })
    return { lexicon: again ?? (await findLexicon(tx, version)), created: false }
  })
}

export interface ActOnLexicon {
  readonly act: Exclude<LexiconAct, 'supersede' | 'redraft'>
  readonly by: string
  readonly reason: string
  /** Why it is published although the gate refused. */
  readonly overrideReason?: string | undefined
  /** The version in force when the person decided; another one by now is a conflict. Needed to publish and roll back. */
  readonly instead?: string | null | undefined
  /** What else the log should hold. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * One act of a person on a version, with its line in the log. Publishing retires the version in force in the same
 * transaction. Throws `conflict` when the version's life does not allow the act or somebody else was faster.
 */
export async function actOnLexicon(
  db: Db,
  seen: LexiconVersion,
  { act, by, reason, overrideReason, instead, detail }: ActOnLexicon,
  at: Date,
): Promise<LexiconVersion> {
  const { version, state, publishedAt } = seen
  const after = stateAfter({ state, wasPublished: publishedAt !== null }, act)
  try {
    return await db.transaction(async (tx) => {
      if (after === 'published') await supersede(tx, instead ?? null, version, by, at)
      const [moved] = await tx
        .update(lexiconVersions)
        .set({
          state: after,
          ...(act === 'shadow' ? { shadowAt: at } : {}),
          ...(after === 'retired' ? { retiredAt: at } : {}),
          ...(after === 'published'
            ? {
                publishedAt: at,
                publishedBy: by,
                publishReason: reason,
                overrideReason: overrideReason ?? null,
                retiredAt: null,
              }
            : {}),
        })
        .where(
          and(
            eq(lexiconVersions.version, version),
            eq(lexiconVersions.state, state),
            // A version retired, rolled back and retired again has the state that was seen, and another life.
            publishedAt
              ? isNotNull(lexiconVersions.publishedAt)
              : isNull(lexiconVersions.publishedAt),
          ),
        )
        .returning(facts)
      if (!moved) throw lostRace()
      await audit(tx, {
        ...{ at, actor: by, action: `lexicon.${act}`, subject: version },
        detail: { from: state, reason, ...(overrideReason ? { overrideReason } : {}), ...detail },
      })
      return moved
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    if (act !== 'shadow') throw lostRace(error)
    const { shadow } = await versionsInUse(db)
    throw new AppError(
      'conflict',
      `词库版本 ${shadow?.slice(0, 12)} 正在影子试运行;请先发布或停用它。`,
      { cause: error },
    )
  }
}

const lostRace = (cause?: unknown) =>
  new AppError('conflict', '词库刚被他人改动,请刷新后再看。', { cause })

/** Retires the version in force, which must be the one the person knew of. */
async function supersede(tx: Db, known: string | null, by: string, actor: string, at: Date) {
  const gone = await tx
    .update(lexiconVersions)
    .set({ state: 'retired', retiredAt: at })
    .where(eq(lexiconVersions.state, 'published'))
    .returning({ version: lexiconVersions.version })
  if ((gone[0]?.version ?? null) !== known) throw lostRace()
  for (const { version } of gone)
    await audit(tx, {
      ...{ at, actor, action: 'lexicon.supersede', subject: version },
      detail: { by },
    })
}

/**
 * Files the lexicon that the program brings, and puts it in force only at a first start and in place of another one that
 * the program itself had brought; what a person published stays. Several processes may do it at once.
 */
export async function bringLexicon(db: Db, brought: NewLexicon, at: Date): Promise<void> {
  try {
    const [known] = await db
      .select(facts)
      .from(lexiconVersions)
      .where(eq(lexiconVersions.version, brought.version))
    // A draft of it that a person gave up stays given up.
    const lexicon = known ?? (await addDraft(db, brought, at)).lexicon
    const before = await publishedLexicon(db)
    if (before && (before.publishedBy !== brought.author || before.version === brought.version))
      return
    const wasPublished = lexicon.publishedAt !== null
    await actOnLexicon(
      db,
      lexicon,
      {
        ...{ act: wasPublished ? 'rollback' : 'publish', by: brought.author },
        ...{ reason: brought.reason, instead: before?.version ?? null },
      },
      at,
    )
  } catch (error) {
    // Another process brought it first.
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
  }
}
