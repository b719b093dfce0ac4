import type { PlaygroundTab } from './open-page.ts'
import { type Findings, PATIENCE, tryAxe } from './try-journey.ts'
import { tryMap, tryMapOfOpened } from './try-map.ts'

/** Of files that training did not see, after the steps at which the check looks: percent that are told rightly, at least. */
const LEAST_RIGHT = 70
const STEPS = 200

/** Samples that are made in the page are told apart; mistakes are shown; a pause is gone on with after a reload. */
export async function tryMediaSample(tab: PlaygroundTab, sample: 'shapes' | 'sounds', found: Findings): Promise<void> {
  const start = performance.now()
  const seconds = () => `${((performance.now() - start) / 1e3).toFixed(1)} s`
  const told = () => tab.call('textOf', 'told-text')
  await tab.call('click', sample)
  const { problem } = await tab.until((state) => state.status.startsWith('Told') || state.problem !== '', PATIENCE)
  found.expect(problem === '', `the ${sample} could not be told apart: ${problem}`)
  if (problem !== '') return
  found.line(`${sample} are told apart after ${seconds()}: ${await told()}`)
  const later = await tab.until(({ progress, status }) => progress >= STEPS && status.startsWith('Told'), PATIENCE)
  const text = await told()
  found.line(`${sample} after ${seconds()}: ${text}`)
  const [right] = Array.from(text.matchAll(/(\d+) %/g), ([, figure]) => Number(figure))
  found.expect(right! >= LEAST_RIGHT, `${sample} after ${later.progress} steps, ${LEAST_RIGHT} % at least: ${text}`)
  const kind = sample === 'shapes' ? 'img' : 'audio'
  const shown = await tab.call('shown', { list: 'mistakes', kind })
  found.expect(right === 100 || shown > 0, `mistakes among the ${sample} are shown with ${shown} files`)
  await tryAxe(tab, `with ${sample}`, found)
  await tryDevice(tab, sample, found)
  await tab.call('click', 'pause')
  const paused = await tab.until(({ status }) => status === 'Paused', PATIENCE)
  found.expect(paused.links.join() === 'model,onnx', `files of a classifier: ${paused.links.join()}`)
  const model = await tab.call('download', 'model')
  await tryMap(tab, found)
  await tab.page.reload()
  const again = await tab.until(({ status }) => /Going on after step|^Told/.test(status), PATIENCE)
  found.expect(again.progress >= later.progress, `${sample} after a reload: step ${again.progress}, "${again.status}"`)
  await tab.call('click', 'forget')
  if (sample === 'shapes') await tryMapOfOpened(tab, model, found)
}

/** What the browser's made-up camera shows, or its made-up microphone hears, is told. */
async function tryDevice({ call, until }: PlaygroundTab, sample: 'shapes' | 'sounds', found: Findings): Promise<void> {
  const verdict = () => call('textOf', 'verdict')
  if (sample === 'shapes') {
    await call('click', 'camera')
    await until(({ hasPicture }) => hasPicture, 30)
    await call('click', 'snap')
  } else await call('click', 'microphone')
  let told = ''
  for (let tries = 0; tries < 300 && told === ''; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    told = await verdict()
  }
  const { problem } = await until(() => true, 10)
  const device = sample === 'shapes' ? 'camera' : 'microphone'
  found.line(`from the ${device}: ${told.slice(0, 60)}`)
  found.expect(/It looks most like/.test(told), `from the ${device}: "${told}" ${problem}`)
  if (sample === 'shapes') await call('click', 'camera')
}
