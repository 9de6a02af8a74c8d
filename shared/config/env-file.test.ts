import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from './env.ts'
import { withEnvFile } from './env-file.ts'

test('settings stand in .env, and the environment has the last word', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-env-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const file = join(dir, '.env')
  await writeFile(
    file,
    '# 端口\nPORT=9000\nREGION=zhoushan/putuo\nSMTP_FROM=绿播 <a@b.cn>\nASR_URL=\n',
  )
  const config = loadConfig(withEnvFile({ PORT: '9001' }, file))
  expect(config).toMatchObject({ PORT: 9001, REGION: 'zhoushan/putuo', SMTP_FROM: '绿播 <a@b.cn>' })
})

test('no file, no difference', () => {
  expect(withEnvFile({ PORT: '9001' }, '/nowhere/.env')).toEqual({ PORT: '9001' })
})

test('.env.example is a .env of the defaults', () => {
  expect(loadConfig(withEnvFile({}, '.env.example'))).toEqual(loadConfig({}))
})
