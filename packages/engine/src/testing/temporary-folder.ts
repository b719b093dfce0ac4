import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder that lasts as long as the current test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'romae-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
