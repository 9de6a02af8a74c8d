/** What the session cookie is called; better-auth signs it, `services/api/actor.ts` reads it. */
export const sessionCookie = 'lvbo.session_token'
/** Where better-auth is told the visitor's address, for the list of sessions. */
export const addressHeader = 'x-lvbo-address'
