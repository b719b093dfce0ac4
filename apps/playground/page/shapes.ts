import { drawn } from './drawn-numbers.ts'
import type { PlacedFile } from './media-kind.ts'

const SIDE = 48
const EACH = 160
/** In all, to both sides: with corners up or aside, squares and crosses would be learned much later. */
const MOST_TURN = 0.5

/** Points of a shape around its middle, of radius 1. */
const outlines: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>> = {
  circles: corners(48),
  crosses: [
    [-0.3, -1],
    [0.3, -1],
    [0.3, -0.3],
    [1, -0.3],
    [1, 0.3],
    [0.3, 0.3],
    [0.3, 1],
    [-0.3, 1],
    [-0.3, 0.3],
    [-1, 0.3],
    [-1, -0.3],
    [-0.3, -0.3],
  ],
  squares: [
    [-0.8, -0.8],
    [0.8, -0.8],
    [0.8, 0.8],
    [-0.8, 0.8],
  ],
  stars: corners(10).map(([x, y], index): [number, number] => (index % 2 === 0 ? [x, y] : [0.42 * x, 0.42 * y])),
  triangles: corners(3),
}

function corners(count: number): readonly (readonly [x: number, y: number])[] {
  return Array.from({ length: count }, (_, index) => {
    // The first one is up.
    const angle = (2 * Math.PI * index) / count - Math.PI / 2
    return [Math.cos(angle), Math.sin(angle)] as const
  })
}

/** Folders of shapes, drawn here: light ones of any hue on dark ground, of about one size, turned and moved a little. */
export async function shapeFiles(): Promise<readonly PlacedFile[]> {
  const random = drawn(1)
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const context = canvas.getContext('2d')!
  const files: PlacedFile[] = []
  for (const [name, outline] of Object.entries(outlines)) {
    for (let index = 0; index < EACH; index++) {
      draw(context, outline, random)
      const file = `${String(index + 1).padStart(3, '0')}.png`
      const content = await canvas.convertToBlob({ type: 'image/png' })
      files.push({ file: new File([content], file, { type: 'image/png' }), path: `shapes/${name}/${file}` })
    }
  }
  return files
}

function draw(
  context: OffscreenCanvasRenderingContext2D,
  outline: readonly (readonly [x: number, y: number])[],
  random: () => number,
): void {
  const hue = Math.floor(360 * random())
  context.fillStyle = `hsl(${hue} 50% ${12 + Math.floor(12 * random())}%)`
  context.fillRect(0, 0, SIDE, SIDE)
  const radius = SIDE * (0.34 + 0.1 * random())
  const [x, y] = [radius + (SIDE - 2 * radius) * random(), radius + (SIDE - 2 * radius) * random()]
  const turn = MOST_TURN * (random() - 0.5)
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  context.beginPath()
  for (const [a, b] of outline) context.lineTo(x + radius * (a * cos - b * sin), y + radius * (a * sin + b * cos))
  context.closePath()
  context.fillStyle = `hsl(${(hue + 90 + Math.floor(180 * random())) % 360} 70% ${78 + Math.floor(12 * random())}%)`
  context.fill()
}
