import type { CommandResult } from '../command.ts'

/** Throws unless the command was refused with this code, in one line. */
export function requireRefused(
  { code, stdout, stderr }: CommandResult,
  expected: string,
  ...parts: readonly string[]
): void {
  const line = stderr.split('\n').find((text) => text.startsWith('error: ')) ?? ''
  if (code === 1 && line.endsWith(`[${expected}]`) && parts.every((part) => line.includes(part))) return
  const found = line === '' ? `${stdout}${stderr}`.trim().split('\n').at(-1) : line
  throw new Error(`exit ${code}, not ${[expected, ...parts].join(', ')}: ${found}`)
}

/** What a command that has to work printed. @throws where it failed */
export function outputOf({ code, stdout, stderr }: CommandResult): string {
  if (code === 0) return stdout
  throw new Error(`exit ${code}: ${stderr.trim().split('\n').at(-1)}`)
}

/** Throws unless the call throws an error of this code. */
export async function requireCode(expected: string, call: () => unknown): Promise<void> {
  let got = 'nothing thrown'
  try {
    await call()
  } catch (error) {
    got = String((error as { code?: unknown }).code ?? error)
  }
  if (got !== expected) throw new Error(`${got}, not ${expected}`)
}
