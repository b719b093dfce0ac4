import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { RomaeError, visibleLines } from '@romae/internal/errors'
import { errors, reasonOf } from '../../errors.ts'
import { installLibrary } from '../library/install-library.ts'
import { loadKoffi } from '../library/load-library.ts'
import { checkTensorFlow, installTensorFlow, type Report, removeTensorFlow } from './commands.ts'
import { calibrateHere, checkLibrary, listEngines, removeInstalled } from './library-commands.ts'
import { variants } from './variant.ts'

const usage = `usage: romae-engine install tensorflow [--index URL] [--file WHEEL]
       romae-engine check tensorflow
       romae-engine remove tensorflow
       romae-engine list
       romae-engine calibrate

install  puts TensorFlow's library into the user's folder for caches, and checks it: fetches its wheel from the index
         of Python packages that pip or uv is told of (--index names another one, --file gives the wheel)
check    loads TensorFlow and computes a few things with known answers
remove   undoes install
list     what is installed
calibrate  trains a small model with TensorFlow and with ONNX Runtime, ten seconds together, and keeps which was the
         faster one: a training without --engine takes that. An installation ends with it

       romae-engine install tfjs-node [--gpu] [--wheel FILE] [--headers FOLDER]
       romae-engine check tfjs-node [--gpu]
       romae-engine remove tfjs-node [--gpu]

for GPUs, and for running operations one by one: adds TensorFlow to the installed package @tensorflow/tfjs-node
(--gpu: tfjs-node-gpu). Takes Python, pip and a C++ compiler: downloads a wheel with pip (once; --wheel gives one), and
builds the package's addon against it

exit code 2: this machine lacks something, and the message says what; 1: another failure`

/** Codes of errors that say what the machine lacks. The exit code tells them from failures. */
const lacking = [
  'ENGINE_SETUP_MISSING',
  'ENGINE_SETUP_DOWNLOAD',
  'ENGINE_SETUP_NO_INDEX',
  'ENGINE_SETUP_INDEX',
  'ENGINE_SETUP_FETCH',
  'ENGINE_SETUP_PLATFORM',
  'ENGINE_SETUP_SPACE',
]

const report: Report = (line) => void process.stdout.write(`${visibleLines(line)}\n`)

const targets = ['tensorflow', 'tfjs-node']
const verbs = ['install', 'check', 'remove']

type Values = ReturnType<typeof parse>['values']

async function main(): Promise<void> {
  const { values, positionals } = parse()
  if (values.help) return report(usage)
  if (positionals.length === 1 && positionals[0] === 'list') return listEngines(report)
  if (positionals.length === 1 && positionals[0] === 'calibrate') return calibrateHere(report)
  // In either order, as both are natural.
  const verb = positionals.find((word) => verbs.includes(word))
  const target = positionals.find((word) => targets.includes(word))
  const other = positionals.find((word) => word !== verb && word !== target)
  if (other !== undefined) throw wrong(`there is no command or engine "${other}"`)
  if (verb === undefined) throw wrong('say what to do')
  if (target === undefined) throw wrong(`say which engine: ${targets.join(' or ')}`)
  if (target === 'tensorflow') return ofLibrary(verb, values)
  return ofTfjsNode(verb, values)
}

async function ofLibrary(verb: string, values: Values): Promise<void> {
  if (verb === 'remove') return removeInstalled(report)
  if (verb === 'check') return checkLibrary(report)
  // Before anything is fetched: without, nothing could call the library.
  await loadKoffi()
  await installLibrary(values, report)
  await checkInNewProcess(['check', 'tensorflow'])
  if (process.exitCode === 0) await checkInNewProcess(['calibrate'])
}

async function ofTfjsNode(verb: string, values: Values): Promise<void> {
  const variant = values.gpu ? variants.gpu : variants.cpu
  if (verb === 'remove') return removeTensorFlow(variant, report)
  if (verb === 'check') return checkTensorFlow(variant, report)
  await installTensorFlow(variant, values, report)
  return checkInNewProcess(['check', 'tfjs-node', ...(values.gpu ? ['--gpu'] : [])])
}

function parse() {
  try {
    const flag = { type: 'boolean', default: false } as const
    const text = { type: 'string' } as const
    const options = { gpu: flag, help: flag, wheel: text, headers: text, index: text, file: text } as const
    return parseArgs({ allowPositionals: true, options })
  } catch (cause) {
    throw wrong(reasonOf(cause))
  }
}

const wrong = (problem: string) => errors.ENGINE_SETUP_COMMAND({ problem, usage })

/** Were it to crash, a check in this process could not say so. */
async function checkInNewProcess(words: readonly string[]): Promise<void> {
  const args = [...process.execArgv, process.argv[1]!, ...words]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const [code, signal] = await once(child, 'exit')
  if (signal !== null) throw errors.ENGINE_SETUP_CHECK({ failures: [`the process that loaded it ended by ${signal}`] })
  process.exitCode = code
}

await main().catch((error: unknown) => {
  const known = RomaeError.isInstance(error)
  // What is no error of ours is a fault, and keeps its stack.
  const text = known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${visibleLines(text)}\n`)
  process.exitCode = known && lacking.includes(error.code) ? 2 : 1
})
