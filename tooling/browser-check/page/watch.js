/* Put into the playground's page before its own scripts: what is watched there, and what the check does there. */
const start = { at: 0 }
const now = () => performance.now()
const facts = {
  /** Milliseconds from taking a file until what fills it errs less than the last value in every column. */
  belowLast: null,
  /** Until it errs less than linear interpolation in all columns but one. */
  belowLinear: null,
  /** Until something is filled. */
  filled: null,
  /** The longest time in which the page did not answer while it trained. */
  longestPause: 0,
}

const textOf = (id) => document.getElementById(id)?.textContent ?? ''
const errorsOf = (method) =>
  Array.from(document.querySelectorAll(`[data-method="${method}"] td`), (cell) =>
    Number(cell.textContent.replaceAll(',', '')),
  )

function look(pause) {
  if (!textOf('status').startsWith('The gaps are filled as')) return
  facts.longestPause = Math.max(facts.longestPause, pause)
  facts.filled ??= now() - start.at
  const [best, last, linear] = ['best', 'last', 'linear'].map(errorsOf)
  const below = (others) => best.filter((one, column) => one < others[column]).length
  if (best.length > 0 && below(last) === best.length) facts.belowLast ??= now() - start.at
  if (best.length > 0 && below(linear) >= best.length - 1) facts.belowLinear ??= now() - start.at
}

// Messages are what waits for its turn; the next is sent a little after the one before was heard.
const channel = new MessageChannel()
let sent = now()
channel.port1.onmessage = () => {
  look(now() - sent)
  setTimeout(() => {
    sent = now()
    channel.port2.postMessage(null)
  }, 5)
}
channel.port2.postMessage(null)

globalThis.playgroundCheck = {
  facts,
  drop({ name, text }) {
    const data = new DataTransfer()
    data.items.add(new File([text], name))
    start.at = now()
    Object.assign(facts, { belowLast: null, belowLinear: null, filled: null, longestPause: 0 })
    document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  },
  state: () => ({
    status: textOf('status'),
    problem: document.getElementById('problem').hidden ? '' : textOf('problem'),
    progress: document.getElementById('progress').value,
    links: Array.from(document.querySelectorAll('#links a'), (link) => link.getAttribute('data-kind')),
    facts,
    isIsolated: crossOriginIsolated,
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }),
  click: (id) => document.getElementById(id).click(),
  /** How many pixels of a chart have about a colour of the style sheet. */
  pixels({ chart, colour }) {
    const canvas = document.querySelector(`#${chart} canvas`)
    if (canvas === null) return 0
    const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${colour}`).trim()
    const rgb = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16))
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] > 200 && rgb.every((one, index) => Math.abs(data[at + index] - one) < 12)) count += 1
    }
    return count
  },
  firstPaint: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  async axe() {
    const { violations } = await globalThis.axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  },
  async memory() {
    return (await performance.measureUserAgentSpecificMemory?.())?.bytes ?? null
  },
}
