import { type HttpResponse, Upload } from 'tus-js-client'
import { cell } from '../frame/cell.ts'
import { personName } from '../frame/person.ts'

export type SendingState =
  | 'waiting'
  | 'sending'
  | 'paused'
  | 'failed'
  | 'checking'
  | 'done'
  | 'wrong'

/** One file on its way. It lives outside of the page, so that looking at another one does not stop it. */
export interface Sending {
  readonly key: string
  readonly name: string
  readonly bytes: number
  readonly sent: number
  /** What the server had already when this began, null until it has said so: the pace is reckoned from there. */
  readonly knownBytes: number | null
  readonly state: SendingState
  /** The server's sentence when it refused. */
  readonly problem: string
  /** The upload's number in the intake, once the server has given it one. */
  readonly intakeId: string
  readonly beganMs: number
}

export const sendings = cell<readonly Sending[]>([])

/** Pieces this large: a lost connection or a proxy's limit costs at most one. */
const chunkBytes = 64 * 2 ** 20
const atOnce = 2
const uploads = new Map<string, { readonly file: File; readonly upload: Upload }>()

function change(key: string, part: Partial<Sending>): void {
  sendings.set(sendings.get().map((one) => (one.key === key ? { ...one, ...part } : one)))
}

/** Puts a file in the line; one that was begun before in this browser goes on where it stopped. */
export async function send(file: File, metadata: Readonly<Record<string, string>>): Promise<void> {
  const key = `${file.name}-${file.size}-${file.lastModified}`
  if (sendings.get().some((one) => one.key === key && one.state !== 'failed')) return
  const upload = new Upload(file, {
    endpoint: '/api/uploads',
    chunkSize: chunkBytes,
    retryDelays: [0, 1000, 3000, 10_000, 30_000],
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, ...metadata },
    headers: { 'x-lvbo-actor': encodeURIComponent(personName.get()) },
    onProgress: (sent) => {
      const known = sendings.get().find((one) => one.key === key)?.knownBytes
      change(key, { sent, knownBytes: known ?? sent })
    },
    onUploadUrlAvailable: () => change(key, { intakeId: upload.url?.split('/').at(-1) ?? '' }),
    onError: (error) => {
      const response = 'originalResponse' in error ? error.originalResponse : null
      change(key, { state: 'failed', problem: response?.getBody()?.trim() ?? '' })
      fill()
    },
    onSuccess: ({ lastResponse }) => {
      void compare(key, file, lastResponse)
      fill()
    },
  })
  uploads.set(key, { file, upload })
  const row: Sending = {
    ...{ key, name: file.name, bytes: file.size, sent: 0, knownBytes: null },
    ...{ state: 'waiting', problem: '', intakeId: '', beganMs: Date.now() },
  }
  sendings.set([...sendings.get().filter((one) => one.key !== key), row])
  const [before] = await upload.findPreviousUploads()
  if (before) upload.resumeFromPreviousUpload(before)
  fill()
}

/** Starts what waits while there is room. */
function fill(): void {
  const all = sendings.get()
  const free = atOnce - all.filter(({ state }) => state === 'sending').length
  for (const { key } of all
    .filter(({ state }) => state === 'waiting')
    .slice(0, Math.max(0, free))) {
    change(key, { state: 'sending', knownBytes: null, beganMs: Date.now() })
    uploads.get(key)?.upload.start()
  }
}

export async function pause(key: string): Promise<void> {
  await uploads.get(key)?.upload.abort()
  change(key, { state: 'paused' })
  fill()
}

export function resume(key: string): void {
  change(key, { state: 'waiting', problem: '' })
  fill()
}

/** Gives a file up, on the server too. */
export async function stop(key: string): Promise<void> {
  await uploads
    .get(key)
    ?.upload.abort(true)
    .catch(() => {})
  uploads.delete(key)
  sendings.set(sendings.get().filter((one) => one.key !== key))
  fill()
}

/** What the server says it received against what lies here; the file is read once more, beside the page. */
async function compare(key: string, file: File, last: HttpResponse): Promise<void> {
  change(key, { state: 'checking', sent: file.size })
  const received = last.getHeader('X-Content-SHA256')
  const here = await sha256Of(file)
  change(key, { state: received === here ? 'done' : 'wrong' })
  uploads.delete(key)
}

function sha256Of(file: File): Promise<string> {
  const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data)
    worker.onerror = () => reject(new Error('the file could not be read again'))
    worker.postMessage(file)
  }).finally(() => worker.terminate())
}
