import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/**
 * `wallTimeOf` inside a query: every line drawn out to the moment, the latest counts, for time on air is only ever
 * missing, never doubled. Before a recording is read there is only its beginning.
 */
export function wallTimeIn(
  recording: { readonly startedAt: SQLWrapper; readonly clock: SQLWrapper },
  contentMs: SQLWrapper,
): SQL {
  return sql`coalesce(
    (select max(to_timestamp(((line->>'atMs')::float8 + ${contentMs} - (line->>'contentMs')::float8) / 1000))
     from jsonb_array_elements(${recording.clock}->'lines') line
     where (line->>'contentMs')::float8 <= ${contentMs}),
    ${recording.startedAt} + ${contentMs} * interval '1 ms')`
}
