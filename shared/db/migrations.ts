import { fileURLToPath } from 'node:url'

/** The generated SQL, applied in order to either database on opening. */
export const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
