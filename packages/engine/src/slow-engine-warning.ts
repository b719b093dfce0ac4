let warned = false

/**
 * Warns, once a process, that programs run on tfjs because a faster engine cannot be used. By Node's own way for warnings, which
 * the program's user can listen to or switch off; where there is none, `engine.info.reason` says it alone.
 */
export function warnOfSlowEngine(reason: string): void {
  if (warned || typeof globalThis.process?.emitWarning !== 'function') return
  warned = true
  globalThis.process.emitWarning(`RoMAE runs on tfjs, which is 10 to 400 times slower than ONNX Runtime. ${reason}`, {
    type: 'RomaeWarning',
    code: 'ENGINE_SLOW',
  })
}
