import type { PlaygroundTab } from './open-page.ts'
import { type Findings, PATIENCE } from './try-journey.ts'

/** Keys until something is reached, at most: there are fewer things on the page. */
const MOST_KEYS = 80

/** Each journey by the keyboard alone, from a page of which nothing was taken yet. */
export async function tryKeyboard(tab: PlaygroundTab, found: Findings): Promise<void> {
  const { page, until } = tab
  const press = async (id: string) => {
    const isThere = await reach(tab, id)
    found.expect(isThere, `the keyboard does not reach "${id}"`)
    if (isThere) await page.keyboard.press('Enter')
  }
  const waitFor = async (status: RegExp, what: string) => {
    const state = await until((one) => status.test(one.status) || one.problem !== '', PATIENCE)
    found.expect(status.test(state.status), `by the keyboard ${what}: "${state.status}" ${state.problem}`)
  }
  await press('sample')
  await waitFor(/^The gaps are filled/, 'a table is filled')
  await press('pause')
  await waitFor(/^Paused/, 'training is paused')
  for (const id of ['channel', 'closer', 'errors-scroll']) {
    found.expect(await reach(tab, id), `the keyboard does not reach "${id}"`)
  }
  await press('sounds')
  await waitFor(/^Told/, 'sounds are told apart')
  await press('microphone')
  await waitFor(/^(?:Listening|Recorded|Told)/, 'the microphone is used')
  await press('undo-button')
  await waitFor(/^(?:The gaps are filled|Going on)/, 'the way back is taken')
  await press('forget')
  await waitFor(/^$/, 'what is kept is forgotten')
  await press('sample')
  await waitFor(/^The gaps are filled/, 'a table is filled once more')
  const choose = async (from: string, arrow: 'ArrowDown' | 'ArrowUp') => {
    found.expect(await reach(tab, from), 'the keyboard does not reach what is done with a table')
    await page.keyboard.press(arrow)
  }
  await choose('task-fill', 'ArrowDown')
  await waitFor(/^Forecast/, 'a table is forecast')
  await press('forget')
  await waitFor(/^$/, 'what is kept is forgotten once more')
  await choose('task-forecast', 'ArrowUp')
}

/**
 * Never past the page's end: behind it come the browser's own buttons, and Firefox without a window does not come back from them.
 *
 * @returns whether the tabulator leads there
 */
async function reach({ page, call }: PlaygroundTab, id: string): Promise<boolean> {
  const isBack = await call('isBefore', id)
  if (isBack) await page.keyboard.down('Shift')
  try {
    for (let keys = 0; keys < MOST_KEYS; keys++) {
      if ((await call('focused')) === id) return true
      await page.keyboard.press('Tab')
    }
    return false
  } finally {
    if (isBack) await page.keyboard.up('Shift')
  }
}
