import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{services,shared,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: ['shared/testing/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    // Two cores: more workers only fight over ffmpeg and the database.
    maxWorkers: 2,
    pool: 'forks',
    // A worker keeps its modules, dictionary and compiled lexicon from file to file: a third of the processor's time.
    isolate: false,
  },
})
