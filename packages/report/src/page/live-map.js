/* What a point of a map is: the nearest to the pointer, or the one that arrow keys have come to. Plain JavaScript: reports have it
   in them as it is. */
const svgNames = 'http://www.w3.org/2000/svg'
/** Farther from the pointer, in units of the drawing, nothing is meant. */
const reach = 24
const curveWidth = 160
const curveHeight = 60

function drawCurve(values) {
  const svg = document.createElementNS(svgNames, 'svg')
  svg.setAttribute('viewBox', `0 0 ${curveWidth} ${curveHeight}`)
  svg.setAttribute('class', 'map-curve')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(svgNames, 'polyline')
  const step = curveWidth / Math.max(1, values.length - 1)
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(58 - 0.56 * value).toFixed(1)}`)
  line.setAttribute('points', points.join(' '))
  svg.append(line)
  return svg
}

function describe({ label, group, picture, curve }) {
  const text = document.createElement('p')
  text.textContent = group === undefined ? label : `${label}: ${group}`
  const parts = [text]
  if (picture !== undefined) {
    const image = document.createElement('img')
    image.src = picture
    image.alt = ''
    parts.unshift(image)
  } else if (curve !== undefined) parts.unshift(drawCurve(curve))
  return parts
}

/** How far a point is in the direction of a key: what is beside the way counts twice; null for one that lies elsewhere. */
const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
function distanceBy([right, down], from, to) {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const along = x * right + y * down
  const beside = Math.abs(x * down) + Math.abs(y * right)
  return along > 0 && beside <= 2 * along ? along + 2 * beside : null
}

function nearestBy(points, distance) {
  let [best, least] = [-1, Infinity]
  for (const [index, point] of points.entries()) {
    const own = distance(point, index)
    if (own !== null && own < least) [best, least] = [index, own]
  }
  return best
}

export function liveMap(figure) {
  const points = JSON.parse(figure.querySelector('script').textContent)
  const svg = figure.querySelector('svg')
  const marks = [...svg.children]
  const shown = figure.querySelector('.map-shown')
  const buttons = [...figure.querySelectorAll('button')]
  let current = -1
  let chosen = null
  const isOn = (point) => chosen === null || (point.group ?? '') === chosen

  const show = (index) => {
    if (index < 0 || index === current) return
    marks[current]?.classList.remove('current')
    current = index
    marks[index].classList.add('current')
    shown.replaceChildren(...describe(points[index]))
  }

  svg.addEventListener('pointermove', (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())
    const away = (point) => Math.hypot(point.x - at.x, point.y - at.y)
    show(nearestBy(points, (point) => (isOn(point) && away(point) <= reach ? away(point) : null)))
  })
  svg.addEventListener('focus', () => {
    if (current < 0) show(nearestBy(points, (point) => (isOn(point) ? Math.hypot(point.x - 320, point.y - 220) : null)))
  })
  svg.addEventListener('keydown', (event) => {
    const direction = directions[event.key]
    if (direction === undefined || current < 0) return
    event.preventDefault()
    const from = points[current]
    show(
      nearestBy(points, (point, index) =>
        index !== current && isOn(point) ? distanceBy(direction, from, point) : null,
      ),
    )
  })
  for (const button of buttons) {
    button.addEventListener('click', () => {
      chosen = chosen === button.dataset.group ? null : button.dataset.group
      for (const one of buttons) one.setAttribute('aria-pressed', String(one.dataset.group === chosen))
      for (const [index, mark] of marks.entries()) mark.classList.toggle('dim', !isOn(points[index]))
    })
  }
}
