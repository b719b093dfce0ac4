/** A report: a title and sections in order. All text is plain text; it is escaped, never read as HTML. */
export interface Report {
  readonly title: string
  /** One line under the title: the run, the data, the date. */
  readonly subtitle?: string
  readonly sections: readonly Section[]
}

export type Section =
  | TextSection
  | FactsSection
  | TableSection
  | MatrixSection
  | ChartSection
  | FiguresSection
  | MapSection
  | CodeSection

interface SectionBase {
  readonly heading?: string
  /** `half` puts the section beside its neighbour where the page is wide enough. Default: `full`. */
  readonly width?: 'full' | 'half'
}

/** Paragraphs, parted by blank lines. */
export interface TextSection extends SectionBase {
  readonly kind: 'text'
  readonly text: string
}

/** Labels with their values, such as the settings of a run. */
export interface FactsSection extends SectionBase {
  readonly kind: 'facts'
  readonly facts: readonly (readonly [label: string, value: string | number])[]
}

export interface TableSection extends SectionBase {
  readonly kind: 'table'
  readonly caption?: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly TableCell[])[]
}

export interface TableColumn {
  readonly label: string
  /** Default: `right` where every cell holds a number, else `left`. */
  readonly align?: 'left' | 'right' | 'center'
  /** Digits after the point. Default: as many as `formatNumber` gives each number. */
  readonly decimals?: number
  /** Marks the best cell, or cells where several are equal. */
  readonly best?: 'highest' | 'lowest'
}

/** Text, a number, nothing, or a number with its own text such as `0.912 ± 0.004`. */
export type TableCell = string | number | null | { readonly text: string; readonly value: number }

/** Numbers by row and column, such as a confusion matrix: each cell is shaded by its share of its row's sum. */
export interface MatrixSection extends SectionBase {
  readonly kind: 'matrix'
  readonly caption?: string
  /** Stands in the corner: what rows and columns are. */
  readonly corner?: string
  /** Labels. */
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** `[row][column]` */
  readonly values: readonly (readonly number[])[]
}

export interface ChartSection extends SectionBase {
  readonly kind: 'chart'
  readonly caption?: string
  /** On a `time` scale, x are seconds since 1970 in UTC, and are written as dates. */
  readonly x: { readonly label: string; readonly scale?: 'linear' | 'time' }
  /** On a `log` scale, values that are not positive are left out, which the chart says below itself. */
  readonly y: { readonly label: string; readonly scale?: 'linear' | 'log' }
  readonly series: readonly ChartSeries[]
  /** Height of the drawing in CSS pixels. Default: 280. */
  readonly height?: number
}

export interface ChartSeries {
  readonly label: string
  /** Finite. In ascending order, except for `points`, which may be in any. */
  readonly x: ArrayLike<number>
  /** As many as `x`. `null`, NaN and infinities are gaps. */
  readonly y: ArrayLike<number | null>
  /** Default: `line`. */
  readonly style?: SeriesStyle
  /** The label of another series of the chart, at the same `x`: what lies between the two is filled, as a band. */
  readonly downTo?: string
}

/** `edge` is not drawn: an end of a band. */
export type SeriesStyle = 'line' | 'dashed' | 'points' | 'line-and-points' | 'edge'

/** Pictures in a grid. */
export interface FiguresSection extends SectionBase {
  readonly kind: 'figures'
  readonly caption?: string
  /** As many in a row belong together, on a narrow page, too. Default: 1. */
  readonly across?: number
  readonly figures: readonly Figure[]
}

export interface Figure {
  /** A base64 data URI of an image: `data:image/png;base64,…`. */
  readonly source: string
  readonly caption: string
  /** What is to be seen, for those who cannot see it. Default: the caption. */
  readonly alternative?: string
  /** What the left and the right edge stand for. A picture with an axis is as high as others of its row, whatever its shape. */
  readonly x?: FigureAxis
  /** What the lower and the upper edge stand for. */
  readonly y?: FigureAxis
  /** A base64 data URI of a sound: `data:audio/wav;base64,…`. */
  readonly sound?: string
}

export interface FigureAxis {
  readonly label: string
  readonly from: string
  readonly to: string
}

/** Points on a plane, such as embeddings: each shows what it is when it is pointed at, or reached by the arrow keys. */
export interface MapSection extends SectionBase {
  readonly kind: 'map'
  readonly caption?: string
  /** At least one. */
  readonly points: readonly MapPoint[]
}

export interface MapPoint {
  /** Finite. Both axes are drawn with the same scale. */
  readonly x: number
  readonly y: number
  /** What it is: the id of a sample. */
  readonly label: string
  /** Its colour, and an entry of the legend: 16 groups have colours and shapes of their own. */
  readonly group?: string
  /** A base64 data URI of a small image. */
  readonly picture?: string
  /** Finite numbers, shown as a small curve where there is no picture. */
  readonly curve?: readonly number[]
}

/** Preformatted text in a fixed-width font: a configuration, a command, a log. */
export interface CodeSection extends SectionBase {
  readonly kind: 'code'
  readonly code: string
}
