import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

// The script runs in a small tree of its own, never in this checkout: it may replace node_modules.
let tree: string
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'lvbo-bootstrap-'))
  mkdirSync(join(tree, 'scripts'))
  cpSync(join(import.meta.dirname, 'bootstrap.sh'), join(tree, 'scripts/bootstrap.sh'))
  writeManifest({})
  // One linked package: npm leaves no node_modules behind when there is nothing to install.
  mkdirSync(join(tree, 'dep'))
  writeFileSync(join(tree, 'dep/package.json'), JSON.stringify({ name: 'dep', version: '1.0.0' }))
  const packages = {
    '': { name: 'tiny', version: '1.0.0', dependencies: { dep: 'file:dep' } },
    dep: { version: '1.0.0' },
    'node_modules/dep': { resolved: 'dep', link: true },
  }
  const lock = { name: 'tiny', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  writeFileSync(join(tree, 'package-lock.json'), JSON.stringify(lock))
})
afterEach(() => rmSync(tree, { recursive: true, force: true }))

describe('bootstrap', () => {
  test('is silent when nothing is missing', () => {
    installPackages()
    for (const purpose of ['demo', 'test']) {
      expect(bootstrap(purpose), purpose).toEqual({ code: 0, said: '' })
    }
  })

  test('installs the npm packages when there are none, and again when the lock file is newer', () => {
    const first = bootstrap('demo')
    expect(first.said).toContain('npm ci')
    expect(first.code).toBe(0)
    expect(bootstrap('demo')).toEqual({ code: 0, said: '' })
    const later = new Date(Date.now() + 5000)
    utimesSync(join(tree, 'package-lock.json'), later, later)
    expect(bootstrap('demo').said).toContain('npm ci')
  })

  test('without apt it prints what to install on each system, and fails', () => {
    installPackages()
    const bare = { PATH: pathWithout('ffmpeg', 'redis-server', 'apt-get') }
    const { code, said } = bootstrap('test', bare)
    expect(code).toBe(1)
    expect(said).toContain('FFmpeg, Redis')
    expect(said).toContain('apt-get install -y ffmpeg redis-server')
    expect(said).toContain('brew install ffmpeg && brew install redis')
    expect(said).toMatch(/docker run .* npm test/)
  })

  test('the demo asks for no servers', () => {
    installPackages()
    const { code, said } = bootstrap('demo', { PATH: pathWithout('redis-server', 'chromium') })
    expect({ code, said }).toEqual({ code: 0, said: '' })
  })

  test('a compiler is asked for only when packages must be installed', () => {
    const bare = { PATH: pathWithout('g++', 'c++', 'clang++', 'apt-get') }
    expect(bootstrap('demo', bare).said).toContain('apt-get install -y g++ make python3')
    installPackages()
    expect(bootstrap('demo', bare)).toEqual({ code: 0, said: '' })
  })

  test('builds the console when it is missing or older than its sources', () => {
    installPackages()
    const page = 'dist/console/index.html'
    const build = `node -e "const fs=require('fs');fs.mkdirSync('dist/console',{recursive:true});fs.writeFileSync('${page}','')"`
    writeManifest({ console: build })
    mkdirSync(join(tree, 'services/console'), { recursive: true })
    const source = join(tree, 'services/console/app.tsx')
    writeFileSync(source, '')
    expect(bootstrap('demo').said).toContain('console')
    expect(existsSync(join(tree, page))).toBe(true)
    expect(bootstrap('demo')).toEqual({ code: 0, said: '' })
    const later = new Date(Date.now() + 5000)
    utimesSync(source, later, later)
    expect(bootstrap('demo').said).toContain('console')
  })

  test('refuses an old Node with a sentence', () => {
    const bin = join(tree, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'node'), '#!/bin/sh\necho v18.19.1\n', { mode: 0o755 })
    const { code, said } = bootstrap('demo', { PATH: bin + delimiter + process.env.PATH })
    expect(code).toBe(1)
    expect(said).toContain('v18.19.1')
    expect(said).toContain('20.19')
  })

  test('explains itself when called wrongly', () => {
    const { code, said } = bootstrap('lunch')
    expect(code).toBe(2)
    expect(said).toContain('demo|test|samples')
  })
})

function bootstrap(purpose: string, env: Record<string, string> = {}) {
  const run = spawnSync('bash', ['scripts/bootstrap.sh', '--for', purpose], {
    cwd: tree,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { code: run.status, said: run.stdout + run.stderr }
}

function writeManifest(scripts: Record<string, string>): void {
  const manifest = { name: 'tiny', version: '1.0.0', scripts, dependencies: { dep: 'file:dep' } }
  writeFileSync(join(tree, 'package.json'), JSON.stringify(manifest))
}

function installPackages(): void {
  execFileSync('npm', ['ci', '--silent'], { cwd: tree })
}

/** A PATH with every program of this machine except those named: one folder of links. */
function pathWithout(...names: string[]): string {
  const bin = join(tree, 'bin')
  mkdirSync(bin)
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(existsSync)) {
    const programs = execFileSync('ls', ['-A', folder], { encoding: 'utf8' }).split('\n')
    for (const program of programs.filter((name) => name && !names.includes(name))) {
      if (!existsSync(join(bin, program))) symlinkSync(join(folder, program), join(bin, program))
    }
  }
  return bin
}
