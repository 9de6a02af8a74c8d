import { Command, CommanderError } from 'commander'
import { AppError } from '#shared/errors.ts'
import { backtestCommand } from './commands/backtest.ts'
import { candidateCommands } from './commands/candidates.ts'
import { captureCommands } from './commands/capture.ts'
import { caseCommands } from './commands/cases.ts'
import { cerCommand } from './commands/cer.ts'
import type { Io } from './commands/context.ts'
import { cultivationCommands } from './commands/cultivation.ts'
import { deliveryCommands } from './commands/deliveries.ts'
import { demoCityCommand } from './commands/demo-city.ts'
import { detectCommand } from './commands/detect.ts'
import { doCommand } from './commands/do.ts'
import { explainCommand } from './commands/explain.ts'
import { houseCommands } from './commands/house.ts'
import { inspectCommand } from './commands/inspect.ts'
import { intakeCommands } from './commands/intake.ts'
import { leadCommands } from './commands/leads.ts'
import { ledgerCommands } from './commands/ledger.ts'
import { lexiconCommands } from './commands/lexicon.ts'
import { registryCommands } from './commands/registry.ts'
import { removalCommands } from './commands/removals.ts'
import { reportCommand } from './commands/report.ts'
import { roomCommands } from './commands/rooms.ts'
import { scanCommand } from './commands/scan.ts'
import { signalsCommand } from './commands/signals.ts'
import { termHealthCommand } from './commands/term-health.ts'
import { transcribeCommands } from './commands/transcribe.ts'
import { userCommands } from './commands/users.ts'
import { worklistCommand } from './commands/worklist.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
// `lvbo flags | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
})

const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  signal: stop.signal,
  stdin: process.stdin,
}

const program = new Command('lvbo')
  .description('绿播:直播带货合规监测 / live-commerce compliance monitoring')
  .helpOption('-h, --help', '显示帮助 / help')
  .helpCommand('help [command]', '显示某个命令的帮助 / help for a command')
  .exitOverride()
  .configureOutput({ writeOut: io.out, writeErr: io.err })
for (const register of [
  scanCommand,
  inspectCommand,
  detectCommand,
  houseCommands,
  captureCommands,
  reportCommand,
  intakeCommands,
  roomCommands,
  registryCommands,
  cultivationCommands,
  ledgerCommands,
  caseCommands,
  removalCommands,
  doCommand,
  leadCommands,
  userCommands,
  transcribeCommands,
  cerCommand,
  lexiconCommands,
  backtestCommand,
  termHealthCommand,
  explainCommand,
  candidateCommands,
  signalsCommand,
  worklistCommand,
  deliveryCommands,
  demoCityCommand,
])
  register(program, io)

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode
    return
  }
  const sentence = error instanceof AppError ? error.message : bugText(error)
  io.err(`lvbo: ${sentence}\n`)
})

/** A mistake of the program, not of the person; the stack is for whoever is asked to mend it. */
function bugText(error: unknown): string {
  if (stop.signal.aborted) return '已中断。'
  const detail = io.env.LVBO_DEBUG && error instanceof Error ? error.stack : String(error)
  return `内部错误:${detail}(设 LVBO_DEBUG=1 可看详情)`
}
