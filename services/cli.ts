import { Command, CommanderError } from 'commander'
import { withEnvFile } from '#shared/config/env-file.ts'
import { AppError } from '#shared/errors.ts'
import type { Io } from './commands/context.ts'
import { commandTable } from './commands/table.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
// `lvbo flags | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
})

const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: withEnvFile(process.env),
  signal: stop.signal,
  stdin: process.stdin,
}

const program = new Command('lvbo')
  .description('绿播:直播带货合规监测 / live-commerce compliance monitoring')
  .helpOption('-h, --help', '显示帮助 / help')
  .exitOverride()
  .configureOutput({ writeOut: io.out, writeErr: io.err })

run(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = 1
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode
    return
  }
  const sentence = error instanceof AppError ? error.message : bugText(error)
  io.err(`lvbo: ${sentence}\n`)
})

async function run(words: readonly string[]): Promise<void> {
  const asked = words.find((word) => !word.startsWith('-') && word !== 'help')
  for (const [heading, rows] of Object.entries(commandTable)) {
    program.commandsGroup(heading)
    for (const { usage, what, load } of rows) {
      const command = program.command(usage).description(what)
      if (command.name() === asked) (await load())(command, io)
    }
  }
  program.helpCommand('help [command]', '显示某个命令的帮助 / help for a command')
  await program.parseAsync()
}

/** A mistake of the program, not of the person; the stack is for whoever is asked to mend it. */
function bugText(error: unknown): string {
  if (stop.signal.aborted) return '已中断。'
  const detail = io.env.LVBO_DEBUG && error instanceof Error ? error.stack : String(error)
  return `内部错误:${detail}(设 LVBO_DEBUG=1 可看详情)`
}
