import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/**
 * What ONNX Runtime's optimisations may depend on: platform, processor and its features. Processors of virtual machines
 * often share one vague model name, so on Linux the list of features is read too.
 */
export function describeMachine(): string {
  return [process.platform, process.arch, cpus()[0]?.model ?? 'unknown', linuxFeatures()].join('; ')
}

function linuxFeatures(): string {
  try {
    return /^(?:flags|Features)\s*:.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0] ?? ''
  } catch {
    return ''
  }
}
