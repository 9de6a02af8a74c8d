import { createHash } from 'node:crypto'
import { lstat, readFile, stat } from 'node:fs/promises'
import { dirname, extname, resolve, sep } from 'node:path'
import { sha256File } from '#shared/blob/hash.ts'

/** A playlist longer than this is none: 12 hours of 1 s segments are a tenth of it. */
const maxPlaylistBytes = 8 * 1024 * 1024

/** Names a playlist refers to that lie in its own folder or below; addresses and ways out of the folder are left out. */
function playlistParts(text: string, folder: string): string[] {
  const uris = text.split(/\r?\n/).flatMap((line) => {
    const uri = line.startsWith('#') ? /^#EXT-X-MAP:.*URI="([^"]+)"/.exec(line)?.[1] : line.trim()
    return uri && !/^[a-z][a-z\d+.-]*:/i.test(uri) ? [uri.split('?')[0] ?? ''] : []
  })
  const paths = uris.map((uri) => resolve(folder, decoded(uri)))
  return [...new Set(paths.filter((path) => path.startsWith(folder + sep)))]
}

export const isPlaylist = (name: string) => extname(name).toLowerCase() === '.m3u8'

/** The files a playlist in `path` holds together; empty for anything else. */
export async function partsOf(path: string): Promise<string[]> {
  if (!isPlaylist(path)) return []
  const info = await stat(path)
  if (info.size > maxPlaylistBytes) return []
  return playlistParts(await readFile(path, 'utf8'), dirname(path))
}

/**
 * SHA-256 of what a recording consists of, as lower-case hex: the file itself, for a playlist also its segments (two
 * sessions may well have the same playlist text).
 */
export async function contentHash(path: string, signal?: AbortSignal): Promise<string> {
  const own = await sha256File(path, signal)
  const parts = await partsOf(path)
  if (parts.length === 0) return own
  const hash = createHash('sha256').update(own)
  for (const part of parts) hash.update(await partHash(part, signal))
  return hash.digest('hex')
}

/** Nothing but plain files: a list may name a folder, a pipe that never ends, or a link to somewhere else. */
async function partHash(path: string, signal?: AbortSignal): Promise<string> {
  const info = await lstat(path).catch(() => null)
  return info?.isFile() ? sha256File(path, signal) : '-'
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
