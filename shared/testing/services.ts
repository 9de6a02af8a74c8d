import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** A real server of our own on a random loopback port, its data in a temp folder that goes with it. */
export interface Service {
  readonly url: string
  readonly port: number
  /** Orderly end; the folder is removed. Stopping twice is harmless. */
  stop(): Promise<void>
  /** The power cut: SIGKILL, nothing flushed. */
  kill(): Promise<void>
}

/** Redis with nothing on disk, as production would lose it. Pass the `port` of a killed one to bring it back empty. */
export async function startRedis(options: { port?: number } = {}): Promise<Service> {
  const server = binary('redis-server', 'redis-server')
  const port = options.port ?? (await freePort())
  return await inFolder('lvbo-redis-', async (dir) => {
    const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', dir]
    args.push('--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction')
    const child = spawn(server, args)
    await ready(child, 'redis-server', /Ready to accept connections/)
    return service(child, { url: `redis://127.0.0.1:${port}`, port, dir, stopSignal: 'SIGTERM' })
  })
}

/** PostgreSQL with an empty database `lvbo`, superuser `lvbo`, fsync off. Takes about a second. */
export async function startPostgres(): Promise<Service> {
  const [initdb = '', server = '', createdb = ''] = ['initdb', 'postgres', 'createdb'].map((name) =>
    binary(name, 'postgresql'),
  )
  const owner = unprivileged()
  const port = await freePort()
  return await inFolder('lvbo-pg-', async (dir) => {
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid)
    const data = join(dir, 'data')
    // The server refuses to run as root, and needs a working directory its user may enter.
    const run = { ...owner, cwd: dir }
    const locale = ['-E', 'UTF8', '--no-locale', '--no-sync']
    await exec(initdb, ['-D', data, '-U', 'lvbo', '-A', 'trust', ...locale], run)
    const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', dir, '-F']
    args.push('-c', 'full_page_writes=off', '-c', 'max_connections=200')
    const child = spawn(server, args, run)
    await ready(child, 'postgres', /ready to accept connections/)
    const base = `postgres://lvbo@127.0.0.1:${port}`
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    const it = service(child, { url: `${base}/lvbo`, port, dir, stopSignal: 'SIGINT' })
    await exec(createdb, ['--maintenance-db', `${base}/postgres`, 'lvbo'])
    return it
  })
}

/** A loopback port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no loopback port was given')
  return address.port
}

const exec = promisify(execFile)

/** A server that does not start leaves no folder behind. */
async function inFolder(prefix: string, start: (dir: string) => Promise<Service>) {
  const dir = mkdtempSync(join(tmpdir(), prefix))
  try {
    return await start(dir)
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    throw error
  }
}

function service(
  child: ChildProcess,
  at: { url: string; port: number; dir: string; stopSignal: NodeJS.Signals },
): Service {
  const exited = once(child, 'exit')
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
    process.off('exit', lastResort)
    rmSync(at.dir, { recursive: true, force: true })
  }
  // A test process that dies in a hurry still takes its servers and their folders along.
  const lastResort = () => {
    child.kill('SIGKILL')
    rmSync(at.dir, { recursive: true, force: true })
  }
  process.on('exit', lastResort)
  return { url: at.url, port: at.port, stop: () => end(at.stopSignal), kill: () => end('SIGKILL') }
}

/** Waits for the line with which a server says it is up; its own words are the error when it dies before. */
async function ready(child: ChildProcess, name: string, pattern: RegExp): Promise<void> {
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} ended (${code}): ${said.join('\n')}`)))
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        if (said.length < 50) said.push(line)
        if (pattern.test(line)) resolve()
      })
    }
  })
}

function binary(name: string, debianPackage: string): string {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...postgresFolders()]) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {}
  }
  throw new Error(
    `${name} is not installed, and the tests need it: apt-get install ${debianPackage} (macOS: brew install ${debianPackage.replace('-server', '')})`,
  )
}

/** Debian keeps the server programs off PATH, one folder per major version; newest first. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql'
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
    return versions.map((version) => join(root, version, 'bin'))
  } catch {
    return []
  }
}

function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
