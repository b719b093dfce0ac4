/** Deep enough to leave tfjs' gradient machinery, which nests about fifteen calls. */
const searchedFrames = 60

const tfjsFile = /@tensorflow[/\\]tfjs|\btf-core\b|\btfjs-core\b/
const location = /(?:^|[\s(])([^\s()]+):(\d+):(\d+)\)?$/

/** The part of V8's call site that is read here (https://v8.dev/docs/stack-trace-api). */
interface CallSite {
  getFileName(): string | null | undefined
  getLineNumber(): number | null
  getColumnNumber(): number | null
}

interface StackTraceOptions {
  stackTraceLimit?: number
  prepareStackTrace?: ((error: Error, sites: CallSite[]) => unknown) | undefined
}

/** Formatting a stack, source maps included, takes far longer than walking it: each place is formatted once. */
const formatted = new Map<string, string | undefined>()

/**
 * The line of user code that called the kernel that is being recorded: the first stack frame below tfjs' frames, as
 * `file:line:column`. Undefined where the engine keeps no such stack, or where a bundler put tfjs and its users into
 * one file.
 */
export function callerOfTfjs(): string | undefined {
  const sites = captureStack((_error, sites) => sites)
  // Engines other than V8 know only the formatted stack.
  if (!Array.isArray(sites)) return callerInStack(sites)
  const place = placeOfCaller(sites)
  if (place === undefined) return undefined
  if (!formatted.has(place)) formatted.set(place, callerInStack(captureStack()))
  return formatted.get(place)
}

/** As `callerOfTfjs`, for the stack of an error. */
export function callerInStack(stack: unknown): string | undefined {
  let insideTfjs = false
  for (const frame of typeof stack === 'string' ? stack.split('\n') : []) {
    if (tfjsFile.test(frame)) insideTfjs = true
    else if (insideTfjs) {
      const [, file, line, column] = location.exec(frame) ?? []
      if (file !== undefined && !file.startsWith('node:')) return `${file.replace(/^file:\/\//, '')}:${line}:${column}`
    }
  }
  return undefined
}

function placeOfCaller(sites: readonly CallSite[]): string | undefined {
  let insideTfjs = false
  for (const site of sites) {
    const file = site.getFileName()
    if (file === null || file === undefined || file.startsWith('node:')) continue
    if (tfjsFile.test(file)) insideTfjs = true
    else if (insideTfjs) return `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`
  }
  return undefined
}

/** The current stack, formatted as the engine does or by a function of its call sites. */
function captureStack(prepare?: (error: Error, sites: CallSite[]) => unknown): unknown {
  const options = Error as unknown as StackTraceOptions
  const { stackTraceLimit, prepareStackTrace } = options
  options.stackTraceLimit = searchedFrames
  if (prepare !== undefined) options.prepareStackTrace = prepare
  // V8 formats when the property is first read, so it is read while the options hold.
  const { stack } = new Error()
  Object.assign(options, { stackTraceLimit, prepareStackTrace })
  return stack
}
