import type { CheckedPage } from './page/main.ts'
import { type KeptModel, type KeptRunOptions, kept } from './page-saving.ts'
import type { Tab, TabBrowser } from './tabs.ts'

const steps = 12
/** Of embeddings near 1, of the same model in a browser and in Node. */
const tolerance = 1e-4

/**
 * Trains, saves and goes on in a browser as its users do and its tabs end: reloaded, killed, two at a time, without room.
 *
 * @param modelOfNode an archive that Node has made, and what it says there
 * @returns what went wrong, one line each
 */
export async function trySaving(browser: TabBrowser, url: string, modelOfNode: KeptModel): Promise<string[]> {
  const problems: string[] = []
  const expect = (what: string, got: unknown, expected: unknown) => {
    if (JSON.stringify(got) === JSON.stringify(expected)) return
    problems.push(`${browser.name}: ${what}: ${JSON.stringify(got)}; expected ${JSON.stringify(expected)}`)
  }
  const near = (what: string, got: readonly number[], expected: readonly number[]) => {
    const worst = Math.max(...expected.map((value, place) => Math.abs(value - (got[place] ?? Number.NaN))))
    if (!(worst <= tolerance)) problems.push(`${browser.name}: ${what} differs by ${worst}`)
  }

  const tab = await browser.open(url)
  const whole: KeptRunOptions = { folder: 'runs/whole', steps, checkpointEvery: 3 }
  await train(tab, whole)
  const { sums } = await sumsOf(tab, whole.folder)

  const parted = { ...whole, folder: 'runs/parted' }
  expect('steps before a reload', await train(tab, { ...parted, stopAt: 5 }), [1, 2, 3, 4, 5])
  await tab.reload()
  expect('steps after a reload', (await train(tab, parted)).at(0), 6)
  expect('a run that was reloaded', await sumsOf(tab, parted.folder), {
    names: ['step-00000009', 'step-00000012'],
    sums,
  })

  await tab.close()

  const inDatabase = { ...whole, folder: 'runs/database' }
  const without = await browser.open(url)
  await without.evaluate(() => (globalThis as unknown as { page: CheckedPage }).page.saving.hidePrivateFiles(), null)
  expect('steps without private files', await train(without, { ...inDatabase, stopAt: 5 }), [1, 2, 3, 4, 5])
  await without.close()
  // Where there are some later, the run stays where it is.
  const updated = await browser.open(url)
  expect('steps with private files again', (await train(updated, inDatabase)).at(0), 6)
  expect('a run in a database', await sumsOf(updated, inDatabase.folder), {
    names: ['step-00000009', 'step-00000012'],
    sums,
  })
  await updated.close()

  const killed = { ...whole, folder: 'runs/killed', checkpointEvery: 1 }
  if (browser.killBusiest !== null) {
    for (let kill = 1; kill <= 2; kill++) {
      const doomed = await browser.open(url)
      start(doomed, killed)
      await reaches(doomed, 3 * kill)
      await browser.killBusiest()
    }
    const last = await browser.open(url)
    await train(last, killed)
    expect('a run whose tab was killed', await sumsOf(last, killed.folder), {
      names: ['step-00000011', 'step-00000012'],
      sums,
    })
    await last.close()
  }

  const here = await browser.open(url)
  const there = await browser.open(url)
  const shared = { ...whole, folder: 'runs/shared' }
  start(here, { ...shared, holdAt: 1 })
  await reaches(here, 1)
  expect('a run of two tabs', await codeOf(there, shared), 'TRAINER_FOLDER_LOCKED')
  await here.close()
  // It is closed when the browser says so, and gone a little later.
  const deadline = performance.now() + 10_000
  let code: string | null = 'never tried'
  while (code !== null && performance.now() < deadline) code = await codeOf(there, { ...shared, stopAt: 1 })
  expect('the run of a tab that was closed', code, null)

  const own = await there.evaluate(
    ([folder, name]) => (globalThis as unknown as { page: CheckedPage }).page.saving.keep(folder, name),
    [whole.folder, 'models/own'] as const,
  )
  const { modelFromZip } = await import('@romae/trainer')
  near(
    'a model of the tab in Node',
    (await kept(await modelFromZip(Buffer.from(own.zip, 'base64')))).embedding,
    own.embedding,
  )
  const theirs = await there.evaluate(
    (zip) => (globalThis as unknown as { page: CheckedPage }).page.saving.use(zip),
    modelOfNode.zip,
  )
  near('a model of Node in the tab', theirs.embedding, modelOfNode.embedding)
  expect('the archive of a model of Node, made again', theirs.zip === modelOfNode.zip, true)

  const crashes = await there.evaluate(
    (zips) => (globalThis as unknown as { page: CheckedPage }).page.saving.crashes(zips),
    [own.zip, modelOfNode.zip] as const,
  )
  problems.push(...crashes.problems.map((problem) => `${browser.name}: ${problem}`))
  expect('enough ends tried', crashes.tried > 20, true)

  if (browser.limitStorage !== null) {
    const full = { ...whole, folder: 'runs/full', checkpointEvery: 1 }
    await train(there, { ...full, stopAt: 2 })
    const before = await sumsOf(there, full.folder)
    await browser.limitStorage(url, 1000)
    expect('a run without room', await codeOf(there, full), 'TRAINER_STORAGE_FULL')
    expect('what was saved before there was no room', await sumsOf(there, full.folder), before)
    await browser.limitStorage(url, 2 ** 30)
    await train(there, full)
    expect('a run that has room again', (await sumsOf(there, full.folder)).sums, sums)
  }
  return problems
}

const train = (tab: Tab, options: KeptRunOptions) =>
  tab.evaluate((asked) => (globalThis as unknown as { page: CheckedPage }).page.saving.train(asked), options)

const codeOf = (tab: Tab, options: KeptRunOptions) =>
  tab.evaluate((asked) => (globalThis as unknown as { page: CheckedPage }).page.saving.codeOf(asked), options)

const sumsOf = (tab: Tab, folder: string) =>
  tab.evaluate((asked) => (globalThis as unknown as { page: CheckedPage }).page.saving.sums(asked), folder)

/** Begins, and waits for nothing: the tab may not live to its end. */
function start(tab: Tab, options: KeptRunOptions): void {
  tab
    .evaluate((asked) => (globalThis as unknown as { page: CheckedPage }).page.saving.train(asked), options)
    .catch(() => {})
}

async function reaches(tab: Tab, step: number): Promise<void> {
  const stepOf = () => tab.evaluate(() => (globalThis as unknown as { page: CheckedPage }).page.saving.step, null)
  while ((await stepOf()) < step) await new Promise((resolve) => setTimeout(resolve, 20))
}
