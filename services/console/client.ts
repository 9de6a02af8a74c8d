import { type ClientResponse, hc } from 'hono/client'
import type { Api } from '../api/app.ts'
import { somebodyIsThere } from './frame/activity.ts'
import { personName } from './frame/person.ts'
import { signedOut } from './frame/signed-out.ts'

const client = hc<Api>('/', {
  headers: (): Record<string, string> => ({
    'x-lvbo-actor': encodeURIComponent(personName.get()),
    ...(somebodyIsThere() && { 'x-lvbo-active': '1' }),
  }),
})

/** The API as the console knows it: its types and nothing else of it. */
export const api = client.api

/** What the API refused, with its sentence for people; `code` is empty when the answer was not the API's own. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The body of the route's 200 or 201; what its validator or error handler answers is not data. */
type Body<Response> = Response extends ClientResponse<infer T, 200 | 201, 'json'> ? T : never

/** The body of an answer. Throws `ApiFailure` with the sentence to show for a refusal; a lost connection has status 0. */
export async function read<R extends ClientResponse<unknown, number, string>>(
  request: Promise<R>,
): Promise<Body<R>> {
  const response = await request.catch(() => {
    throw new ApiFailure(0, 'offline', '')
  })
  if (response.ok) return (await response.json()) as Body<R>
  if (response.status === 401) signedOut.set(true)
  throw await failureOf(response)
}

export async function failureOf(response: { status: number; json(): Promise<unknown> }) {
  const body = await response.json().catch(() => null)
  const { code, message } = isRefusal(body) ? body : { code: '', message: '' }
  return new ApiFailure(response.status, code, message)
}

function isRefusal(body: unknown): body is { code: string; message: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'message' in body &&
    typeof body.message === 'string'
  )
}
