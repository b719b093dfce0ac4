import { dataTypes } from '../onnx/proto.ts'
import type { OnnxInitializer, OnnxNode } from '../onnx/writer.ts'
import { formatPolynomial, type Polynomial } from './polynomial.ts'

/** The nodes of a model that read open sizes from the shapes of its inputs and compute with them. */
export class SizeNodes {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxInitializer[] = []
  readonly #inputs: Readonly<Record<string, { readonly shape: readonly (number | string)[] }>>
  readonly #taken: Set<string>
  /** One-element vectors that were computed already, by the text of their polynomial. */
  readonly #known = new Map<string, string>()
  #nextName = 0

  /** @param taken names that new values must not get */
  constructor(
    inputs: Readonly<Record<string, { readonly shape: readonly (number | string)[] }>>,
    taken: ReadonlySet<string>,
  ) {
    this.#inputs = inputs
    this.#taken = new Set(taken)
  }

  /** Makes `name` the list of the polynomials' values, or with no dimensions the one value as a scalar. */
  vector(name: string, entries: readonly Polynomial[], dims: readonly number[]): void {
    const parts = entries.map((entry) => this.#value(entry))
    if (dims.length === 0) this.#node('Squeeze', parts, name)
    else this.#node('Concat', parts, name, [{ name: 'axis', type: 2, i: 0 }])
  }

  /** Makes `name` the numbers 0, 1, … in a shape. */
  counted(name: string, count: Polynomial, shape: readonly Polynomial[]): void {
    const limit = this.#node('Squeeze', [this.#value(count)])
    const flat = this.#node('Range', [this.#constant([0], []), limit, this.#constant([1], [])])
    const sizes = this.#fresh()
    this.vector(sizes, shape, [shape.length])
    this.#node('Reshape', [flat, sizes], name)
  }

  /** A polynomial's value as a one-element vector. */
  #value(polynomial: Polynomial): string {
    return this.#once(formatPolynomial(polynomial), () => {
      const terms = polynomial.terms.map(({ factor, sizes }) => {
        const factors = sizes.map((size) => this.#size(size))
        if (factor !== 1 || factors.length === 0) factors.unshift(this.#constant([factor], [1]))
        return factors.reduce((left, right) => this.#node('Mul', [left, right]))
      })
      return terms.length === 0 ? this.#constant([0], [1]) : terms.reduce((sum, term) => this.#node('Add', [sum, term]))
    })
  }

  /** An open size, read from the first input that has it as an axis. */
  #size(name: string): string {
    return this.#once(`size ${name}`, () => {
      const [input, { shape }] = Object.entries(this.#inputs).find((entry) => entry[1].shape.includes(name))!
      const all = this.#once(`shape ${input}`, () => this.#node('Shape', [input]))
      return this.#node('Gather', [all, this.#constant([shape.indexOf(name)], [1])])
    })
  }

  #constant(values: readonly number[], dims: readonly number[]): string {
    return this.#once(`constant ${values} [${dims}]`, () => {
      const name = this.#fresh()
      const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
      this.initializers.push({ name, dims, dataType: dataTypes.int64, rawData })
      return name
    })
  }

  #node(
    opType: string,
    input: readonly string[],
    output = this.#fresh(),
    attribute: OnnxNode['attribute'] = [],
  ): string {
    this.nodes.push({ name: `Size_${this.nodes.length}`, opType, domain: '', input, output: [output], attribute })
    return output
  }

  #once(key: string, make: () => string): string {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const made = make()
    this.#known.set(key, made)
    return made
  }

  #fresh(): string {
    let name: string
    do name = `s${this.#nextName++}`
    while (this.#taken.has(name))
    return name
  }
}
