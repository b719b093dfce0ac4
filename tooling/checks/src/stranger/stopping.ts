import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { CTRL_C, startInTerminal, whyNoTerminal } from '@romae/build/terminal'
import { type Ended, runProgram } from './run-program.ts'

/** What is shown of a step on a terminal, and elsewhere. */
const [stepMade, stepSaid] = [/[1-9]\d*\/\d+ steps/, /step [1-9]\d* of \d+/]

/** A way to type the command. */
export type Way = readonly [program: string, ...words: string[]]

/** Of as many steps as take a while: who is told late must not have finished. */
const trainingIn = (run: string, steps: number) =>
  ['impute', 'weather.csv', '--time', 'date', '--id', 'location', '--steps', String(steps), '--folder', run] as const

/** Presses Ctrl-C in a terminal in which a training runs, and goes on with it as it says; null where there is no terminal. */
export async function stoppedByKey(
  folder: string,
  env: NodeJS.ProcessEnv,
  [program, ...words]: Way,
  run: string,
): Promise<Ended | null> {
  if ((await whyNoTerminal()) !== null) return null
  const training = [...words, ...trainingIn(run, 60)]
  // In a shell, as a person types it: a program in between may be gone before the step is saved, and a terminal is hung up on all that
  // are in it when the first program in it ends.
  const terminal = await startInTerminal('sh', ['-i'], { cwd: folder, env })
  const late = setTimeout(() => terminal.kill('SIGKILL'), 120_000)
  const said = (text: RegExp) => terminal.said(text).catch(() => {})
  terminal.press(`${[program, ...training].map((word) => `'${word}'`).join(' ')}\r`)
  await said(stepMade)
  terminal.press(CTRL_C)
  await said(/go on with: [^\r\n]*--resume/)
  terminal.press('exit\r')
  await terminal.ended
  clearTimeout(late)
  return goneOn(terminal.text(), true, folder, env, [program, ...training])
}

/** Ends the program that runs a training, as `kill` does, and goes on with the training; null where processes cannot be listed. */
export async function stoppedFromOutside(
  folder: string,
  env: NodeJS.ProcessEnv,
  [program, ...words]: Way,
  run: string,
): Promise<Ended | null> {
  if (process.platform === 'win32') return null
  const training = [...words, ...trainingIn(run, 300)]
  const child = spawn(program, training, { cwd: folder, env })
  let output = ''
  let isKilled = false
  const take = (data: unknown) => {
    output += String(data)
    if (isKilled || !stepSaid.test(output)) return
    isKilled = true
    child.kill('SIGTERM')
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  // Its outputs are closed when nobody of those that it started has them any more.
  await once(child, 'close')
  for (let tries = 0; tries < 100 && isAlive(run); tries++) await sleep(100)
  const isRight = isKilled && !isAlive(run)
  return goneOn(output, isRight, folder, env, [program, ...training])
}

/** Whether any process was given these words. */
function isAlive(run: string): boolean {
  return execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' }).includes(`--folder ${run}`)
}

/** What `--resume` ended with, if the training ended as it should before. */
async function goneOn(
  output: string,
  isRight: boolean,
  folder: string,
  env: NodeJS.ProcessEnv,
  [program, ...training]: Way,
): Promise<Ended> {
  const says = output.includes('stopping after the step') && /saved in .*go on with: .*romae impute/s.test(output)
  if (!isRight || !says) return { code: 1, stdout: '', stderr: output, seconds: 0 }
  const resumed = await runProgram(program, [...training, '--resume'], folder, env)
  return `${resumed.stdout}${resumed.stderr}`.includes('going on after step') || resumed.code !== 0
    ? resumed
    : { ...resumed, code: 1 }
}
