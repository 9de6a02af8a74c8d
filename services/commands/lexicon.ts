import type { Command } from 'commander'
import type { Io } from './context.ts'

/** `lexicon`: the versions of what is matched, and what is known about each. Subcommands register on the group. */
export function lexiconCommands(program: Command, _io: Io): void {
  program
    .command('lexicon')
    .description('词库版本:起草、比对、试运行、发布、回滚 / lexicon versions')
}
