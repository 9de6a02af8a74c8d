import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A server that speaks the part of S3 we use, at the network edge: ListObjectsV2 in pages, GetObject with Range and
 * If-Match; it can be slow, full or cut off. Objects are what a test puts into `objects`.
 */
export async function startFakeS3(pageSize = 2) {
  const objects = new Map<string, Buffer>()
  const asked: string[] = []
  const faults = { slowDown: 0, cutAfter: -1, cutWhen: async () => {} }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3')
    asked.push(
      `${request.method} ${decodeURIComponent(url.pathname)} ${request.headers.range ?? ''}`.trim(),
    )
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=key/'))
      return fail(response, 403, 'AccessDenied')
    if (faults.slowDown > 0) {
      faults.slowDown -= 1
      return fail(response, 503, 'SlowDown')
    }
    return url.searchParams.get('list-type') === '2'
      ? list(url, response)
      : get(url, request, response)
  })

  function list(url: URL, response: ServerResponse) {
    const prefix = url.searchParams.get('prefix') ?? ''
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted()
    const from = Number(url.searchParams.get('continuation-token') ?? 0)
    const page = keys.slice(from, from + pageSize)
    const more = from + pageSize < keys.length
    const contents = page.map(
      (key) =>
        `<Contents><Key>${escaped(key)}</Key><LastModified>2026-03-11T11:09:52.000Z</LastModified><ETag>&quot;${etag(key)}&quot;</ETag><Size>${objects.get(key)?.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    )
    const token = more ? `<NextContinuationToken>${from + pageSize}</NextContinuationToken>` : ''
    response.setHeader('content-type', 'application/xml')
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${pageSize}</MaxKeys><IsTruncated>${more}</IsTruncated>${contents.join('')}${token}</ListBucketResult>`,
    )
  }

  function get(url: URL, request: IncomingMessage, response: ServerResponse) {
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
    const body = objects.get(key)
    if (!body) return fail(response, 404, 'NoSuchKey')
    const match = request.headers['if-match']
    if (match && match !== `"${etag(key)}"`) return fail(response, 412, 'PreconditionFailed')
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const rest = body.subarray(from)
    response.setHeader('etag', `"${etag(key)}"`)
    response.setHeader('content-length', rest.length)
    if (request.headers.range) {
      response.statusCode = 206
      response.setHeader('content-range', `bytes ${from}-${body.length - 1}/${body.length}`)
    }
    if (faults.cutAfter < 0) return response.end(rest)
    const cut = rest.subarray(0, faults.cutAfter)
    faults.cutAfter = -1
    return response.write(cut, () => void faults.cutWhen().then(() => response.socket?.end()))
  }

  const etag = (key: string) =>
    createHash('md5')
      .update(objects.get(key) ?? '')
      .digest('hex')
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    asked,
    faults,
    stop: () => new Promise((done) => server.close(done)),
  }
}

function fail(response: ServerResponse, status: number, code: string) {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  )
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
