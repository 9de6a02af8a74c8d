import type { InferResponseType } from 'hono/client'
import { ApiFailure, type api, failureOf } from '../client.ts'
import { personName } from '../frame/person.ts'

export type Imported = InferResponseType<(typeof api.imports.rooms)['$post'], 200>

export interface Run {
  /** Made here: the house is asked under it how far it has come. */
  readonly run: string
  readonly dryRun: boolean
}

/**
 * Sends a ledger as the body of one request; `sent` hears what share has gone out. A trial run leaves nothing behind.
 * Throws `ApiFailure` with the sentence to show. Not `fetch`: it does not tell how much was sent.
 */
export function importFile(
  file: File,
  { run, dryRun }: Run,
  sent: (share: number) => void,
): Promise<Imported> {
  const query = new URLSearchParams({ fileName: file.name, dryRun: String(dryRun), run })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/imports/rooms?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-lvbo-actor', encodeURIComponent(personName.get()))
    request.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0)
    request.upload.onload = () => sent(1)
    request.onerror = () => reject(new ApiFailure(0, 'offline', ''))
    request.onload = async () => {
      const { status, response } = request
      if (status === 200) resolve(response as Imported)
      else reject(await failureOf({ status, json: async () => response }))
    }
    request.send(file)
  })
}
