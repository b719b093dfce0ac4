import type { CheckedPage } from './page/main.ts'
import type { TabBrowser } from './tabs.ts'

const codes = {
  'a function that is not there': 'TRAINER_OPTION',
  'an input that was handed over': 'TRAINER_OPTION',
  'a run that cannot be': 'TRAINER_OPTION',
  'a worker that is closed': 'TRAINER_DISPOSED',
  'a worker that was closed': 'TRAINER_DISPOSED',
  'a silent worker': 'TRAINER_WORKER_SILENT',
  'a missing worker': 'TRAINER_WORKER_SILENT',
}

/**
 * Trains in a worker that a bundler has made one script of, on a page with threads, where it once waited for ever.
 *
 * @param url of a page that is cross-origin isolated
 * @returns what went wrong, one line each
 */
export async function tryWorker(browser: TabBrowser, url: string): Promise<string[]> {
  const problems: string[] = []
  const expect = (what: string, isRight: boolean, got: unknown) => {
    if (!isRight) problems.push(`${browser.name}, worker: ${what}: ${JSON.stringify(got)}`)
  }
  const tab = await browser.open(url)
  const found = await tab.evaluate(
    (folder) => (globalThis as unknown as { page: CheckedPage }).page.worker(folder),
    'runs/worker',
  )
  const { engine, steps, aborted, longestPause, doubled } = found
  expect('the engine', engine.threads === 1 && /this worker is one script/.test(engine.reason), engine)
  expect('the steps of a run', steps.join() === '1,2,3,4,5,6,7,8,9,10,11,12', steps)
  // The step that is being made when the signal comes is made.
  expect('the steps of a run that was aborted', aborted.length >= 5 && aborted.length < 50, aborted)
  expect('what the page waited for it', longestPause < 2000, longestPause)
  expect('numbers that are handed over', doubled.numbers.join() === '2,4,6' && doubled.left === 0, doubled)
  for (const [what, code] of Object.entries(codes)) expect(what, found.codes[what] === code, found.codes[what])
  return problems
}
