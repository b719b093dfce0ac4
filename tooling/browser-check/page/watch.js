/* Put into the playground's page before its own scripts: what is watched there, and what the check does there. */
/** When a file was taken, and whether what the page says is still of the one before. */
const start = { at: 0, isStale: false }
const now = () => performance.now()
const facts = {
  /** Milliseconds from taking a file until what fills or forecasts it errs less than the last value in every column. */
  belowLast: null,
  /** Until it errs less than linear interpolation, or the seasonal value, in all columns but one. */
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
  const isFilled = /^(?:The gaps are filled|Forecast) as/.test(textOf('status'))
  if (!isFilled) start.isStale = false
  if (!isFilled || start.isStale) return
  facts.longestPause = Math.max(facts.longestPause, pause)
  facts.filled ??= now() - start.at
  const isForecast = document.querySelector('[data-method="naive"]') !== null
  const [best, last, linear] = (isForecast ? ['best', 'naive', 'seasonal'] : ['best', 'last', 'linear']).map(errorsOf)
  const below = (others) => best.filter((one, column) => one < others[column]).length
  if (best.length > 0 && below(last) === best.length) facts.belowLast ??= now() - start.at
  if (best.length > 0 && below(linear) >= best.length - 1) facts.belowLinear ??= now() - start.at
}

// Where the keyboard goes on from: what is disabled or hidden meanwhile is no active element any more.
let lastFocused = null
addEventListener('focusin', ({ target }) => {
  lastFocused = target
})

// What is offered for download, by its address: the page's policy lets nobody fetch it.
const offered = new Map()
const { createObjectURL } = URL
URL.createObjectURL = (content) => {
  const address = createObjectURL.call(URL, content)
  offered.set(address, content)
  return address
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
  /** Files of a text, of bytes in base64, or of so many bytes without anything in them. */
  drop(...files) {
    const data = new DataTransfer()
    for (const { name, text, base64, size } of files) {
      const bytes =
        base64 === undefined
          ? new Uint8Array(size ?? 0)
          : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      data.items.add(new File([text ?? bytes], name))
    }
    Object.assign(start, { at: now(), isStale: true })
    Object.assign(facts, { belowLast: null, belowLinear: null, filled: null, longestPause: 0 })
    document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  },
  state: () => ({
    status: textOf('status'),
    problem: document.getElementById('problem').hidden ? '' : textOf('problem'),
    progress: document.getElementById('progress').value,
    links: Array.from(document.querySelectorAll('#links a'), (link) => link.getAttribute('data-kind')),
    facts,
    isReady: crossOriginIsolated && document.readyState === 'complete',
    hasPicture: document.getElementById('viewfinder').videoWidth > 0,
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }),
  /** A file that is offered, in base64. */
  async download(kind) {
    const { href } = document.querySelector(`#links a[data-kind="${kind}"]`)
    const bytes = new Uint8Array(await offered.get(href).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  },
  textOf,
  valueOf: (id) => document.getElementById(id).value,
  /** How many pictures of a list are there and could be read, or how many sounds. */
  shown: ({ list, kind }) =>
    Array.from(document.querySelectorAll(`#${list} ${kind}`)).filter((one) => kind === 'audio' || one.naturalWidth > 0)
      .length,
  /** What the keyboard is at. */
  focused: () => document.activeElement?.id ?? '',
  /** Whether something stands before what the keyboard is at. */
  isBefore: (id) =>
    (document.getElementById(id).compareDocumentPosition(lastFocused ?? document.body) &
      Node.DOCUMENT_POSITION_FOLLOWING) !==
    0,
  /** Of names that stand in a sentence or a cell: whether each is kept apart from what is around it. */
  areApart: (name) => {
    const around = Array.from(document.querySelectorAll('th, dt, dd, label > *, p *'))
    const own = around.filter(({ children, textContent }) => children.length === 0 && textContent === name)
    return own.length > 0 && own.every(({ tagName }) => ['BDI', 'OPTION'].includes(tagName))
  },
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
  focusMap: () => document.querySelector('#map svg').focus(),
  /** What is drawn of a map, and what it says of the point that the keyboard is at. */
  map: () => ({
    points: document.querySelectorAll('#map svg:not(.map-curve) > *').length,
    groups: document.querySelectorAll('#map .map-legend button').length,
    said: document.querySelector('#map .map-shown')?.textContent ?? '',
    looks: Array.from(document.querySelectorAll('#map .map-shown :is(img, polyline)')).filter(
      (one) => one.tagName !== 'IMG' || one.naturalWidth > 0,
    ).length,
  }),
  firstPaint: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  async axe() {
    const { violations } = await globalThis.axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  },
  async memory() {
    return (await performance.measureUserAgentSpecificMemory?.())?.bytes ?? null
  },
}
