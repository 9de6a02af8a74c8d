import { stored } from './stored.ts'

/** The name the person gave; goes with every request and stands under every verdict. */
export const personName = stored<string>('person', '')

/** As long as a name on a document may be. */
export const maxNameLength = 40
