import { checkTokens, SPEC_VERSION, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { allFinite } from '../image/all-finite.ts'
import { checkImage, checkShape } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { readOptions } from '../options.ts'
import { origin } from '../origin.ts'
import { StatisticsAccumulator } from '../statistics/channel-statistics.ts'
import { fitEdges } from './fit-edges.ts'
import { type Extent, runStarts } from './grid.ts'
import { normalizeRuns } from './normalize-runs.ts'
import {
  fittingSchema,
  type ImageTokenizerOptions,
  jsonSchema,
  NAME,
  type ResolvedImageTokenizerOptions,
  resolveOptions,
} from './options.ts'
import { axisPosition, restoreGrid } from './restore-grid.ts'

/** A tokenizer of images: the contract's, with every optional method there and nothing to wait for. */
export interface ImageTokenizer extends Tokenizer<Image> {
  /** The options with their defaults and statistics filled in. */
  readonly options: ResolvedImageTokenizerOptions
  /**
   * @throws RomaeError `IMAGE_CHANNELS`, `IMAGE_SEVERAL_FRAMES`, `IMAGE_PATCH_SIZE`, `IMAGE_TOO_SMALL`,
   * `IMAGE_VALUE_RANGE`, or what an improper image gives
   */
  tokenize(image: Image): Tokens
  /**
   * The image that the tokens make up, its values in the image's own range again. Tokens may come in any order. The id
   * is empty and the label left out; what `edge` cut off stays away, what it added stays.
   *
   * @throws RomaeError `TOKENIZER_TOKENS_…` for arrays of a wrong type, length or content, `IMAGE_INVALID_TOKENS` for
   * tokens that do not fill a grid
   */
  detokenize(tokens: Tokens): Image
  toJSON(): ImageTokenizerJson
}

/** A tokenizer as plain data. */
export interface ImageTokenizerJson {
  readonly name: string
  readonly options: ResolvedImageTokenizerOptions
}

/** What fitting works out itself. */
type FittedKeys = 'channels' | 'normalize'

/** Makes a tokenizer: from its options, by fitting its statistics to images, or from what `toJSON` gave. */
export interface ImageTokenizerFactory {
  /** @throws RomaeError `IMAGE_UNKNOWN_OPTION` or `IMAGE_INVALID_OPTION` */
  (options: ImageTokenizerOptions): ImageTokenizer
  /**
   * Takes channels and statistics from the images, which should be those of the training split.
   *
   * @throws RomaeError `IMAGE_NOTHING_TO_FIT` without images, or what the options' own checks throw
   */
  fit(images: Iterable<Image>, options: Omit<ImageTokenizerOptions, FittedKeys>): ImageTokenizer
  /** @throws RomaeError `IMAGE_INVALID_OPTION` for another tokenizer's data, or what the options' own checks throw */
  fromJSON(json: unknown): ImageTokenizer
}

function create(given: ImageTokenizerOptions): ImageTokenizer {
  const options = resolveOptions(NAME, given)
  const { channels, normalize, positions: unit } = options
  const axes = options.patch.length === 3 ? ['time', 'row', 'column'] : ['row', 'column']
  const patch: Extent = options.patch.length === 3 ? options.patch : [1, ...options.patch]
  const tokenSize = channels * patch[0] * patch[1] * patch[2]
  // One entry for each number in a row of a patch, so that the inner loops need not work out the channel.
  const run = patch[2] * channels
  const runMean = Float64Array.from({ length: run }, (_, index) =>
    normalize === 'none' ? 0 : normalize.mean[index % channels]!,
  )
  const runScale = Float64Array.from({ length: run }, (_, index) =>
    normalize === 'none' ? 1 : 1 / normalize.std[index % channels]!,
  )

  function tokenize(image: Image): Tokens {
    checkShape(image)
    checkKind(image, channels, axes.length)
    const { data, frames, height, width } = fitEdges(image, patch, options.edge)
    const grid: Extent = [frames / patch[0], height / patch[1], width / patch[2]]
    const length = grid[0] * grid[1] * grid[2]
    const { values, finite } = normalizeRuns(data, runStarts(grid, patch, channels), runMean, runScale)
    if (data !== image.data || !finite) checkValues(image, values)
    return { values, positions: gridPositions(grid, axes.length, unit), length }
  }

  function detokenize(tokens: Tokens): Image {
    checkTokens(tokens, { name: NAME, axes, tokenSize })
    const { grid, order } = restoreGrid(tokens, axes.length, unit)
    const data = new Float32Array(tokens.values.length)
    runStarts(grid, patch, channels).forEach((inImage, number) => {
      const inTokens = number * run
      const place = Math.floor(inTokens / tokenSize)
      const from = order[place]! * tokenSize + (inTokens % tokenSize)
      for (let index = 0; index < run; index++) {
        data[inImage + index] = tokens.values[from + index]! / runScale[index]! + runMean[index]!
      }
    })
    const [frames, height, width] = [grid[0] * patch[0], grid[1] * patch[1], grid[2] * patch[2]]
    const image = { id: '', frames, height, width, channels, data }
    checkImage(image)
    return image
  }

  return {
    ...origin,
    specVersion: SPEC_VERSION,
    name: NAME,
    axes,
    tokenSize,
    options,
    tokenize,
    detokenize,
    toJSON: () => ({ name: NAME, options }),
  }
}

function fit(images: Iterable<Image>, given: Omit<ImageTokenizerOptions, FittedKeys>): ImageTokenizer {
  readOptions(`${NAME} fit`, fittingSchema, given)
  const accumulator = new StatisticsAccumulator()
  for (const image of images) accumulator.add(image)
  const normalize = accumulator.statistics()
  return create({ ...given, channels: normalize.mean.length, normalize })
}

function fromJSON(json: unknown): ImageTokenizer {
  const { options } = readOptions(`the JSON of ${NAME}`, jsonSchema, json)
  return create(options)
}

/**
 * Cuts images into patches, and stacks into tubelets of several frames: one token for each, at position [row, column] or
 * [time, row, column]. Any size and shape goes, and every image may have its own.
 *
 * Tokens are in order of time, row, column. A token holds its frames, rows, columns and channels, channel fastest.
 */
export const imageTokenizer: ImageTokenizerFactory = Object.assign(create, { fit, fromJSON })

/**
 * What is not finite in the image is not so in its tokens either, so that one look at the tokens does, unless some pixels
 * were cut off. Else it is said which it was. Float32 has room for every sensible value: only enormous ones over a tiny
 * std leave it.
 */
function checkValues(image: Image, values: Float32Array) {
  checkImage(image)
  if (allFinite(values)) return
  throw errors.IMAGE_VALUE_RANGE({ name: image.id, got: values.find((value) => !Number.isFinite(value))! })
}

function checkKind({ id, channels, frames }: Image, expected: number, axes: number) {
  if (channels !== expected) throw errors.IMAGE_CHANNELS({ name: id, expected: `${expected}`, got: channels })
  if (axes === 2 && frames > 1) {
    const remedy = 'give the tokenizer a patch of [frames, rows, columns]'
    throw errors.IMAGE_SEVERAL_FRAMES({ name: id, frames, remedy })
  }
}

/** `[length, axes]` in order of time, row, column; two axes leave time out. */
function gridPositions(grid: Extent, axes: number, unit: 'patch' | 'unit'): Float32Array {
  const [frames, rows, columns] = grid
  const positions: number[] = []
  for (let t = 0; t < frames; t++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const place = [t, row, column].map((index, axis) => axisPosition(index, grid[axis]!, unit))
        positions.push(...place.slice(3 - axes))
      }
    }
  }
  return Float32Array.from(positions)
}
