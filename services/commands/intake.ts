import { basename } from 'node:path'
import type { Command } from 'commander'
import { updateIntake } from '#shared/db/intake.ts'
import { countIntake, listIntake } from '#shared/db/intake-list.ts'
import { IntakeState, intakeSourceNames, intakeStateNames } from '#shared/domain/intake.ts'
import { AppError } from '#shared/errors.ts'
import { pollBucket } from '../intake/bucket/poll.ts'
import { keepUp } from '../intake/keep.ts'
import { sweepFolder } from '../intake/sweep.ts'
import { byPrefix, type Io, inHouse, show } from './context.ts'
import { type Json, oneOf } from './forms.ts'
import { shanghai, tableText } from './words.ts'

/** `intake`: what came in and is still waited for, growing or refused, and why. */
export function intakeCommand(intake: Command, io: Io): void {
  intake
    .option('--state <state>', `只看此状态 / state: ${IntakeState.options.join(', ')}`)
    .option('--json', '输出 JSON / print JSON')
    .action((options: Json & { state?: string }) =>
      inHouse(io, async ({ deps }) => {
        const state = oneOf('--state', IntakeState.options, options.state)
        const filter = { limit: 500, ...(state && { states: [state] }) }
        const rows = await listIntake(deps.db, deps, filter)
        const counts = await countIntake(deps.db, deps)
        show(io, options.json, { rows, counts }, () =>
          [
            counts.map((c) => `${intakeStateNames[c.state]} ${c.n}`).join(',') || '还没有文件。',
            tableText(
              rows.map((r) => [
                r.id.slice(0, 8),
                intakeSourceNames[r.source],
                intakeStateNames[r.state],
                r.bytes === null ? '–' : `${(r.bytes / 1e6).toFixed(1)} MB`,
                r.dueAt ? `${shanghai(r.dueAt.getTime())} 起接收` : '',
                r.objectKey ?? basename(r.path),
                r.note ?? '',
              ]),
            ),
          ].join('\n'),
        )
      }),
    )

  intake
    .command('sweep')
    .description('立即查看接收目录与存储桶,并接收已写完的 / look now and take what is written')
    .option('--json', '输出 JSON / print JSON')
    .action((_: Json, command: Command) =>
      inHouse(
        io,
        async ({ deps }) => {
          if (!deps.intakeDir && !deps.bucket)
            throw new AppError('invalid', '没有设置 RECORDINGS_DIR 或 S3_URL,无处可看。')
          const kept = await keepUp(deps)
          const folder = deps.intakeDir && (await sweepFolder(deps, deps.intakeDir, deps.now()))
          const bucket = deps.bucket && (await pollBucket(deps, deps.bucket, deps.now(), io.signal))
          const seen = (folder ? folder.files : 0) + (bucket ? bucket.objects : 0)
          const changed = (folder ? folder.changed : 0) + (bucket ? bucket.changed : 0)
          const { json } = command.optsWithGlobals<Json>()
          show(
            io,
            json,
            { seen, changed, ...kept },
            () => `看到 ${seen} 个文件,${changed} 个有变化。`,
          )
        },
        { work: true },
      ),
    )

  intake
    .command('retry <file>')
    .description('重试未接收的文件 / try a refused file again')
    .action((prefix: string) =>
      inHouse(
        io,
        async ({ deps }) => {
          const refused = await listIntake(deps.db, deps, { states: ['refused'], limit: 10_000 })
          const { id, path } = byPrefix(refused, prefix)
          const change = { state: 'settling', reason: null, note: null, dueAt: deps.now() } as const
          await updateIntake(deps.db, id, change, deps.now())
          io.out(`${basename(path)} 将重新接收。\n`)
        },
        { work: true },
      ),
    )
}
