import { vi } from 'vitest'

/** Keeps what is written to the process's outputs from them, until the mocks are restored. */
export function keepWritten(): { stdout: string; stderr: string } {
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text
      return true
    })
  }
  return written
}
