import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { RomaeError, visibleLines } from '@romae/internal/errors'
import { errors, reasonOf } from '../../errors.ts'
import { checkTensorFlow, installTensorFlow, type Report, removeTensorFlow } from './commands.ts'
import { variants } from './variant.ts'

const usage = `usage: romae-engine tensorflow install [--gpu] [--wheel FILE] [--headers FOLDER]
       romae-engine tensorflow check [--gpu]
       romae-engine tensorflow remove [--gpu]

install  adds TensorFlow to the installed package @tensorflow/tfjs-node (--gpu: tfjs-node-gpu), and checks it:
         downloads a wheel with pip (once; --wheel gives one), and builds the package's addon against it
check    loads TensorFlow and computes a few things with known answers
remove   undoes install, and removes the downloaded wheel

exit code 2: this machine lacks something, and the message says what; 1: another failure`

/** Codes of errors that say what the machine lacks. The exit code tells them from failures. */
const lacking = ['ENGINE_SETUP_MISSING', 'ENGINE_SETUP_DOWNLOAD']

const report: Report = (line) => void process.stdout.write(`${visibleLines(line)}\n`)

async function main(): Promise<void> {
  const { values, positionals } = parse()
  const [engine, command, ...rest] = positionals
  if (values.help) return report(usage)
  if (engine !== 'tensorflow' || rest.length > 0) throw wrong('there is one engine to set up: tensorflow')
  const variant = values.gpu ? variants.gpu : variants.cpu
  switch (command) {
    case 'install':
      await installTensorFlow(variant, values, report)
      return checkInNewProcess(values.gpu)
    case 'check':
      return checkTensorFlow(variant, report)
    case 'remove':
      return removeTensorFlow(variant, report)
    default:
      throw wrong(command === undefined ? 'say what to do' : `there is no command "${command}"`)
  }
}

function parse() {
  try {
    const flag = { type: 'boolean', default: false } as const
    const options = { gpu: flag, help: flag, wheel: { type: 'string' }, headers: { type: 'string' } } as const
    return parseArgs({ allowPositionals: true, options })
  } catch (cause) {
    throw wrong(reasonOf(cause))
  }
}

const wrong = (problem: string) => errors.ENGINE_SETUP_COMMAND({ problem, usage })

/** Were it to crash, a check in this process could not say so. */
async function checkInNewProcess(gpu: boolean): Promise<void> {
  const args = [...process.execArgv, process.argv[1]!, 'tensorflow', 'check', ...(gpu ? ['--gpu'] : [])]
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
