/** A point of a digit: right and down, the digit's box being the unit square. */
export type Point = readonly [x: number, y: number]

/** A line that is drawn in one go, as points. */
export type Stroke = readonly Point[]

/** What a turn of an arc is cut into. */
const STEPS_A_TURN = 32

/** An arc of an ellipse. Angles are in turns, clockwise from the right. */
function arc([x, y]: Point, [width, height]: Point, from: number, to: number): Stroke {
  const steps = Math.max(2, Math.ceil(Math.abs(to - from) * STEPS_A_TURN))
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = 2 * Math.PI * (from + ((to - from) * step) / steps)
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)]
  })
}

const ring = (at: Point, size: Point) => arc(at, size, 0, 1)

const upperBowl = arc([0.5, 0.27], [0.3, 0.22], 0.6, 1.2)

/** The ways in which each digit is written: what a sample of a digit is drawn from. */
export const digitStrokes: readonly (readonly (readonly Stroke[])[])[] = [
  [[ring([0.5, 0.5], [0.32, 0.48])], [ring([0.5, 0.5], [0.42, 0.44])]],
  [
    [
      [
        [0.5, 0],
        [0.5, 1],
      ],
    ],
    [
      [
        [0.3, 0.2],
        [0.55, 0],
        [0.55, 1],
      ],
    ],
    [
      [
        [0.3, 0.2],
        [0.52, 0],
        [0.52, 1],
      ],
      [
        [0.28, 1],
        [0.76, 1],
      ],
    ],
  ],
  [
    [[...upperBowl, [0.18, 1], [0.84, 1]]],
    [
      [
        ...arc([0.5, 0.28], [0.3, 0.28], 0.5, 1.15),
        [0.2, 0.9],
        ...arc([0.28, 0.92], [0.08, 0.07], 0.5, 0.9),
        [0.86, 1],
      ],
    ],
  ],
  [
    [[...arc([0.45, 0.26], [0.3, 0.25], 0.6, 1.22), ...arc([0.45, 0.74], [0.34, 0.26], 0.78, 1.4)]],
    [[[0.18, 0.02], [0.78, 0.02], [0.45, 0.42], ...arc([0.46, 0.71], [0.33, 0.28], 0.76, 1.4)]],
  ],
  [
    [
      [
        [0.66, 1],
        [0.66, 0],
        [0.14, 0.68],
        [0.9, 0.68],
      ],
    ],
    [
      [
        [0.26, 0],
        [0.2, 0.5],
        [0.82, 0.5],
      ],
      [
        [0.7, 0.06],
        [0.66, 1],
      ],
    ],
  ],
  [[[[0.8, 0], [0.26, 0], [0.22, 0.45], ...arc([0.48, 0.69], [0.33, 0.3], 0.65, 1.4)]]],
  [
    [[[0.68, 0], ...arc([0.5, 0.7], [0.31, 0.29], 0.5, 1.5)]],
    [[...arc([0.62, 0.45], [0.4, 0.44], 0.8, 0.5), ...arc([0.5, 0.7], [0.29, 0.28], 0.5, -0.55)]],
  ],
  [
    [
      [
        [0.16, 0],
        [0.84, 0],
        [0.4, 1],
      ],
    ],
    [
      [
        [0.16, 0],
        [0.84, 0],
        [0.36, 1],
      ],
      [
        [0.32, 0.52],
        [0.78, 0.52],
      ],
    ],
  ],
  [[ring([0.5, 0.26], [0.25, 0.25]), ring([0.5, 0.75], [0.31, 0.25])]],
  [
    [
      ring([0.48, 0.28], [0.28, 0.27]),
      [
        [0.76, 0.28],
        [0.72, 1],
      ],
    ],
    [ring([0.5, 0.28], [0.28, 0.27]), arc([0.36, 0.5], [0.42, 0.48], -0.07, 0.35)],
  ],
]
