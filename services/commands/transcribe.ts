import type { Command } from 'commander'
import { asrMeters } from '#shared/db/asr-meter.ts'
import { listRecordings } from '#shared/db/recordings.ts'
import { transcriptVersions, wantTranscripts } from '#shared/db/transcripts.ts'
import { engineChoices } from '#shared/domain/transcript.ts'
import { AppError } from '#shared/errors.ts'
import { transcribeJob } from '#shared/queue/jobs.ts'
import { meterTable, versionTable } from './asr-words.ts'
import { byPrefix, type Io, inHouse, show } from './context.ts'
import { oneOf } from './forms.ts'

/** As many as a person looks through; older ones are named by their whole id all the same. */
const listed = 5000

interface Options {
  readonly again?: boolean
  readonly engine?: string
  readonly json?: boolean
}

/** `transcribe`: who has heard what, and hearing it again. */
export function transcribeCommand(command: Command, io: Io): void {
  command
    .option('--again', '重新转写:新版本,旧版本与判定保留 / a new version; verdicts stay')
    .option('--engine <engine>', `用哪个引擎 / engine: ${engineChoices.join(', ')}`)
    .option('--json', '输出 JSON / print JSON')
    .action((prefixes: string[], { again, engine, json }: Options) =>
      inHouse(
        io,
        async ({ config, deps, queue, settle }) => {
          const choice = oneOf('--engine', engineChoices, engine) ?? null
          if (choice && !again)
            throw new AppError('invalid', '--engine 与 --again 一起用,请加上 --again。')
          const all = await listRecordings(deps.db, deps, listed)
          const recordings = prefixes.map((prefix) => byPrefix(all, prefix))
          if (again) {
            await wantTranscripts(
              deps.db,
              recordings.map(({ id }) => id),
              choice,
            )
            for (const { id } of recordings) await queue.add(transcribeJob, { recordingId: id })
            // Served, the workers hear it; here somebody waits for it.
            if (config.QUEUE_URL === 'memory:') await settle()
          }
          const versions = await Promise.all(
            recordings.map(async ({ id, path }) =>
              (await transcriptVersions(deps.db, id)).map((version) => ({ path, ...version })),
            ),
          )
          show(io, json, versions.flat(), () => versionTable(versions.flat()))
        },
        { work: again === true },
      ),
    )
}

/** `asr`: what hearing took. */
export function asrCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action(({ json }: Options) =>
    inHouse(io, async ({ deps }) => {
      const meters = await asrMeters(deps.db)
      show(io, json, meters, () => meterTable(meters))
    }),
  )
}
