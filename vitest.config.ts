import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['client/**/*.test.ts', 'src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/kit/global-setup.ts'],
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    // Only what hangs runs into these: on a busy machine everything takes long.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 40_000 } },
  },
})
