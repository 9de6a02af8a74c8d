import { cell } from './cell.ts'

/** The session is over; the page stays as it is underneath until the person is back. */
export const signedOut = cell(false)
